"""The trail of the whole registry: what is asked of the change log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.dateparse import parse_date

from registry.access.policy import Action, Actor
from registry.audit.reading import CHANGED, CREATED, DELETED, MOVED
from registry.audit.triggers import audited_models, history_of, patient_column
from registry.models import FORMS, Centre, Change, Membership, Patient, User, Versioned

ACTS = (CREATED, CHANGED, DELETED, MOVED)
# How an address names the acts.
WORDS = dict(zip(("created", "changed", "removed", "moved"), ACTS, strict=True))
ORDER = ("-pk",)
OF_THE_SYSTEM: tuple[type[Model], ...] = (User, Membership, Centre)


class Differs(Func):
    """Whether two values differ, where nothing is a value too."""

    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


@cache
def audited_by_name() -> dict[str, type[Model]]:
    """Return every audited model by the name that an address has for it."""
    forms: dict[str, type[Model]] = {Patient.form: Patient, **FORMS}
    others = {str(model._meta.model_name): model for model in audited_models()}
    known = set(forms.values())
    return forms | {name: one for name, one in others.items() if one not in known}


def fields_of(model: type[Model]) -> list[str]:
    """Return the fields whose edits can be asked for."""
    if issubclass(model, Versioned):
        return list(model.variables())
    kept = {field.name for field in history_of(model)._meta.concrete_fields}
    own = (field.name for field in model._meta.concrete_fields)
    return [name for name in own if name in kept and name != "id"]


@dataclass(frozen=True, slots=True)
class TrailFilters:
    """What somebody asks of the trail; everything empty asks for all of it."""

    person: str = ""
    patient: str = ""
    form: str = ""
    field: str = ""
    act: str = ""
    reason: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "TrailFilters":
        """Read an address's words; what cannot be asked is left out."""
        form = asked.get("form", "")
        model = audited_by_name().get(form)
        field = asked.get("field", "")
        return cls(
            person=asked.get("person", "").strip(),
            patient=asked.get("patient", "").strip(),
            form=form if model else "",
            field=field if model and field in fields_of(model) else "",
            act=asked.get("act", "") if asked.get("act") in WORDS else "",
            reason=asked.get("reason", "").strip(),
            since=_day(asked.get("since", "")),
            until=_day(asked.get("until", "")),
        )

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out."""
        return self != TrailFilters()


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


def trail_of(actor: Actor) -> QuerySet[Change]:
    """Return every change that ``actor`` may audit.

    At a centre, what was done to its patients, and to what else is the centre's own;
    who administers the system, what was done to people, their roles, and centres.
    """
    centres = actor.centres_for(Action.READ_AUDIT)
    patients = Patient.objects.filter(pk=OuterRef("patient_id"), centre__in=centres)
    scope = Q(Exists(patients))
    if centres:
        for model in _of_a_centre():
            kept: Any = history_of(model)._default_manager
            own = kept.filter(centre_id__in=centres).values("id")
            scope |= Q(table=model._meta.db_table, record_id__in=own)
    if actor.holds_everywhere(Action.READ_AUDIT):
        scope |= Q(table__in=[model._meta.db_table for model in OF_THE_SYSTEM])
    return Change.objects.filter(scope)


@cache
def _of_a_centre() -> list[type[Model]]:
    """Return the audited models whose rows belong to a centre and to no patient."""
    return [
        model
        for model in audited_models()
        if not patient_column(model)
        and any(field.name == "centre" for field in model._meta.concrete_fields)
    ]


def matching(rows: QuerySet[Change], filters: TrailFilters) -> QuerySet[Change]:
    """Keep the changes that ``filters`` ask for."""
    if filters.person:
        people = User.objects.filter(username__iexact=filters.person)
        rows = rows.filter(actor_id__in=people.values("pk"))
    if filters.patient:
        rows = rows.filter(patient_id__in=numbered(filters.patient))
    if filters.form:
        model = audited_by_name()[filters.form]
        tables = (model._meta.db_table, history_of(model)._meta.db_table)
        rows = rows.filter(table__in=tables)
        if filters.field:
            rows = rows.filter(_edited(model, filters.field))
    if filters.act:
        rows = rows.filter(operation=WORDS[filters.act])
    if filters.reason:
        rows = rows.filter(reason__icontains=filters.reason)
    if filters.since:
        rows = rows.filter(at__gte=_begin_of(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=_begin_of(filters.until + timedelta(1)))
    return rows


def numbered(study_no: str) -> list[int]:
    """Return the patients with a number: as keys, for which the logs have an index."""
    named = Patient.objects.filter(number=study_no.strip().upper())
    return list(named.order_by().values_list("pk", flat=True))


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _edited(model: type[Model], field: str) -> Exists:
    """Return the condition that a change gave ``field`` another value or reason."""
    history: Any = history_of(model)._default_manager
    said: dict[str, Any] = {"value": F(field)}
    if issubclass(model, Versioned):
        said["why_none"] = KT(f"absent__{field}")
    before = history.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")
    rows = history.filter(history_id=OuterRef("history_id"))
    differs = Q()
    for name, expression in said.items():
        was = Subquery(
            before.annotate(**{f"{name}_": expression}).values(f"{name}_")[:1]
        )
        rows = rows.annotate(**{name: expression, f"{name}_was": was})
        differs |= Q(Differs(F(name), F(f"{name}_was")))
    return Exists(rows.filter(differs))
