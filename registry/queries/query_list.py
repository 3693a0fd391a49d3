"""The list of queries: what is asked of it, and how many there are in each state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from registry.access.policy import Actor
from registry.access.sent import whole
from registry.checks import CHECKS
from registry.checks.recorded import RECORDED_DIFFERS
from registry.models import FORMS, ClosedAs, DataQuery, Patient, Status
from registry.queries.asked import one_of
from registry.queries.open_queries import turn_of

UNSETTLED, ALL, MANUAL = "unsettled", "all", "manual"
DIFFERS = "differs"
STATES = (UNSETTLED, *Status.values, *ClosedAs.values, ALL)
WHOSE = ("turn", "assigned", "opened")
AGES = (7, 30, 90, 180)
ORDER = ("-pk",)


@dataclass(frozen=True, slots=True)
class QueryFilters:
    """What somebody asks of the list; everything empty asks for all unsettled ones."""

    whose: str = ""
    state: str = UNSETTLED
    centre: str = ""
    words: str = ""
    patient: str = ""
    form: str = ""
    check: str = ""
    age: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "QueryFilters":
        """Read an address's words; what cannot be asked is left out."""
        known = {Patient.form, *FORMS}
        return cls(
            whose=one_of(asked.get("whose", ""), WHOSE),
            state=one_of(asked.get("state", ""), STATES) or UNSETTLED,
            centre=asked.get("centre", ""),
            words=asked.get("q", "").strip(),
            patient=str(whole(asked.get("patient")) or ""),
            form=one_of(asked.get("form", ""), known),
            check=one_of(asked.get("check", ""), {MANUAL, DIFFERS, *CHECKS}),
            age=one_of(asked.get("age", ""), {str(days) for days in AGES}),
        )

    @property
    def narrow(self) -> bool:
        """Tell whether anything but settled queries is left out."""
        return replace(self, state=ALL) != QueryFilters(state=ALL)


def listed(actor: Actor) -> QuerySet[DataQuery]:
    """Return every query that ``actor`` may see, with what its row says."""
    rows = DataQuery.objects.visible_to(actor)
    return rows.select_related("patient__centre", "assigned_to", "closed_by")


def matching(
    rows: QuerySet[DataQuery], filters: QueryFilters, actor: Actor
) -> QuerySet[DataQuery]:
    """Keep the queries that ``filters`` ask for, in any state."""
    conditions = {
        "patient__centre__code": filters.centre,
        "patient__study_no__icontains": filters.words,
        "patient": filters.patient,
        "form": filters.form,
    }
    rows = rows.filter(**{name: word for name, word in conditions.items() if word})
    if filters.check:
        rows = rows.filter(code__in=_codes(filters.check))
    if filters.age:
        since = timezone.now() - timedelta(days=int(filters.age))
        rows = rows.filter(opened_at__lte=since)
    return rows.filter(_of(actor, filters.whose)) if filters.whose else rows


def _codes(check: str) -> frozenset[str]:
    """Return the codes behind a choice; a query that a person opened has none."""
    if check == DIFFERS:
        return RECORDED_DIFFERS
    return frozenset({"" if check == MANUAL else check})


def _of(actor: Actor, whose: str) -> Q:
    if whose == "turn":
        return turn_of(actor)
    if whose == "assigned":
        return Q(assigned_to=actor.user_id)
    return Q(opened_by=actor.user_id, code="")


def in_state(rows: QuerySet[DataQuery], state: str) -> QuerySet[DataQuery]:
    """Keep the queries in one state, or closed in one way."""
    if state == UNSETTLED:
        return rows.unsettled()  # type: ignore[attr-defined, no-any-return]
    if state in Status.values:
        return rows.filter(status=state)
    return rows.filter(closed_as=state) if state in ClosedAs.values else rows


def counts(rows: QuerySet[DataQuery]) -> dict[str, int]:
    """Return how many are in each state, and closed in each way: one query."""
    states = {s: Count("pk", Q(status=s)) for s in Status.values}
    ends = {how: Count("pk", Q(closed_as=how)) for how in ClosedAs.values}
    return dict(rows.order_by().aggregate(**states, **ends))


def open_by_check(actor: Actor) -> dict[str, int]:
    """Return how many unsettled queries each check has: one query."""
    rows = DataQuery.objects.visible_to(actor).unsettled().exclude(code="")
    return dict(rows.order_by().values_list("code").annotate(Count("pk")))
