"""``manage.py simulate``: made-up patients at scale, to see how a registry bears it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Max

from outcomes.models import (
    AnalysisOutcome,
    AnalysisPatient,
    AnalysisSubject,
    Cohort,
    StaleCohort,
)
from registry.audit.context import SYSTEM, acting
from registry.models import (
    FORMS,
    CentreCount,
    FollowUpClock,
    FormTally,
    Patient,
    ScheduledVisit,
)
from registry.simulation.copies import KEYS, Copy, number_on

# Stories that are told; further patients are copies of these on other days.
STORIES = 5_000
# Each copy's days lie so much before those of the one before it, within three years.
EARLIER, WITHIN = 37, 1_100
KEYED: tuple[type[Any], ...] = (Patient, *FORMS.values(), AnalysisSubject)
NEWEST = "(SELECT max(id) FROM registry_change)"
AGE = """
CASE WHEN age IS NOT NULL THEN extract(year FROM age(index_date - {earlier},
  (SELECT birth_date - {earlier} FROM registry_patient p WHERE p.id = patient_id))) END
"""
OF_SUBJECTS = """
subject_id IN (SELECT id FROM outcomes_analysissubject WHERE patient_id <= {last})
"""
# The copies' analysis rows are there: nothing of theirs has to be derived.
DONE = "DELETE FROM registry_pending WHERE patient_id > %s"


class Command(BaseCommand):
    """Write simulated patients with history, visits and analysis rows."""

    help = "Fill an empty registry with simulated patients, the same for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many, the seed, and how many different stories."""
        parser.add_argument("--patients", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--stories", type=int, default=STORIES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the stories, derive them, copy both; say at what rate."""
        patients, begun = options["patients"], monotonic()
        told = min(patients, options["stories"])
        call_command(
            "simulate_records",
            patients=told,
            seed=options["seed"],
            stdout=self.stdout,
        )
        begun = self._say("told", told, begun)
        call_command("recompute", stdout=self.stdout)
        begun = self._say("derived", told, begun)
        for copy in _copies(told, patients):
            with acting(SYSTEM, "simulated"):
                _write(copy)
        self._say("copied", patients - told, begun)
        _finish()

    def _say(self, what: str, count: int, begun: float) -> float:
        now = monotonic()
        rate = count / max(now - begun, 0.001)
        self.stdout.write(
            f"patients {what}: {count} in {now - begun:.1f} s, {rate:.0f}/s"
        )
        return now


def _copies(told: int, patients: int) -> Iterator[Copy]:
    """Yield what is to be copied; the last copy is of as many as are left."""
    span = max(_newest(model) for model in KEYED)
    keys = list(Patient.objects.order_by("pk").values_list("pk", flat=True))
    for number, done in enumerate(range(told, patients, told), start=1):
        last = keys[min(told, patients - done) - 1]
        yield Copy(last, span * number, EARLIER * number % WITHIN)


def _newest(model: type[Any]) -> int:
    return model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0


def _write(copy: Copy) -> None:
    number = f"'SIM' || lpad((id + {copy.further})::text, 9, '0')"
    copy.rows(Patient, whom="id <= {last}", other={"study_no": number})
    for model in FORMS.values():
        copy.rows(model)
    copy.rows(FormTally, keys=("patient_id",))
    copy.rows(ScheduledVisit, keys=("patient_id", "answered_by"))
    copy.rows(FollowUpClock, other={"change_id": NEWEST})
    copy.rows(AnalysisPatient, keys=("patient_id",))
    copy.rows(
        AnalysisSubject,
        keys=(*KEYS, "record_id"),
        other={"age": AGE, "source_version": NEWEST},
    )
    own = ("subject_id", "source_record")
    copy.rows(AnalysisOutcome, whom=OF_SUBJECTS, keys=own)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [copy.last])


def _finish() -> None:
    """Let keys go on behind the copies, and planner and cohorts know of them."""
    for model in KEYED:
        number_on(model)
    CentreCount.count_anew()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    StaleCohort.objects.bulk_create(
        StaleCohort(cohort_id=pk) for pk in Cohort.objects.values_list("pk", flat=True)
    )
