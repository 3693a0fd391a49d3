"""The study in the database, analysed, for tests of cohorts and exports."""

from outcomes.models import Cohort, CohortGrant
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION, SLUG
from tests.builders import a_centre, a_treated_patient
from tests.db.pipeline.study_rows import load_study


def a_cohort(slug=SLUG, centres=("LDP",), granted_to=(), definition=DEFINITION):
    """Return a cohort of ``centres``, opened to the users ``granted_to``."""
    cohort, _ = Cohort.objects.get_or_create(
        slug=slug,
        defaults={
            "title_en": f"Cohort {slug}",
            "title_zh": f"队列{slug}",
            "definition": definition,
        },
    )
    for code in centres:
        cohort.centres.add(a_centre(code))
    for user in granted_to:
        CohortGrant.objects.get_or_create(cohort=cohort, user=user)
    return cohort


def the_study():
    """Load the study's rows at LDP and derive everything."""
    load_study()
    cohort = a_cohort()
    sweep(seconds=float("inf"))
    return cohort


def a_patient_elsewhere():
    """Return a treated patient of another centre, analysed."""
    patient = a_treated_patient("HEB", study_no="CANARY-HEB")
    sweep(seconds=float("inf"))
    return patient
