"""The centres of a study: who came, how complete the forms are, what is overdue."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from outcomes.cohorts.recruitment import CentreMonths
from outcomes.cohorts.results import Results
from outcomes.figures.wording import percent
from outcomes.models import Cohort
from registry.access.policy import Actor
from registry.models import Centre, DataQuery
from registry.models.data_query import Status
from registry.queries.completeness import form_counts
from registry.queries.visits import counts_at, days_at

DASH = "\N{EM DASH}"


def centre_overview(
    actor: Actor, cohort: Cohort, results: Results, *, now: bool = True
) -> dict[str, Any]:
    """Return a row for each centre: a constant number of queries.

    Of a past day who came: how complete forms are, and what is overdue, is of now.
    What only the centre's own staff may know is left out for others: results say how
    many came, records how complete they are.
    """
    came = {one["centre"]: one for one in results.get("recruitment", [])}
    hidden = "recruitment" not in results
    centres = list(cohort.centres.all())
    own = [centre for centre in centres if centre.pk in actor.readable_centres]
    own = own if now else []
    complete, queries = _complete(own), _open_queries(own)
    visits = counts_at(actor, Q(centre__in=own), days_at(own)) if own else {}
    rows = []
    for centre in sorted(centres, key=lambda one: one.code):
        cells = [
            {"text": centre.code},
            *_came(came.get(centre.code), DASH if hidden else "0"),
        ]
        if not now:
            rows.append({"cells": [cells[0], *_named(cells[1:])]})
            continue
        if centre in own:
            overdue = visits.get(centre.pk, {}).get("overdue", 0)
            cells += [
                {"text": complete[centre.pk], "css": "num"},
                {"text": str(overdue), "url": _overdue(centre, overdue), "css": "num"},
                {"text": str(queries[centre.pk]), "css": "num"},
            ]
        else:
            cells += [{"text": DASH, "css": "num"}] * 3
        rows.append({"cells": [cells[0], *_named(cells[1:])]})
    columns = _columns() if now else _columns()[:4]
    return {"label": _("Centres"), "columns": columns, "rows": rows}


def _named(cells: list[dict[str, str]]) -> list[dict[str, str]]:
    """Name each number, for a phone, which shows no heads of columns."""
    heads = (column["label"] for column in _columns()[1:])
    return [{**cell, "th": head} for cell, head in zip(cells, heads, strict=False)]


def _columns() -> list[dict[str, str]]:
    numbers = (
        _("Members"),
        _("Last 12 months"),
        _("First – last month"),
        _("Complete forms in per cent"),
        _("Visits overdue"),
        _("Open queries"),
    )
    return [
        {"label": _("Centre")},
        *({"label": label, "css": "num"} for label in numbers),
    ]


def _came(found: CentreMonths | None, none: str) -> list[dict[str, str]]:
    """Return how many came, how many lately, and from when to when."""
    if found is None:
        return [{"text": text, "css": "num"} for text in (none, none, DASH)]
    months = found["months"]
    since = _a_year_before(months[-1])
    counted = zip(months, found["counts"], strict=True)
    lately = sum(n for month, n in counted if month > since)
    period = f"{months[0]} – {months[-1]}"
    texts = (str(found["n"]), str(lately), period)
    return [{"text": text, "css": "num"} for text in texts]


def _a_year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def _complete(centres: list[Centre]) -> dict[int, str]:
    """Return the share of forms that are there and have every core answer."""
    done: Counter[int] = Counter()
    wanted: Counter[int] = Counter()
    for one in form_counts(centre.pk for centre in centres) if centres else ():
        done[one.centre] += one.complete
        wanted[one.centre] += one.records + one.absent
    return {
        centre.pk: percent(done[centre.pk] / wanted[centre.pk])
        if wanted[centre.pk]
        else DASH
        for centre in centres
    }


def _open_queries(centres: list[Centre]) -> Counter[int]:
    rows = (
        DataQuery.objects.filter(patient__centre__in=centres)
        .exclude(status=Status.CLOSED)
        .order_by()
        .values_list("patient__centre")
        .annotate(n=Count("pk"))
    )
    return Counter(dict(rows))


def _overdue(centre: Centre, number: int) -> str:
    """Return the address of the centre's overdue visits, when there are any."""
    query = {"centre": centre.code, "state": "overdue"}
    return reverse("worklist-visits", query=query) if number else ""
