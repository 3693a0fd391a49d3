"""What a field says of itself: one entry of the data dictionary. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from registry.codelists.base import CodeList, Label
from registry.variables.conditions import Condition, Records, Values, nowhere
from registry.variables.reported import Item


class Kind(StrEnum):
    """How a value is typed, stored and read."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date"
    ROWS = "rows"


# Why a question has no answer, as codes of MISSING; the last two are an assay's.
ASSAY_REASONS = ("below_detection", "above_quantification")
REASONS = ("unknown", "not_done", "not_applicable", "pending", *ASSAY_REASONS)


class Privacy(StrEnum):
    """How much a value tells about who the patient is."""

    OPEN = "open"
    QUASI = "quasi-identifier"
    IDENTIFYING = "identifying"


@dataclass(frozen=True, slots=True)
class Range:
    """Limits of a number, inclusive unless ``above`` says that ``low`` is not."""

    low: Decimal
    high: Decimal
    above: bool = False

    def __contains__(self, value: Decimal | int | float) -> bool:
        if self.above:
            return self.low < value <= self.high
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{'> ' if self.above else ''}{self.low:f}–{self.high:f}"


def span(low: str | int, high: str | int, *, above: bool = False) -> Range:
    """Return the range from ``low`` to ``high``; texts keep decimals exact."""
    return Range(Decimal(low), Decimal(high), above)


@dataclass(frozen=True, slots=True)
class Unit:
    """Another unit in which a number may be entered.

    In the variable's own unit it is (number − ``minus``) × ``times`` ÷ ``by``.
    """

    name: str
    times: Decimal = Decimal(1)
    by: Decimal = Decimal(1)
    minus: Decimal = Decimal(0)

    def converted(self, number: Decimal) -> Decimal:
        """Return ``number`` of this unit in the unit that is stored."""
        exact = (number - self.minus) * self.times / self.by
        return exact.quantize(Decimal("0.000001"))


def unit(name: str, *, times: str = "1", by: str = "1", minus: str = "0") -> Unit:
    """Return another unit; texts keep its factors exact."""
    return Unit(name, Decimal(times), Decimal(by), Decimal(minus))


@dataclass(frozen=True, slots=True)
class Variable:
    """One entry of the data dictionary, carried by the model field it describes.

    ``core`` fields are needed for a form to be complete, with ``core_where`` only then
    and optional otherwise; ``only`` says when a field applies at all; ``key`` marks the
    answer without which a record cannot be saved.
    ``longest`` and ``pattern`` (a regular expression for the whole) bind texts.
    ``genetic`` marks human genetic resource data: what was found by examining genes or
    chromosomes, of the patient or the donor, or says how they fit. Clinical findings,
    images, proteins (antigens, blood groups) and the product's own construct are not
    such (``docs/adr/0181-numbers-for-abroad.md``).
    ``whole`` marks a date from which days are counted: another date may be known to
    its month or year alone, and is then kept as it was entered. ``units`` are other
    units than ``unit``, the stored one, in which a number may be entered; what was
    entered is kept beside it. ``analytes`` are what a multiple of the upper limit of
    normal is counted from: it may be entered as the laboratory's value. ``parts`` are
    the questions that each row of a repeating group answers, by name; ``reported`` the
    items of other registries that the field answers.
    """

    kind: Kind
    label: Label
    hint: Label | None = None
    unit: str = ""
    units: tuple[Unit, ...] = ()
    analytes: tuple[str, ...] = ()
    limits: Range | None = None
    usual: Range | None = None
    codes: CodeList | None = None
    longest: int | None = None
    pattern: str = ""
    core: bool = False
    core_where: Condition | None = None
    only: Condition | None = None
    key: bool = False
    whole: bool = False
    taken: str = ""
    privacy: Privacy = Privacy.OPEN
    genetic: bool = False
    source: str = ""
    parts: tuple[tuple[str, "Variable"], ...] = ()
    reported: tuple[Item, ...] = ()

    def applies(self, values: Values, records: Records = nowhere) -> bool:
        """Tell whether the field applies, given what else is known of the patient."""
        return self.only is None or self.only.met_by(values, records)

    def refused(self, values: Values, records: Records) -> bool:
        """Tell whether the rest of the case says that the field does not apply.

        What the form's own answers say shows on its page; here they count only
        together with another form's, or with the age.
        """
        if self.only is None or not self.only.elsewhere:
            return False
        return self.only.holds(values, records) is False

    def is_core(self, values: Values, records: Records = nowhere) -> bool:
        """Tell whether the field is a core one here, should it apply."""
        where = self.core_where
        return self.core and (where is None or where.met_by(values, records))

    def asked(self, values: Values, records: Records = nowhere) -> bool:
        """Tell whether the form wants an answer, or a reason for none."""
        return self.is_core(values, records) and self.applies(values, records)

    @property
    def partial(self) -> bool:
        """Tell whether a date may lack its day or its month."""
        return self.kind is Kind.DAY and not self.whole

    @property
    def needed(self) -> bool:
        """Tell whether the column itself must have a value."""
        return self.key and not self.partial

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the reasons for absence that make sense.

        A key answer has none; that something happened on a day which nobody knows can
        be said of a date that need not be whole.
        """
        if self.key:
            return ("unknown",) if self.partial else ()
        if self.kind in (Kind.NUMBER, Kind.WHOLE):
            return REASONS
        return tuple(one for one in REASONS if one not in ASSAY_REASONS)
