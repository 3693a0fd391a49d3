"""How many of a cohort's centres are left out because consent was withdrawn."""

from django.db.models import Exists, OuterRef

from outcomes.models import Cohort
from registry.models import HSCT, Infusion, Patient

TREATED = {"infusion": Infusion, "hsct": HSCT}
# A smaller number could point at somebody.
FEWEST = 5


def withdrawn_from(cohort: Cohort, index: str) -> int | None:
    """Count who withdrew, were treated so, and are not analysed; None for 1 to 4.

    The cohort's other conditions are not asked: these patients have no analysis rows.
    """
    treated = TREATED[index].objects.filter(patient=OuterRef("pk"))
    left = Patient.objects.filter(
        Exists(treated), centre__cohorts=cohort, consent_status="withdrawn"
    )
    count = left.exclude(consent_withdrawn_scope="collection").count()
    return None if 0 < count < FEWEST else count
