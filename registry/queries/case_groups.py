"""A patient's records in the order of treatment: before, each course, each HSCT, after.

Unlike the outline beside a form, a disease assessment stands where its day puts it.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.checks import Case
from registry.models import FORMS
from registry.variables.entered import PartialDate, earliest, partial

Facts = Mapping[str, Any]
# The day by which a form is put in order; some have no day of their own.
DAY_OF: dict[str, str] = {
    "diagnosis": "diagnosis_date",
    "prior_line": "start_date",
    "disease_assessment": "assessment_date",
    "apheresis_product": "apheresis_date",
    "bridging": "bridging_start",
    "lymphodepletion": "ld_start",
    "infusion": "infusion_date",
    "expansion": "expansion_date",
    "crs_episode": "crs_onset_date",
    "icans_episode": "icans_onset_date",
    "iec_hs": "iec_hs_onset_date",
    "blood_count": "count_date",
    "infection": "infection_onset_date",
    "aplasia": "aplasia_date",
    "other_toxicity": "tox_onset_date",
    "hsct": "hsct_date",
    "engraftment": "anc_engraftment_date",
    "chimerism": "chimerism_date",
    "agvhd_episode": "agvhd_onset_date",
    "cgvhd_episode": "cgvhd_onset_date",
    "sos_vod": "sos_onset_date",
    "ta_tma": "tma_onset_date",
    "dli": "dli_date",
    "relapse": "relapse_date",
    "subsequent_therapy": "subsequent_start",
    "second_malignancy": "malignancy_date",
    "follow_up": "visit_date",
    "death": "death_date",
}
# A vector test or a pregnancy is no malignancy and has no day of one.
OTHER_DAY_OF = {"second_malignancy": "rcl_test_date"}
BEFORE = ("diagnosis", "prior_line", "apheresis_product", "bridging", "lymphodepletion")
COURSE = (
    *("infusion", "expansion", "crs_episode", "icans_episode", "iec_hs"),
    *("aplasia", "day28"),
)
TRANSPLANT = (
    *("hsct", "comorbidity", "engraftment", "chimerism"),
    *("agvhd_episode", "cgvhd_episode", "sos_vod", "ta_tma", "dli"),
)
OF_THE_PRODUCT = ("apheresis_product", "bridging", "lymphodepletion")
AFTER = ("relapse", "subsequent_therapy", "second_malignancy", "follow_up", "death")
# Forms that stand under the treatment that their day follows; the later ones follow
# a treatment on the day itself, an assessment and a measurement precede it.
BY_DAY = ("disease_assessment", "expansion")
FROM_THE_DAY = ("blood_count", "infection", "other_toxicity")
BEFORE_TREATMENT = ("diagnosis", "baseline", "pre_ld", "pre_infusion")
# Forms of which a patient, a course or a transplant has one.
ONCE = frozenset({"diagnosis", "apheresis_product", "bridging", "lymphodepletion"})
ONCE |= {"day28", "comorbidity", "engraftment", "death"}
# What is shown as not started where it is missing; the others are only offered.
EXPECTED = {
    "before": ("diagnosis",),
    "before infusion": (
        *("diagnosis", "apheresis_product", "bridging", "lymphodepletion"),
    ),
    "course": ("crs_episode", "icans_episode", "blood_count", "day28"),
    "hsct": (
        *("comorbidity", "engraftment", "chimerism", "agvhd_episode", "cgvhd_episode"),
    ),
    "after": ("follow_up",),
    "treatment": (),
}
OFFERED = {
    "before": ("prior_line", "disease_assessment"),
    "course": (
        *("disease_assessment", "expansion", "aplasia", "iec_hs"),
        *("infection", "other_toxicity"),
    ),
    "hsct": (
        *("disease_assessment", "blood_count", "sos_vod", "ta_tma", "dli"),
        *("infection", "other_toxicity"),
    ),
    "after": AFTER,
    "treatment": ("infusion", "hsct"),
}


@dataclass(slots=True)
class Group:
    """Records that belong together, with the day 0 that they count from."""

    kind: str
    number: int = 0
    day_zero: date | None = None
    expected: tuple[str, ...] = ()
    records: list[tuple[str, Facts]] = field(default_factory=list)

    @property
    def place(self) -> dict[str, int]:
        """Return what a new form of this group is told of its course or HSCT."""
        names = {"course": "course_no", "hsct": "hsct_no"}
        return {names[self.kind]: self.number} if self.kind in names else {}

    @property
    def missing(self) -> list[str]:
        """Return the forms that the group is expected to have and has not."""
        there = {form for form, _ in self.records}
        return [form for form in self.expected if form not in there]

    @property
    def offered(self) -> list[str]:
        """Return the forms of which one more may be begun here."""
        there = {form for form, _ in self.records}
        more = [*OFFERED[self.kind], *(f for f in self.expected if f in there)]
        return [f for f in dict.fromkeys(more) if f not in ONCE or f not in there]


def day_of(form: str, facts: Facts) -> date | PartialDate | None:
    """Return the day by which a record is put in order, as far as it is known."""
    entered = facts.get("as_entered") or {}
    for name in (DAY_OF.get(form, ""), OTHER_DAY_OF.get(form, "")):
        if day := facts.get(name) or partial(entered.get(name)):
            return day
    return None


def groups(case: Case) -> list[Group]:
    """Return the case's records in their groups, treatments in order of their day."""
    courses = _numbered(case, "infusion", "course_no", "course", "infusion_date")
    transplants = _numbered(case, "hsct", "hsct_no", "hsct", "hsct_date")
    treated = sorted([*courses, *transplants], key=lambda one: one.day_zero or date.max)
    every = [Group("before"), *treated, Group("treatment"), Group("after")]
    for group in every:
        infused = group.kind == "before" and case.infusions
        group.expected = EXPECTED["before infusion" if infused else group.kind]
    for form in FORMS:
        for facts in case.of(form):
            _home(form, facts, every).records.append((form, facts))
    for group in every:
        group.records.sort(key=lambda one: _order(group, *one))
    return [g for g in every if g.records or g.kind not in ("course", "hsct")]


