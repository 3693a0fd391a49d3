"""The table of a run: fault, times, lost, failed, waited; what the server failed of."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from faults.http import Edit
from faults.injecting import Fault

QUIET = "none (quiet)"
HEADS = (
    "fault",
    "times",
    "edits",
    "lost",
    "failed",
    "answered 503",
    "p95 ms",
    "× quiet",
)


@dataclass
class Line:
    """What was met by one kind of fault.

    times : 0 for a fault that was left out
    told : saves that were answered 503 while the database was away; made again after it
    waited : seconds within which 95 % of the saves were answered
    """

    fault: str
    times: int
    edits: int
    lost: int
    failed: int
    told: int
    waited: float
    ratio: float

    def as_json(self) -> dict[str, object]:
        """Return the line for a program."""
        return asdict(self)


def p95(edits: Iterable[Edit]) -> float:
    """Return the 95th percentile of the saves' seconds, 0.0 without any.

    An edit that was told to wait is left out: its last save was the one that waited.
    """
    seconds = sorted(one.seconds for one in edits if one.saved and not one.told_to_wait)
    return seconds[int(0.95 * len(seconds))] if seconds else 0.0


def table(
    quiet: list[Edit],
    edits: list[Edit],
    faults: Sequence[Fault],
    lost: list[Edit],
    left_out: Sequence[str] = (),
) -> list[Line]:
    """Return a line for the quiet hour, for each kind of fault, and for all edits."""
    usual = p95(quiet)

    def line(name: str, times: int, found: list[Edit]) -> Line:
        waited = p95(found)
        return Line(
            name,
            times,
            len(found),
            sum(one in lost for one in found),
            sum(bool(one.failures) for one in found),
            sum(one.told_to_wait for one in found),
            waited,
            waited / usual if usual else 0.0,
        )

    lines = [line(QUIET, 0, quiet)]
    for name in dict.fromkeys(fault.name for fault in faults):
        of_kind = [fault for fault in faults if fault.name == name]
        met = [edit for edit in edits if any(_met(edit, one) for one in of_kind)]
        lines.append(line(name, len(of_kind), met))
    lines += [line(name, 0, []) for name in left_out]
    return [*lines, line("all", len(faults), edits)]


# In the log of the web process: an answer 500, and how the traceback behind it ends.
FAULT = re.compile(r"Internal Server Error: (\S+)")
RAISED = re.compile(r"^Traceback \(most recent call last\):\n(?: .*\n)+(\S.*)$", re.M)


def server_faults(log: Path) -> list[str]:
    """Return each kind of answer 500 in a log: times, address, what was raised last."""
    _before, *parts = FAULT.split(log.read_text(errors="replace"))
    found: Counter[str] = Counter()
    for address, said in zip(parts[::2], parts[1::2], strict=True):
        raised = [*RAISED.findall(said), "no traceback"][0]
        found[f"{re.sub(r'[0-9]+', 'N', address)}: {raised}"] += 1
    return [f"{times} × {what}" for what, times in found.most_common()]


def _met(edit: Edit, fault: Fault) -> bool:
    return edit.begun < fault.ended and edit.ended > fault.begun


def drawn(lines: Iterable[Line]) -> str:
    """Return the table as Markdown, which a terminal shows well enough."""
    rows = [HEADS, tuple("---" for _ in HEADS)]
    for one in lines:
        rows.append(
            (
                one.fault,
                f"{one.times}" if one.times or one.fault == QUIET else "left out",
                f"{one.edits:,}",
                f"{one.lost}",
                f"{one.failed}",
                f"{one.told}",
                f"{1000 * one.waited:.0f}",
                f"{one.ratio:.2f}",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
