"""Time a study as of a past day, and what changed since, at 10^4 patients.

Prints one JSON line each. A registry is simulated, some of its patients are edited, and
the study is asked as it stood before; a worker does the same for a page. The ratio is
to computing the newest figures. Needs no database but its own, which it makes and
removes.
"""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from own_database import own_database
from rounds import seconds

PATIENTS, EDITS, STORIES = 10_000, 100, 500


def fill(patients: int) -> Any:
    """Simulate a registry; return the cohort of all its transplanted patients."""
    from django.core.management import call_command

    from outcomes.cohorts.saving import save_cohort
    from outcomes.study import cohort as study
    from registry.audit.context import SYSTEM
    from registry.models import Centre

    call_command("simulate", patients=patients, stories=STORIES, stdout=StringIO())
    return save_cohort(
        slug=study.SLUG,
        title=study.TITLE,
        definition=study.DEFINITION,
        centres=list(Centre.objects.all()),
        actor=SYSTEM,
        reason="benchmark",
    )


def edit(edits: int) -> None:
    """Move a visit of some patients by a day, each by an act of its own."""
    from outcomes.pipeline.everything import recompute
    from registry.models import FollowUp

    for visit in FollowUp.objects.order_by("-pk")[:edits]:
        visit.visit_date += timedelta(1)
        visit.save()
    recompute()


def lines(patients: int, edits: int) -> Iterator[dict[str, Any]]:
    """Yield the benchmark's lines."""
    from outcomes.past.changes import changes_since
    from outcomes.past.cut import Cut
    from outcomes.past.results import results_as_of
    from outcomes.pipeline.refresh import refresh_cohorts
    from registry.models import Change

    cohort = fill(patients)
    newest = Change.objects.latest("id").pk
    cut = Cut(str(newest), change=newest)
    edit(edits)
    floor = seconds(lambda: refresh_cohorts([cohort]))
    for name, work in (
        ("as of before", lambda: results_as_of(cohort, cut)),
        ("what changed since", lambda: changes_since(cohort, cut, "OS")),
    ):
        taken = seconds(work)
        yield {
            "name": f"{name} {edits} edits, {patients} patients",
            "value": round(taken, 2),
            "unit": "s",
            "against": "the newest figures",
            "ratio": round(taken / floor, 1),
        }


def main() -> None:
    """Make a database, time, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patients", type=int, nargs="?", default=PATIENTS)
    parser.add_argument("edits", type=int, nargs="?", default=EDITS)
    asked = parser.parse_args()
    os.environ.setdefault("DAYZERO_DEMO", "1")
    with own_database():
        for line in lines(asked.patients, asked.edits):
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
