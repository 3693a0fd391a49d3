"""Two cuts held against each other: records added, removed and changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cuts.comparing import ADDED, CHANGED, REMOVED, Question, compare, page_of
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.sight import made_or_404
from outcomes.figures.caption import thousands
from outcomes.views.pages import pager
from registry.access.log import saw_list
from registry.access.requests import ActorRequest, actor_required


@require_safe
@actor_required
def cut_compare(request: ActorRequest, name: str, other: str) -> HttpResponse:
    """Show how a cut differs from an earlier one, one dataset at a time."""
    after = made_or_404(request.actor, name)
    before = made_or_404(request.actor, other)
    dataset = request.GET.get("dataset") or "adsl"
    page = page_of(request.GET.get("page", ""))
    asked = Question(before, after, dataset, page=page)
    try:
        found = compare(request.actor, asked)
    except NotInTheCut as why:
        raise Http404(str(why)) from why
    saw_list(len(found.rows))
    told = {
        "nav": "studies",
        "before": before,
        "after": after,
        "found": found,
        "rows": [_row(row) for row in found.rows],
        "said": _said(found.counts),
        "datasets": _datasets(after, dataset),
        "pager": pager(request, found.page, found.pages),
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("cuts"), _("Data cuts")),
            (reverse("cut", args=[after.name]), after.name),
            ("", _("Comparison")),
        ],
    }
    return render(request, "outcomes/cuts/compare.html", told)


def _datasets(after: Any, chosen: str) -> list[dict[str, Any]]:
    language = get_language() or "en"
    return [
        {
            "name": one.name,
            "label": one.label.in_language(language),
            "chosen": one.name == chosen,
        }
        for one in after.datasets.all()
    ]


def _said(counts: dict[str, int]) -> str:
    return _("%(added)s added, %(removed)s removed, %(changed)s changed.") % {
        kind: thousands(n) for kind, n in counts.items()
    }


def _row(row: Any) -> dict[str, Any]:
    language = get_language() or "en"
    kinds = {ADDED: _("added"), REMOVED: _("removed"), CHANGED: _("changed")}
    return {
        "who": row.who,
        "kind": row.kind,
        "text": kinds[row.kind],
        "fields": [
            {
                "name": one.name,
                "label": one.label.in_language(language),
                "old": one.old,
                "new": one.new,
            }
            for one in row.fields
        ],
    }
