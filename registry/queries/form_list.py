"""Every form of every patient in one list, whichever table it stands in: one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast

from registry.access.policy import Actor
from registry.access.sent import whole
from registry.models import FORMS, Patient, Versioned
from registry.models.standing import STANDINGS, standing_of, stands
from registry.queries.case_groups import DAY_OF

PAGE = 50
ALL: dict[str, type[Versioned]] = {Patient.form: Patient, **FORMS}
# A row's place in the list: patient, form in the order of treatment, record.
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class FormFilters:
    """What somebody asks the list of forms; everything empty asks for all."""

    form: str = ""
    state: str = ""
    centre: str = ""
    words: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "FormFilters":
        """Read an address's words; what cannot be asked is left out."""
        form, state = asked.get("form", ""), asked.get("state", "")
        return cls(
            form=form if form in ALL else "",
            state=state if state in STANDINGS else "",
            centre=asked.get("centre", ""),
            words=asked.get("q", "").strip(),
        )

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out of the list."""
        return self != FormFilters()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form as the list shows it."""

    patient: int
    place: int
    record: int
    version: int
    state: str
    verified_at: datetime | None
    signed_at: datetime | None
    locked_at: datetime | None
    study_no: str
    centre: str
    day: date | None
    unreadable: bool = False

    @property
    def form(self) -> str:
        """Return the form's name."""
        return list(ALL)[self.place]

    @property
    def standing(self) -> str:
        """Return the furthest mark, else the state."""
        return standing_of(self)

    @property
    def key(self) -> str:
        """Return the row's place as an address says it."""
        return f"{self.patient}.{self.place}.{self.record}"


@dataclass(frozen=True, slots=True)
class FormPage:
    """Some rows, and the places that lead to what comes before and after."""

    rows: list[FormRow]
    before: str = ""
    after: str = ""


def forms_page(
    actor: Actor,
    filters: FormFilters,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> FormPage:
    """Return the page behind the row ``after``, or ahead of ``before``.

    Each table gives its first rows behind the place, so a page costs the same however
    long the list is.
    """
    backwards = bool(before)
    place = _place(before or after)
    parts = [
        _of_one(name, actor, filters, place, backwards)
        for name in ALL
        if filters.form in ("", name)
    ]
    order = [f"{'-' if backwards else ''}{name}" for name in ("who", "place", "record")]
    first, *others = (part[: size + 1] for part in parts)
    rows = first.union(*others, all=True).order_by(*order) if others else first
    found = [FormRow(*row) for row in rows[: size + 1]]
    more, taken = len(found) > size, found[:size]
    if backwards:
        taken.reverse()
    return _linked(taken, more=more, backwards=backwards, turned=place is not None)


def _linked(
    rows: Sequence[FormRow], *, more: bool, backwards: bool, turned: bool
) -> FormPage:
    ahead = bool(rows) and (more if backwards else turned)
    behind = bool(rows) and (backwards or more)
    return FormPage(
        list(rows),
        before=rows[0].key if ahead else "",
        after=rows[-1].key if behind else "",
    )


def _place(text: str) -> Place | None:
    match [whole(one) for one in text.split(".")]:
        case [int(patient), int(place), int(record)]:
            return patient, place, record
    return None


def _of_one(
    form: str,
    actor: Actor,
    filters: FormFilters,
    place: Place | None,
    backwards: bool,
) -> QuerySet[Any, Any]:
    model: Any = ALL[form]
    own = model is Patient
    number = list(ALL).index(form)
    patient = "" if own else "patient__"
    rows = model.objects.visible_to(actor)
    if filters.state:
        rows = rows.filter(stands(filters.state))
    if filters.centre:
        rows = rows.filter(**{f"{patient}centre__code": filters.centre})
    if filters.words:
        rows = rows.filter(**{f"{patient}study_no__istartswith": filters.words})
    if place is not None:
        rows = rows.filter(_behind(place, number, own=own, backwards=backwards))
    sign = "-" if backwards else ""
    day, unreadable = _day(form)
    return (
        rows.annotate(
            who=F("pk") if own else F("patient_id"),
            place=Value(number, IntegerField()),
            record=F("pk"),
            called=F(f"{patient}study_no"),
            home=F(f"{patient}centre__code"),
            on=day,
            unread=unreadable,
        )
        .order_by(f"{sign}who", f"{sign}record")
        .values_list(
            *("who", "place", "record", "version", "state"),
            *("verified_at", "signed_at", "locked_at", "called", "home", "on"),
            "unread",
        )
    )


def _day(form: str) -> tuple[Any, Any]:
    """Return a form's day, and whether it has one that no calendar has.

    Such a day keeps no other form from the list (``registry.api.unreadable``).
    """
    nothing = Cast(Value(None), DateField())
    if form not in DAY_OF:
        return nothing, Value(False, BooleanField())
    read = Q(**{f"{DAY_OF[form]}__range": (date.min, date.max)})
    there = Q(**{f"{DAY_OF[form]}__isnull": False})
    return (
        Case(When(read, then=F(DAY_OF[form])), default=nothing),
        Case(When(there & ~read, then=True), default=False),
    )


def _behind(place: Place, number: int, *, own: bool, backwards: bool) -> Q:
    """Return the condition for the rows of one table that come behind a place."""
    patient, form, record = place
    who = "pk" if own else "patient_id"
    side = "lt" if backwards else "gt"
    further = Q(**{f"{who}__{side}": patient})
    if number == form:
        return further | Q(**{who: patient, f"pk__{side}": record})
    same = number < form if backwards else number > form
    return further | Q(**{who: patient}) if same else further
