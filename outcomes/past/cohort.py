"""A cohort's definition and centres as they stood at a cut."""

import re
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from outcomes.models import Cohort, CohortCentre
from outcomes.past.cut import Cut, NotACut, cut_of
from registry.access.reach import everywhere
from registry.audit.triggers import history_of
from registry.models import Centre, Change

DELETED = "-"
VERSION = re.compile(r"[vV](\d{1,9})", re.ASCII)


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


def since_of(cohort: Cohort, text: str) -> Cut:
    """Read since when: ``v3``, the saving of a version, or what ``cut_of`` reads.

    Raises NotACut.
    """
    found = VERSION.fullmatch(text.strip())
    if found is None:
        return cut_of(text)
    number = int(found[1])
    saved = _saved(cohort, number)
    if saved is None:
        told = _("There is no version %(version)s; the newest is %(newest)s.")
        raise NotACut(told % {"version": number, "newest": cohort.version})
    return Cut(text.strip(), change=saved, version=number)


def _saved(cohort: Cohort, number: int) -> int | None:
    """Return the last change that the saving of a version wrote: its centres come
    behind it, in one transaction, and before the next version.
    """
    with everywhere():  # numbers, whoever's changes they are
        rows: Any = cohort.history.order_by("history_id")
        versions = dict(rows.values_list("history_id", "version"))
        of = Change.objects.filter(table=Cohort._meta.db_table, record_id=cohort.pk)
        changes = [*of.order_by("pk").values_list("pk", "xid", "history_id")]
        own = [one for one in changes if versions.get(one[2]) == number]
        if not own:
            return None
        pk, xid, _history = own[-1]
        held = Change.objects.filter(
            table=CohortCentre._meta.db_table, xid=xid, pk__gt=pk
        )
        if later := [one[0] for one in changes if one[0] > pk]:
            held = held.filter(pk__lt=later[0])
        last = held.order_by("-pk").values_list("pk", flat=True).first()
        return int(last or pk)
