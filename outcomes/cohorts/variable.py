"""What an analysis variable is: its values, and when they become known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from registry.codelists.base import CodeList, Label


class Kind(StrEnum):
    """What values a variable has."""

    CODE = "code"
    NUMBER = "number"
    YES_NO = "yes or no"
    DAY = "date"


class Known(IntEnum):
    """When a value becomes known, along a patient's way.

    A variable of the CAR-T course on an HSCT's row was complete before that HSCT.
    """

    BEFORE_INFUSION = 0
    AFTER_INFUSION = 1
    AT_HSCT = 2
    AFTER_HSCT = 3


# The last stage that time zero still knows.
KNOWN_AT = {"infusion": Known.BEFORE_INFUSION, "hsct": Known.AT_HSCT}


@dataclass(frozen=True, slots=True)
class Variable:
    """One analysis variable; ``column`` is empty where no row carries it.

    codes : the values that there can be; None where only the data can tell
    since : by index event, the column with the day of a state's beginning, in days
        from day 0; the state is not there before, nor where the column is null
    by : by index event, the day from which on every value that there is is known
    """

    name: str
    label: Label
    kind: Kind
    known: Known
    when: Label
    column: str = ""
    unit: str = ""
    codes: CodeList | None = None
    labels: Mapping[str, Label] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)
    by: Mapping[str, int] = field(default_factory=dict)

    def known_at(self, index: str) -> bool:
        """Tell whether the value is known on day 0 of this kind of index event."""
        return self.known <= KNOWN_AT[index]

    @property
    def ordered(self) -> bool:
        """Tell whether values can be compared, bounded and cut."""
        return self.kind in (Kind.NUMBER, Kind.DAY)

    def value_label(self, value: object) -> Label:
        """Return the words for one of the variable's values."""
        text = as_text(value)
        if text in self.labels:
            return self.labels[text]
        if self.codes is not None and text in self.codes:
            return self.codes.label(text)
        return Label(text, text)

    def value_key(self, value: object) -> str:
        """Return the name by which programs know one of the variable's values."""
        return self.keys.get(as_text(value), as_text(value))


def as_text(value: object) -> str:
    """Return a value as JSON writes it, without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)
