"""The forms of one patient in the order of treatment, as a list to move through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.models import FORMS, Patient, Record
from registry.models.base import CourseRecord, TransplantRecord

BEFORE = ("diagnosis", "prior_line", "disease_assessment")
COURSE = (
    "apheresis_product",
    "bridging",
    "lymphodepletion",
    "infusion",
    "expansion",
    "crs_episode",
    "icans_episode",
    "iec_hs",
    "aplasia",
    "day28",
)
TRANSPLANT = (
    "hsct",
    "comorbidity",
    "engraftment",
    "chimerism",
    "agvhd_episode",
    "cgvhd_episode",
    "sos_vod",
    "ta_tma",
    "dli",
)
ANY_TIME = ("blood_count", "infection", "other_toxicity")
AFTER = ("relapse", "subsequent_therapy", "second_malignancy", "follow_up", "death")
# Forms of what does not befall everybody: there is no place for them until they are.
ON_DEMAND = frozenset(
    {"iec_hs", "aplasia", "sos_vod", "ta_tma", "dli", "infection", "other_toxicity"}
    | {"subsequent_therapy", "second_malignancy"}
)
# Forms with a row a day, for all of which one line stands.
DAILY = frozenset({"blood_count"})

Records = Mapping[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Item:
    """One form: a record, or the place where one is missing."""

    form: str
    record: Record | None
    place: dict[str, int]
    number: int = 0

    @property
    def label(self) -> Any:
        """Return the form's name; lazy, in the reader's language."""
        return FORMS[self.form]._meta.verbose_name

    @property
    def on_demand(self) -> bool:
        """Tell whether the form is only offered, since it may never be needed."""
        return self.record is None and self.form in ON_DEMAND

    def stands_for(self, form: str, record: Record | None) -> bool:
        """Tell whether this is the place of ``record``, or of a new one of ``form``."""
        if self.form != form or record is None or self.record is None:
            return self.form == form
        return self.form in DAILY or self.record.pk == record.pk


@dataclass(slots=True)
class Group:
    """Forms that belong together: ``kind`` is before, course, hsct, any or after."""

    kind: str
    number: int = 0
    items: list[Item] = field(default_factory=list)


def number_of(record: Record) -> dict[str, int]:
    """Return the course or HSCT number of a record."""
    names = ("course_no", "hsct_no")
    return {n: v for n in names if (v := getattr(record, n, None)) is not None}


def numbers(records: Records, form: str, name: str) -> list[int]:
    """Return the course or HSCT numbers that the patient's records know."""
    related = [CourseRecord] if name == "course_no" else [TransplantRecord]
    forms = [form, *(f for f, m in FORMS.items() if issubclass(m, tuple(related)))]
    found = {number_of(r).get(name) for one in forms for r in records.get(one, ())}
    return sorted(one for one in found if one)


def outline(records: Records) -> list[Group]:
    """Return every form of the patient, those not started among them."""
    groups = [Group("before", 0, list(_items(records, BEFORE, {})))]
    for number in numbers(records, "infusion", "course_no") or [1]:
        place = {"course_no": number}
        groups.append(Group("course", number, list(_items(records, COURSE, place))))
    for number in numbers(records, "hsct", "hsct_no"):
        place = {"hsct_no": number}
        groups.append(Group("hsct", number, list(_items(records, TRANSPLANT, place))))
    groups.append(Group("any", 0, list(_items(records, ANY_TIME, {}))))
    groups.append(Group("after", 0, list(_items(records, AFTER, {}))))
    return groups


def _items(
    records: Records, forms: tuple[str, ...], place: dict[str, int]
) -> Iterator[Item]:
    for form in forms:
        rows = [r for r in records.get(form, ()) if _belongs(r, place)]
        rows = rows[-1:] if form in DAILY else rows
        own = place if _has_place(form, place) else {}
        for at, record in enumerate(rows, 1):
            yield Item(form, record, own, at if len(rows) > 1 else 0)
        if not rows:
            yield Item(form, None, own)


def _has_place(form: str, place: Mapping[str, int]) -> bool:
    names = {one.name for one in FORMS[form]._meta.get_fields()}
    return set(place) <= names


def _belongs(record: Record, place: Mapping[str, int]) -> bool:
    here = number_of(record)
    return all(here.get(name, number) == number for name, number in place.items())


def next_item(
    records: Records, form: str, record: Record | None, place: Mapping[str, int]
) -> Item | None:
    """Return what comes after ``record`` of ``form``, or after a new one at ``place``.

    The next form of another kind that there is or should be; None after the last.
    """
    items = [item for group in outline(records) for item in group.items]
    here = [
        at
        for at, item in enumerate(items)
        if item.stands_for(form, record)
        and (item.place == place or not place or not item.place)
    ]
    after = items[here[-1] + 1 :] if here else items if form == Patient.form else []
    others = (item for item in after if item.form != form and not item.on_demand)
    return next(others, None)
