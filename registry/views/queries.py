"""The list of queries: filters, pages, counts, and what is done with many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry.access.log import saw_rows
from registry.access.policy import Action, Actor, may, require
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.access.sent import whole
from registry.checks import CHECKS
from registry.models import (
    FORMS,
    Centre,
    ClosedAs,
    DataQuery,
    Patient,
    Status,
    User,
    Versioned,
)
from registry.queries.keyset import Page, page_of
from registry.queries.people import people_of
from registry.queries.query_list import (
    AGES,
    ALL,
    DIFFERS,
    MANUAL,
    ORDER,
    UNSETTLED,
    QueryFilters,
    counts,
    in_state,
    listed,
    matching,
)
from registry.services.queries import assign_all, close_answered
from registry.views.links import with_query
from registry.views.query_words import told

MOST_AT_ONCE = 200


@require_safe
@actor_required
@read_in_one
def queries(request: ActorRequest) -> HttpResponse:
    """Show one page of the queries that the actor may see."""
    actor = request.actor
    require(actor, Action.READ_RECORD)
    filters = QueryFilters.of(request.GET)
    rows = matching(listed(actor), filters, actor)
    counted = counts(rows)
    page = page_of(
        in_state(rows, filters.state),
        ORDER,
        all_rows=listed(actor),
        after=whole(request.GET.get("after")),
        before=whole(request.GET.get("before")),
    )
    saw_rows(page.rows)
    centres = list(Centre.objects.filter(pk__in=actor.readable_centres))
    context = {
        "nav": "queries",
        "filters": filters,
        "choices": _choices(centres),
        "states": _states(request, filters, counted),
        "rows": [told(query) for query in page.rows],
        "pager": _pager(request, page, _number(filters.state, counted)),
        "people": people_of(centre.pk for centre in centres),
        "may_close": may(actor, Action.CLOSE_QUERY),
        "may_assign": takes_part(actor),
        "back": request.GET.urlencode(),
    }
    part = request.htmx and not request.htmx.boosted
    name = "_list.html" if part else "queries.html"
    return render(request, f"registry/queries/{name}", context)


@require_POST
@actor_required
def queries_many(request: ActorRequest) -> HttpResponse:
    """Assign the chosen queries to a person, or close those that are answered."""
    actor = request.actor
    require(actor, Action.READ_RECORD)
    chosen = [pk for one in request.POST.getlist("query") if (pk := whole(one))]
    rows = listed(actor).filter(pk__in=chosen[:MOST_AT_ONCE]).order_by("pk")
    found = list(rows)
    if not found:
        messages.warning(request, _("Choose queries first."))
    elif request.POST.get("act") == "close":
        _close(request, found)
    else:
        _assign(request, found)
    back = request.POST.get("back", "")
    return HttpResponseRedirect(f"{reverse('queries')}{'?' + back if back else ''}")


def _close(request: ActorRequest, found: list[DataQuery]) -> None:
    number = close_answered(queries=found, actor=request.actor)
    said = ngettext("%(number)s query closed.", "%(number)s queries closed.", number)
    messages.success(request, said % {"number": number})
    if left := len(found) - number:
        said = ngettext(
            "%(number)s is not answered and stays as it is.",
            "%(number)s are not answered and stay as they are.",
            left,
        )
        messages.info(request, said % {"number": left})


def _assign(request: ActorRequest, found: list[DataQuery]) -> None:
    centres = {query.patient.centre_id for query in found}
    person = whole(request.POST.get("to"))
    # Somebody of one centre takes no query of another.
    to = User.objects.filter(pk=person).first() if person else None
    if to and any(to not in people_of([centre]) for centre in centres):
        messages.warning(request, _("Choose somebody of the patients' own centre."))
        return
    number = assign_all(queries=found, to=to, actor=request.actor)
    said = ngettext(
        "%(number)s query assigned.", "%(number)s queries assigned.", number
    )
    messages.success(request, said % {"number": number})


def takes_part(actor: Actor, centre: int | None = None) -> bool:
    """Tell whether the actor may do anything with queries."""
    acts = (Action.OPEN_QUERY, Action.ANSWER_QUERY, Action.CLOSE_QUERY)
    return any(may(actor, act, centre) for act in acts)


def _number(state: str, counted: dict[str, int]) -> int:
    if state == UNSETTLED:
        return counted[Status.OPEN] + counted[Status.ANSWERED]
    if state == ALL:
        return sum(counted[one] for one in Status.values)
    return counted[state]


def _states(
    request: ActorRequest, filters: QueryFilters, counted: dict[str, int]
) -> list[dict[str, Any]]:
    """Return each state with its number, as the way to it."""
    kept = {k: v for k, v in request.GET.items() if k not in ("after", "before")}
    named: list[tuple[str, Any]] = [
        *(one for one in Status.choices if one[0] != Status.CLOSED),
        *ClosedAs.choices,
    ]
    return [
        {
            "label": label,
            "count": counted[state],
            "url": with_query(request.path, {**kept, "state": state}),
            "current": filters.state == state,
        }
        for state, label in named
    ]


def _choices(centres: list[Centre]) -> dict[str, list[tuple[str, Any]]]:
    """Return what can be chosen in each filter, as (word of the address, label)."""
    language = get_language()
    forms: dict[str, type[Versioned]] = {Patient.form: Patient, **FORMS}
    return {
        "whose": [
            ("turn", _("waiting for me")),
            ("assigned", _("assigned to me")),
            ("opened", _("asked by me")),
        ],
        "state": [
            (UNSETTLED, _("open and answered")),
            *Status.choices,
            *ClosedAs.choices,
            (ALL, _("all")),
        ],
        "centre": [(c.code, c.code) for c in centres] if len(centres) > 1 else [],
        "form": [(f, m.label.in_language(language)) for f, m in forms.items()],
        "check": [
            (MANUAL, _("asked by a person")),
            (DIFFERS, _("recorded differs from derived")),
            *((one, one) for one in CHECKS),
        ],
        "age": [(str(days), _("%(days)s days") % {"days": days}) for days in AGES],
    }


def _pager(request: ActorRequest, page: Page, count: int) -> dict[str, str]:
    kept = {k: v for k, v in request.GET.items() if k not in ("after", "before")}

    def leads_to(**place: int | None) -> str:
        words = {**kept, **place}
        return with_query(request.path, words) if any(place.values()) else ""

    text = ngettext("%(count)s query", "%(count)s queries", count)
    return {
        "text": text % {"count": count},
        "previous_url": leads_to(before=page.before),
        "next_url": leads_to(after=page.after),
    }
