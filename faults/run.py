"""One run: a quiet hour, the storm, and what is there when it is over."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from config.folders import ROOT, VAR
from faults import settled
from faults.http import Edit
from faults.injecting import Injector, planned
from faults.installation import Installation
from faults.poison import Poisoned, Watch, cure, poison, until
from faults.population import writers
from faults.told import Line, server_faults, table
from faults.writing import Hand, Progress, write
from outcomes.models import AnalysisSubject, Lease, Snapshot
from registry.models import Change

# While these last, and a moment longer, a save may be told to wait.
DISK_FULL = "disk full"
AWAY = ("PostgreSQL restarted", "PostgreSQL kill -9", DISK_FULL)


@dataclass
class Size:
    """How much of everything."""

    edits: int
    patients: int
    kills: int
    broker_seconds: float
    quiet: int
    seed: int


@dataclass
class Outcome:
    """What a run found; ``wrong`` is empty when every promise was kept."""

    lines: list[Line] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)

    def expect(self, true: bool, what: str) -> None:
        """Note what was not kept."""
        if not true:
            self.wrong.append(what)


def run(here: Installation, size: Size, most: float) -> Outcome:
    """Run it all; a save may take ``most`` times as long as in the quiet hour."""
    outcome = Outcome()
    hands = [Hand(one, here.url, size.seed) for one in writers()]
    watch = Watch(here)
    write(hands, size.quiet // 4, "warm")
    quiet = write(hands, size.quiet, "quiet")
    edits, faults = _storm(here, size, hands, watch, outcome)
    connection.close()  # the database went away under it
    seconds = until(lambda: not settled.unprocessed(), "everything is processed")
    outcome.numbers["settled after s"] = round(seconds, 1)
    outcome.numbers["told unreadable"] = sum(hand.unreadable for hand in hands)
    left_out = () if here.on_small_disk else (DISK_FULL,)
    _judge(outcome, quiet, edits, faults, most, left_out=left_out)
    _compare(outcome)
    _verify(outcome)
    return outcome


def _storm(
    here: Installation, size: Size, hands: list[Hand], watch: Watch, outcome: Outcome
) -> tuple[list[Edit], list[Any]]:
    plan = planned(size.edits, size.kills, size.broker_seconds, size.seed)
    injector, progress, ended = (
        Injector(here, plan, size.seed),
        Progress(),
        threading.Event(),
    )
    poisoned = poison(here)
    threads = injector.start(progress, ended)
    try:
        edits = write(hands, size.edits, "storm", progress)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if injector.errors:
        raise injector.errors[0]
    turns = size.kills + 4 + here.on_small_disk
    outcome.expect(len(plan.faults) == turns, "a fault did not have its turn")
    _of_the_poisoned(here, poisoned, watch, outcome)
    return edits, plan.faults


def _of_the_poisoned(
    here: Installation, poisoned: Poisoned, watch: Watch, outcome: Outcome
) -> None:
    """See that the record was set aside, held nothing up, and comes back."""
    connection.close()
    until(lambda: watch.set_aside() == 1, "the poisoned record is set aside")
    outcome.expect(watch.names(poisoned.patient), "the system's page does not name it")
    newest = Change.objects.latest("pk").pk
    until(lambda: _figures_have(newest), "figures go on without it")
    outcome.expect(watch.try_again(), "the page does not try it again")
    again = Lease.objects.filter(patient_id=poisoned.patient).exclude(error="")
    until(again.exists, "it is tried again")
    cure(here, poisoned)
    until(lambda: watch.set_aside() == 0, "the corrected record is tried")
    whose = AnalysisSubject.objects.filter(patient_id=poisoned.patient)
    until(lambda: whose.filter(index_date=poisoned.day).exists(), "it is derived")


def _figures_have(change: int) -> bool:
    newest = Snapshot.objects.order_by("cohort_id", "-id").distinct("cohort_id")
    return all(one.data_version >= change and one.set_aside == 1 for one in newest)


def _judge(
    outcome: Outcome,
    quiet: list[Edit],
    edits: list[Edit],
    faults: list[Any],
    most: float,
    *,
    left_out: Sequence[str],
) -> None:
    kept = settled.kept([*quiet, *edits])
    outcome.lines = table(quiet, edits, faults, kept.lost, left_out)
    outcome.expect(not kept.lost, f"{len(kept.lost)} edits said to be saved are lost")
    outcome.expect(not kept.doubled, f"{len(kept.doubled)} edits were made twice")
    outcome.expect(not kept.gaps, f"{kept.gaps} records miss a version")
    outcome.expect(all(one.saved for one in edits), "an edit was never saved")
    for line in outcome.lines:
        outcome.expect(not line.failed, f"{line.failed} saves failed: {line.fault}")
        slow = line.edits >= 20 and line.ratio > most
        outcome.expect(not slow, f"saves took {line.ratio:.1f} × quiet: {line.fault}")
    told = [one for one in edits if one.told_to_wait]
    away = [one for one in faults if one.name in AWAY]
    stray = [
        one
        for one in told
        if not any(one.begun < f.ended + 5 and one.ended > f.begun for f in away)
    ]
    outcome.expect(not stray, f"{len(stray)} told to wait while the database was there")
    outcome.numbers |= {
        "edits": len(edits),
        "conflicts told": sum(one.conflicts for one in edits),
        "made twice": len(kept.doubled),
        "lost": [asdict(one) for one in kept.lost],
        "changes": Change.objects.count(),
        "failures": sorted({f for one in edits for f in one.failures}),
        "answers 500": server_faults(VAR / "log" / "web.log"),
    }


def _compare(outcome: Outcome) -> None:
    """Hold what came of the edits against everything computed again."""
    before = settled.state()
    code, said = manage("recompute", "--all")
    outcome.expect(code == 0, f"recompute --all: {said}")
    after = settled.state()
    for what, rows in before.items():
        outcome.numbers[what] = len(rows)
        outcome.expect(bool(rows), f"there are no {what}")
        odd = len(set(rows) ^ set(after[what]))
        outcome.expect(rows == after[what], f"{odd} {what} differ from a recompute")


def _verify(outcome: Outcome) -> None:
    """Count the audit trail again."""
    from registry.audit.sealing import seal, sealed_so_far

    until(lambda: bool(seal()) or not sealed_so_far().waiting, "everything is sealed")
    code, said = manage("verify_audit")
    outcome.numbers["audit"] = said.splitlines()
    outcome.expect(code == 0, f"verify_audit: {said}")


def manage(*command: str) -> tuple[int, str]:
    """Run ``manage.py`` in a process of its own; return how it ended, what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()