def _numbered(case: Case, form: str, name: str, kind: str, day: str) -> Iterator[Group]:
    of_kind = COURSE if kind == "course" else TRANSPLANT
    numbers = {
        one.get(name) or 1 for other in of_kind for one in case.of(other) if name in one
    }
    for number in sorted(numbers):
        days = [r[day] for r in case.of(form) if (r.get(name) or 1) == number]
        yield Group(kind, number, min(days, default=None))


def _first_day(form: str, facts: Facts) -> date | None:
    """Return the first day that a record's day may stand for; records go by it."""
    day = day_of(form, facts)
    return earliest(day) if day else None


def _home(form: str, facts: Facts, every: list[Group]) -> Group:
    """Return the group that a record belongs to."""
    courses = [g for g in every if g.kind == "course"]
    if form in AFTER:
        return every[-1]
    if form in (*BY_DAY, *FROM_THE_DAY):
        return _by_day(form, facts, every, courses)
    number = facts.get("course_no") or 1
    if form in COURSE or (form in OF_THE_PRODUCT and number > 1):
        return _with_number(courses, number, every)
    if form in TRANSPLANT:
        found = [g for g in every if g.kind == "hsct"]
        return _with_number(found, facts.get("hsct_no") or 1, every)
    return every[0]


def _with_number(some: list[Group], number: int, every: list[Group]) -> Group:
    return next((g for g in some if g.number == number), every[0])


def _by_day(form: str, facts: Facts, every: list[Group], courses: list[Group]) -> Group:
    day, treated = _first_day(form, facts), every[1:-2]
    if form == "expansion":
        treated = courses
    if day is None:
        early = facts.get("time_point") in BEFORE_TREATMENT or not treated
        return every[0] if early else treated[0]
    follows = operator.le if form in FROM_THE_DAY else operator.lt
    earlier = [g for g in treated if g.day_zero and follows(g.day_zero, day)]
    return earlier[-1] if earlier else every[0]


def _order(group: Group, form: str, facts: Facts) -> tuple[int, int, date]:
    """Return the order within a group: by form, and among these by day."""
    day = _first_day(form, facts)
    if group.kind == "after":
        return (0, 0, day or date.max)
    first = {"course": COURSE, "hsct": TRANSPLANT}.get(group.kind, BEFORE)
    return (1, first.index(form) if form in first else len(first), day or date.min)
