"""Time the audit: its triggers, the sealing, and the recounting of all of it.

Prints one JSON line each. A save and a ``QuerySet.update`` with the audit triggers
against the same without them; changes sealed a second; changes recounted a second by
``verify_audit`` on two connections (digests, links, history and records). Needs no
database but its own, which it makes and removes; ``--changes`` says how many are
written, 100,000 without it.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from statistics import median

from own_database import own_database

SAVES, ROUNDS = 200, 5


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of ``work``."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def say(name: str, value: float, unit: str, **more: float) -> None:
    """Print one line."""
    line = {"name": name, "value": round(value, 4), "unit": unit}
    print(json.dumps(line | {k: round(v, 3) for k, v in more.items()}), flush=True)


def switched(on: bool) -> None:
    """Switch the audit triggers of the blood counts off, or on again."""
    from django.db import connection

    verb = "ENABLE ALWAYS" if on else "DISABLE"
    with connection.cursor() as cursor:
        for name in ("audit_insert", "audit_update", "audit_delete"):
            cursor.execute(f"ALTER TABLE registry_bloodcount {verb} TRIGGER {name}")


def overhead(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds of ``work`` with the triggers and without, in turn."""
    found: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS):
        for on in (False, True):
            switched(on)
            found[on].append(seconds(work))
    switched(True)
    return median(found[True]), median(found[False])


def write(changes: int) -> None:
    """Write so many changes, in transactions of a thousand."""
    from django.db import transaction

    from registry.models import BloodCount, Centre, Patient

    centre = Centre.objects.create(code="BEN")
    plain = {"centre": centre, "sex": "F", "birth_date": "1990-02-28"}
    for first in range(0, changes, 1000):
        with transaction.atomic():
            patient = Patient.objects.create(study_no=f"B{first:06}", **plain)
            rows = [
                BloodCount(patient=patient, count_date="2024-02-01", anc=1.5)
                for _ in range(999)
            ]
            BloodCount.objects.bulk_create(rows)


def main() -> None:
    """Write, seal and recount."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=100_000)
    asked = parser.parse_args()
    with own_database():
        from django.conf import settings
        from psycopg import Connection

        from registry.audit.heads import Noted
        from registry.audit.sealing import seal
        from registry.audit.verifying.run import verify
        from registry.audit.verifying.snapshot import one_moment
        from registry.models import BloodCount

        write(asked.changes)
        rows = list(BloodCount.objects.order_by("pk")[:SAVES])

        def saves() -> None:
            for row in rows:
                row.save()

        def update() -> None:
            BloodCount.objects.filter(pk__lte=rows[0].pk + 20_000).update(anc=2)

        for name, work in (("save", saves), ("update", update)):
            audited, bare = overhead(work)
            say(f"audit: {name}", audited, "s", without=bare, times=audited / bare)
        took = seconds(lambda: seal(3600))
        heads = Noted(settings.AUDIT_HEADS)

        def recount(connections: list[Connection]) -> None:
            report = verify(connections, heads)
            # The rounds without triggers left records that no history tells of.
            altered = [one for one in report.findings if "differ from" not in one.says]
            assert not altered, altered
            rate = report.changes / report.seconds
            about = {"changes": report.changes, "seals": report.seals}
            say("audit: recounted", rate, "changes/s", seconds=report.seconds, **about)
            say("audit: sealed", report.changes / took, "changes/s", seconds=took)

        with one_moment(2) as connections:
            recount(connections)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say("audit: memory", memory, "MiB")


if __name__ == "__main__":
    main()
