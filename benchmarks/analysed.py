"""Analysis rows of many patients of two arms, for benchmarks of what they make."""

import random
from datetime import date, timedelta
from typing import Any

SLUG, EVERY, SEED = "cd7-hsct", "every-endpoint", 20_261_125
# Any other endpoint, at random up to the last day of each.
FURTHER = """
INSERT INTO outcomes_analysisoutcome
  (subject_id, paramcd, day, cause, description, start, "end")
SELECT subject_id, %s, day * random(), %s * random(), '', start, start
FROM outcomes_analysisoutcome WHERE paramcd = 'OS'
"""


def fill(patients: int) -> list[Any]:
    """Write analysis rows of patients of two arms.

    Return the founding study's cohort, and one of every endpoint from HSCT.
    """
    from outcomes.cohorts.saving import save_cohort
    from outcomes.endpoints import fitting
    from outcomes.models import AnalysisSubject, StaleCohort
    from outcomes.study import cohort as study
    from registry.audit.context import SYSTEM
    from registry.models import Centre

    chance = random.Random(SEED)
    centre = Centre.objects.create(code="BEN")
    subjects = [subject(number, centre, chance) for number in range(patients)]
    saved = AnalysisSubject.objects.bulk_create(subjects, batch_size=5_000)
    write_outcomes(saved)
    write_further()
    codes = [one.paramcd for one in fitting("hsct")]
    definitions = {
        SLUG: study.DEFINITION,
        EVERY: {**study.DEFINITION, "endpoints": codes},
    }
    cohorts = [
        save_cohort(
            slug=slug,
            title=study.TITLE,
            definition=definition,
            centres=[centre],
            actor=SYSTEM,
            reason="benchmark",
        )
        for slug, definition in definitions.items()
    ]
    StaleCohort.objects.all().delete()
    return cohorts


def write_further() -> None:
    """Write the outcomes of every endpoint from HSCT beyond the four."""
    from django.db import connection

    from outcomes.endpoints import USUAL, fitting

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.25)")
        for one in fitting("hsct"):
            if one.paramcd not in USUAL:
                cursor.execute(FURTHER, [one.paramcd, one.n_causes])


def subject(number: int, centre: Any, chance: random.Random) -> Any:
    """Return one subject, unsaved, followed for up to ten years."""
    from outcomes.models import AnalysisSubject

    car_t = chance.random() < 0.4
    last = int(min(chance.expovariate(1 / 1500), 3650)) + 1
    relapse = chance.randint(1, last) if chance.random() < 0.25 else None
    values: dict[str, Any] = {}
    if car_t:
        peak = 10 ** chance.gauss(5, 0.6)
        values = {
            "car_t_dose": chance.choice([0.5, 1.0, 2.0]),
            "blasts_before_car_t": chance.uniform(0, 95),
            "copies_before_hsct": peak / 50,
            "crs_grade": chance.choices(range(5), (5, 50, 30, 12, 3))[0],
            "icans_grade": chance.choices(range(5), (85, 8, 4, 2, 1))[0],
            "crs_onset_day": chance.randint(0, 9),
            "crs_days": chance.randint(1, 12),
            "d28_mrd": chance.choice(["negative", "negative", "positive"]),
            "d28_response": chance.choice(["CR", "CRi", "NR"]),
            "copies": [
                [day, peak * max(0.001, 1 - abs(day - 12) / 30), 25.0]
                for day in (4, 7, 10, 14, 21, 28)
            ],
        }
    return AnalysisSubject(
        patient_id=number,
        centre=centre,
        index_kind="hsct",
        index_no=1,
        index_date=date(2015, 1, 1) + timedelta(days=number % 4000),
        record_id=number,
        sex=chance.choice("FM"),
        age=chance.randint(1, 70),
        disease=chance.choice(["T-ALL", "T-LBL"]),
        car_t=car_t,
        first_allogeneic=True,
        hsct_type="allogeneic",
        donor=chance.choice(["haploidentical", "matched_sibling"]),
        relapse_day=relapse,
        death_day=last if chance.random() < 0.4 else None,
        last_day=last,
        source_version=0,
        code_version="benchmark",
        **values,
    )


def write_outcomes(subjects: list[Any]) -> None:
    """Write the four endpoints of every subject."""
    from outcomes.models import AnalysisOutcome

    def row(one: Any, paramcd: str, day: int, cause: int) -> Any:
        end = one.index_date + timedelta(days=day)
        return AnalysisOutcome(
            subject=one,
            paramcd=paramcd,
            day=day,
            cause=cause,
            start=one.index_date,
            end=end,
        )

    rows = []
    for one in subjects:
        died, relapse = one.death_day is not None, one.relapse_day
        first = one.last_day if relapse is None else relapse
        free = relapse is None and not died
        rows += [
            row(one, "OS", one.last_day, int(died)),
            row(one, "LFS", first, int(not free)),
            row(one, "RI", first, 0 if free else 2 if relapse is None else 1),
            row(one, "NRM", first, 0 if free else 1 if relapse is None else 2),
        ]
    AnalysisOutcome.objects.bulk_create(rows, batch_size=10_000)
