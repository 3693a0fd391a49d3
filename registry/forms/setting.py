"""What surrounds the fields of an entry form: their faces and their setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.variables.conditions import Records, nowhere

LETTERS = {
    "unknown": "u",
    "not_done": "d",
    "not_applicable": "a",
    "pending": "p",
    "below_detection": "b",
    "above_quantification": "q",
}


@dataclass(frozen=True, slots=True)
class Face:
    """What is shown of a field beyond label, hint and control.

    ``reported`` names the items of other registries that it answers, for those who ask.
    """

    unit: str = ""
    optional: bool = False
    reasons: tuple[str, ...] = tuple(LETTERS)
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A soft check that met a value: it is said beside the field and saves.

    ``repairs`` are (value, label) that the person may take instead.
    """

    text: str
    repairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QueryMark:
    """A query about a field: where it stands, in words, and the way to it."""

    url: str
    drawing: str
    words: str
    says: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for no value, as the menu shows it."""

    code: str
    word: str
    letter: str


@dataclass(slots=True)
class Setting:
    """What surrounds the values of a form while it is filled in.

    Keyed by the names of fields; ``history_url`` and ``ask_url`` have ``FIELD`` where
    the name goes. ``place`` is the course or HSCT number of the record, ``known`` what
    else is known of the patient: what conditions on other forms look at.
    """

    day_zero: date | None = None
    place: Mapping[str, int] = field(default_factory=dict)
    known: Records = nowhere
    absent: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, list[Doubt]] = field(default_factory=dict)
    repairs: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    queries: Mapping[str, list[QueryMark]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    history_url: str = ""
    laboratory_url: str = ""
    ask_url: str = ""
    locked: bool = False
    may_confirm: bool = True
