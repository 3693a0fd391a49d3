"""One visit of one patient, with its dates and with what became of it."""

from dataclasses import dataclass
from datetime import date

from registry.schedule.visits import BY_KEY, Track, Visit


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit counted from one infusion or transplant.

    ``number`` is that of the course or of the HSCT. ``answered`` names the form of
    the record that answers it, ``answered_by`` is the record's id, ``answered_on``
    its day, None where the record does not say. ``ended`` says what ended the wait
    for it (a key of ``registry.schedule.why``), on ``ended_on``; for another
    treatment ``ended_no`` is its number. ``forms`` are wanted, of them ``lacking``
    are not there; ``events`` are asked after.
    """

    track: Track
    number: int
    code: str
    day_zero: date
    due_on: date
    opens_on: date
    closes_on: date
    optional: bool = False
    safety: bool = False
    forms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    answered: str = ""
    answered_by: int | None = None
    answered_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    ended_no: int | None = None

    @property
    def visit(self) -> Visit:
        """Return the row of the table that it follows."""
        return BY_KEY[self.track, self.code]

    @property
    def open(self) -> bool:
        """Tell whether the visit is still waited for, today or one day."""
        return not self.answered and not self.ended
