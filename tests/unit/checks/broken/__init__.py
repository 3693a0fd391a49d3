"""For every rule a record that breaks it, and the nearest one that does not."""

from tests.unit.checks.broken.agreement import AGREEMENT
from tests.unit.checks.broken.base import Broken
from tests.unit.checks.broken.complete import COMPLETENESS, IDENTITY
from tests.unit.checks.broken.dates_of_outcome import DATES_OF_OUTCOME
from tests.unit.checks.broken.dates_of_treatment import DATES_OF_TREATMENT
from tests.unit.checks.broken.further_forms import FURTHER_FORMS
from tests.unit.checks.broken.grades_and_response import GRADES_AND_RESPONSE
from tests.unit.checks.broken.ranges import RANGES

EVERY = [
    *DATES_OF_TREATMENT,
    *DATES_OF_OUTCOME,
    *RANGES,
    *GRADES_AND_RESPONSE,
    *AGREEMENT,
    *COMPLETENESS,
    *IDENTITY,
    *FURTHER_FORMS,
]

__all__ = ["EVERY", "Broken"]
