"""What a rule may ask of the case beside the record's own fields, by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.checks.case import Case, Record

Read = Callable[[Record, Case], Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of the case; it comes from ``fields`` of the forms ``of``."""

    read: Read
    of: tuple[str, ...]
    fields: tuple[str, ...]


def _of_hsct(field: str) -> Read:
    def read(record: Record, case: Case) -> Any:
        hsct = case.hsct(record.get("hsct_no"))
        return hsct.get(field) if hsct else None

    return read


def _first_agvhd(record: Record, case: Case) -> date | None:
    number = record.get("hsct_no") or 1
    onsets = [
        one["agvhd_onset_date"]
        for one in case.of("agvhd_episode")
        if (one.get("hsct_no") or 1) == number and one.get("agvhd_onset_date")
    ]
    return min(onsets, default=None)


def _age_at_icans(record: Record, case: Case) -> int | None:
    day = record.get("icans_onset_date") or _day0_of_course(record, case)
    return case.age_on(day)


def _day0_of_course(record: Record, case: Case) -> date | None:
    return case.infusion_date(record.get("course_no"))


FACTS: Mapping[str, Fact] = {
    "weight_kg": Fact(
        lambda _, case: case.patient.get("weight_kg"), ("patient",), ("weight_kg",)
    ),
    "blood_group": Fact(
        lambda _, case: case.patient.get("blood_group"), ("patient",), ("blood_group",)
    ),
    "age_at_icans": Fact(_age_at_icans, ("patient",), ("birth_date",)),
    "diagnosis_date": Fact(
        lambda _, case: case.diagnosis_date, ("diagnosis",), ("diagnosis_date",)
    ),
    "diseases": Fact(lambda _, case: case.diseases, ("diagnosis",), ("disease",)),
    "infusion_date": Fact(_day0_of_course, ("infusion",), ("infusion_date",)),
    "first_infusion": Fact(
        lambda _, case: case.first_infusion, ("infusion",), ("infusion_date",)
    ),
    "hsct_date": Fact(_of_hsct("hsct_date"), ("hsct",), ("hsct_date",)),
    "first_hsct": Fact(lambda _, case: case.first_hsct, ("hsct",), ("hsct_date",)),
    "hsct_type": Fact(_of_hsct("hsct_type"), ("hsct",), ("hsct_type",)),
    "first_agvhd": Fact(_first_agvhd, ("agvhd_episode",), ("agvhd_onset_date",)),
    "death_date": Fact(lambda _, case: case.death_date, ("death",), ("death_date",)),
}


COURSE_FORMS = frozenset(
    {"apheresis_product", "bridging", "lymphodepletion", "crs_episode"}
    | {"icans_episode", "iec_hs", "aplasia", "day28"}
)
TRANSPLANT_FORMS = frozenset(
    {"hsct", "comorbidity", "engraftment", "chimerism", "agvhd_episode"}
    | {"cgvhd_episode", "sos_vod", "ta_tma", "dli"}
)


def day0(form: str, record: Record, case: Case) -> date | None:
    """Return the day from which the record's days are counted, where there is one."""
    if form in COURSE_FORMS:
        return _day0_of_course(record, case)
    if form in TRANSPLANT_FORMS:
        return case.hsct_date(record.get("hsct_no"))
    return None


def days(number: int) -> timedelta:
    """Return a span of whole days."""
    return timedelta(days=number)


def of_course(form: str, record: Record, case: Case) -> Iterator[Record]:
    """Yield the records of ``form`` that belong to the same course."""
    number = record.get("course_no") or 1
    yield from (r for r in case.of(form) if (r.get("course_no") or 1) == number)
