"""Analysis rows of patients to whom anything may have happened, for tests beside R.

Days lie on a grid, so that many are tied; some are day 0. The seed says which.
"""

import random
from datetime import timedelta

from outcomes.endpoints import fitting
from outcomes.models import AnalysisOutcome, AnalysisSubject
from tests import builders

KINDS = ("hsct", "infusion")
GRID = (0, 45, 90, 400, 400, 700, 730, 900, 1300, 2000)


def everybody(many, centre="LDP", seed=7):
    """Write patients with both day 0s, most with outcomes of each endpoint."""
    chance = random.Random(seed)
    patients = [builders.a_patient(centre) for _ in range(many)]
    subjects = AnalysisSubject.objects.bulk_create(
        _subject(patient, kind, chance) for kind in KINDS for patient in patients
    )
    AnalysisOutcome.objects.bulk_create(
        row for one in subjects for row in _outcomes(one, chance)
    )


def _outcomes(one, chance):
    found = {
        endpoint.paramcd: _outcome(one, endpoint, chance)
        for endpoint in fitting(one.index_kind)
        if chance.random() < 0.95
    }
    # What is relapse for the one competes for the other.
    relapse, nrm = found.pop("RI", None), found.pop("NRM", None)
    if relapse and nrm:
        nrm.day, nrm.end, nrm.cause = relapse.day, relapse.end, -relapse.cause % 3
        found |= {"RI": relapse, "NRM": nrm}
    return found.values()


def _subject(patient, kind, chance):
    infused = kind == "infusion"
    hsct = chance.choice([None, 60, 90, 90, 450]) if infused else None
    relapse, death = (chance.choice([None, *GRID]) for _ in range(2))
    return AnalysisSubject(
        patient_id=patient.pk,
        centre=patient.centre,
        index_kind=kind,
        index_no=1,
        index_date=builders.day(0),
        record_id=patient.pk,
        sex=chance.choice("FM"),
        age=chance.randint(1, 70),
        disease=chance.choice(["T-ALL", "T-LBL", None]),
        car_t=infused,
        car_t_dose=chance.choice([0.5, 1.0, 2.0]),
        crs_grade=chance.choice([None, 0, 1, 1, 3]),
        crs_onset_day=chance.choice([None, 1, 3]),
        crs_days=chance.choice([None, 4, 7]),
        icans_grade=chance.choice([0, 1, 2]),
        d28_mrd=chance.choice(["negative", "positive", None]),
        copies=[[day, chance.choice([None, 90.0, 4e4]), 25.0] for day in (7, 14, 30)],
        hsct_day=hsct,
        before_hsct_day=hsct and hsct - 8,
        relapse_day=relapse,
        death_day=death,
        last_day=max(day for day in (hsct, relapse, death, 900) if day is not None),
        source_version=0,
        code_version="test",
    )


def _outcome(one, endpoint, chance):
    days = range(0, endpoint.days + 30, 5) if endpoint.days else GRID
    day = chance.choice(days)
    return AnalysisOutcome(
        subject=one,
        paramcd=endpoint.paramcd,
        day=day,
        cause=chance.randint(0, endpoint.n_causes),
        start=one.index_date,
        end=one.index_date + timedelta(days=day),
    )
