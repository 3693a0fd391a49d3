"""A small cohort, and the pieces that tests of the pipeline share."""

import pytest

from outcomes.models import Cohort
from outcomes.study.cohort import DEFINITION
from tests.builders import a_centre, a_patient, a_record, day


@pytest.fixture
def cohort(db):
    """A cohort of LDP with the study's definition."""
    return a_cohort()


def a_cohort(slug="t-cell", *centres, **values):
    """Save a cohort of these centres, LDP when none is named."""
    plain = {"title_en": slug, "title_zh": slug, "definition": DEFINITION}
    cohort = Cohort.objects.create(slug=slug, **plain | values)
    cohort.centres.add(*(a_centre(code) for code in centres or ("LDP",)))
    return cohort


def a_transplanted(*, car_t=True, centre="LDP", followed=800, **values):
    """Save a patient with T-ALL, a first allogeneic HSCT and a last contact."""
    patient = a_patient(centre, **values)
    a_record("diagnosis", patient)
    if car_t:
        a_record("infusion", patient, dose_1e6_per_kg=1)
    a_record("hsct", patient, hsct_type="allogeneic", status_at_hsct="CR")
    a_record("follow_up", patient, visit_date=day(followed))
    return patient
