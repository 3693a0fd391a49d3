"""The results that somebody is shown: the one way from stored results to a reader."""

from django.utils.translation import gettext as _

from outcomes.disclosure.access import sees_rows
from outcomes.models import Cohort, Snapshot
from outcomes.past.cut import cut_of
from outcomes.past.results import Past, results_as_of
from registry.access.policy import Actor, Refused


def newest_for(actor: Actor, cohort: Cohort) -> Snapshot | None:
    """Return the newest results, or None before the first computation."""
    return cohort.snapshots.first()


def kept_for(actor: Actor, cohort: Cohort, pk: int) -> Snapshot | None:
    """Return one of the cohort's results while it is kept."""
    return cohort.snapshots.filter(pk=pk).first()


def past_for(actor: Actor, cohort: Cohort, text: str) -> Past:
    """Return the results as of the cut that ``text`` names.

    Raises NotACut; Refused for whoever sees sums alone, since two days' sums
    subtracted show single patients; the same where the cohort of then had centres
    whose patients the actor may not see.
    """
    require_rows(actor, cohort)
    past = results_as_of(cohort, cut_of(text))
    require_rows(actor, past.cohort)
    return past


def require_rows(actor: Actor, cohort: Cohort) -> None:
    """Raise Refused for whoever sees sums alone."""
    if not sees_rows(actor, cohort):
        raise Refused(
            _(
                "The past of this study is open to those who may see its patients: two "
                "days' numbers subtracted would show single ones."
            )
        )
