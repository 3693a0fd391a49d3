"""A cohort's definition and centres as they stood at a cut."""

from typing import Any

from django.db.models import Model

from outcomes.models import Cohort, CohortCentre
from outcomes.past.cut import Cut
from registry.audit.triggers import history_of
from registry.models import Centre, Change

DELETED = "-"


def cohort_at(cohort: Cohort, cut: Cut) -> Cohort:
    """Return the cohort as it was; one that was defined later, as it first was.

    Its ``centres`` are those of then, read already.
    """
    then = _latest(Cohort, cut, id=cohort.pk)
    found: Cohort = then[0] if then else _first(cohort)
    held = _latest(CohortCentre, cut, cohort_id=cohort.pk)
    centres = Centre.objects.filter(pk__in=[one.centre_id for one in held])
    if not then or not held:
        centres = cohort.centres.all()
    found._prefetched_objects_cache = {"centres": centres}  # type: ignore[attr-defined]
    return found


def _latest(model: type[Model], cut: Cut, **which: Any) -> list[Any]:
    """Return the rows as they were, by the histories of those that ``which`` finds."""
    condition, value = cut.later
    later = Change.objects.filter(table=model._meta.db_table).extra(
        where=[condition], params=[value]
    )
    history: Any = history_of(model)
    rows = history.objects.filter(**which).exclude(
        history_id__in=later.values("history_id")
    )
    rows = rows.order_by("id", "-history_id").distinct("id")
    return [row.instance for row in rows if row.history_type != DELETED]


def _first(cohort: Cohort) -> Cohort:
    history: Any = history_of(Cohort)
    first = history.objects.filter(id=cohort.pk).order_by("history_id").first()
    return first.instance if first else cohort
