"""Who sees rows behind a cohort's figures, and who sees sums alone."""

from outcomes.models import Cohort
from registry.access.policy import Action, Actor, may


def sees_rows(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether ``actor`` may have every patient's row of ``cohort``.

    That is whoever may read the records of all its centres, and whoever it was granted
    to and may take pseudonymised rows out. All others see sums: small cells are hidden
    from them, and days are not compared.
    """
    if actor.system:
        return True
    centres = {centre.pk for centre in cohort.centres.all()}
    if centres and centres <= actor.readable_centres:
        return True
    pseudonymised = may(actor, Action.EXPORT_PSEUDONYMISED)
    return pseudonymised and cohort.grants.to(actor).exists()
