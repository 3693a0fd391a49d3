"""Find patients: the list with its filters, and the quick find of every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from registry.access.policy import Actor
from registry.models import (
    FORMS,
    HSCT,
    Death,
    Diagnosis,
    FollowUp,
    Infusion,
    Patient,
    State,
)
from registry.models.patient import PatientQuerySet
from registry.models.standing import MARKS, stands
from registry.queries.asked import many_have, one_of, wording
from registry.queries.heard_of import unheard
from registry.queries.keyset import COUNTED, counted
from registry.queries.needs import NEEDS, has

NEVER = date(1, 1, 1)
YES_NO = {"yes": True, "no": False}
# What a list is sorted by; the first is the index of study numbers.
SORTS: dict[str, tuple[str, ...]] = {
    "number": ("centre_id", "number", "pk"),
    "car_t": ("-car_t_day", "pk"),
    "hsct": ("-hsct_day", "pk"),
    "contact": ("contact_day", "pk"),
    "newest": ("-pk",),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody asks the patient list; everything empty asks for all."""

    words: str = ""
    centre: str = ""
    disease: str = ""
    car_t: str = ""
    hsct: str = ""
    vital: str = ""
    unheard: str = ""
    needs: str = ""
    form: str = ""
    state: str = ""
    sort: str = "number"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """Read an address's words; what cannot be asked is left out."""
        return cls(
            words=asked.get("q", "").strip(),
            centre=asked.get("centre", ""),
            disease=asked.get("disease", ""),
            car_t=asked.get("car_t", ""),
            hsct=asked.get("hsct", ""),
            vital=asked.get("vital", ""),
            unheard=asked.get("unheard", ""),
            needs=one_of(asked.get("needs", ""), NEEDS),
            form=one_of(asked.get("form", ""), FORMS),
            state=asked.get("state", ""),
            sort=one_of(asked.get("sort", ""), SORTS) or "number",
        )

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out of the list."""
        plain = Filters(sort=self.sort)
        return self != plain

    @property
    def only_words(self) -> bool:
        """Tell whether nothing but words is asked for."""
        return bool(self.words) and self == Filters(words=self.words, sort=self.sort)


def listed(actor: Actor, sort: str) -> PatientQuerySet:
    """Return every patient whom ``actor`` may see, ready to be sorted by ``sort``."""
    rows = Patient.objects.visible_to(actor).select_related("centre")
    if sort == "car_t":
        return rows.annotate(car_t_day=_first(Infusion, "infusion_date"))
    if sort == "hsct":
        return rows.annotate(hsct_day=_first(HSCT, "hsct_date"))
    if sort == "contact":
        return rows.annotate(contact_day=_last(FollowUp, "visit_date"))
    return rows


def matching(
    rows: PatientQuerySet, filters: Filters, today: date, actor: Actor
) -> PatientQuerySet:
    """Keep the patients for whom ``filters`` ask, by what ``actor`` may ask."""
    rows = rows.filter(wording(filters.words, actor))
    if filters.centre:
        rows = rows.filter(centre__code=filters.centre)
    if filters.disease:
        rows = rows.filter(has(Diagnosis, disease=filters.disease))
    for model, asked in ((Infusion, filters.car_t), (HSCT, filters.hsct)):
        if asked in YES_NO:
            there = has(model)
            rows = rows.filter(there if YES_NO[asked] else ~there)
    if filters.vital == "dead":
        rows = rows.filter(has(Death))
    elif filters.vital == "lost":
        rows = rows.filter(clock__ended="lost")
    elif filters.vital == "silent":
        rows = rows.filter(clock__silent_after__lt=today)
    elif filters.vital == "alive":
        rows = rows.filter(~has(Death)).exclude(clock__ended="lost")
    rows = rows.filter(with_form(filters.form, filters.state))
    if filters.state == "absent":
        # What is absent is asked for, as ``registry.queries.completeness`` counts it.
        rows = rows.followed()
    if (missed := unheard(filters.unheard, today)) is not None:
        rows = rows.filter(missed)
    if filters.needs:
        rows = rows.followed().filter(NEEDS[filters.needs].waiting(today))
    return rows


def count_of(rows: PatientQuerySet, filters: Filters) -> int:
    """Count what ``matching`` kept, up to one more than ``COUNTED``."""
    # The numbers' own index meets so many at once; a scan under the policy does not.
    if filters.only_words and many_have(filters.words):
        return COUNTED + 1
    return counted(rows)


def with_form(form: str, state: str) -> Any:
    """Return the condition that a form, or any form, stands so with a patient."""
    models = [FORMS[form]] if form else list(FORMS.values())
    begun = reduce(or_, (Q(has(model, state=State.BEGUN)) for model in models))
    there = reduce(or_, (Q(has(model)) for model in models))
    if state in MARKS:
        return reduce(or_, (Q(_marked(model, state)) for model in models))
    known = {"begun": begun, "complete": there & ~begun, "absent": ~there}
    return known.get(state, there if form else Q())


def _marked(model: type[Any], mark: str) -> Exists:
    """Tell whether a patient has a record of a form that has come exactly so far."""
    return Exists(model.objects.filter(stands(mark), patient=OuterRef("pk")))


def _first(model: type[Any], field: str) -> Coalesce:
    return Coalesce(_one(model, F(field).asc(nulls_last=True), field), NEVER)


def _last(model: type[Any], field: str) -> Coalesce:
    return Coalesce(_one(model, F(field).desc(nulls_last=True), field), NEVER)


def _one(model: type[Any], order: Any, field: str) -> Subquery:
    rows = model.objects.filter(patient=OuterRef("pk")).order_by(order)
    return Subquery(rows.values(field)[:1])
