"""Two cuts held against each other: records added, removed and changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cohorts.access import cohort_or_404
from outcomes.cuts.catalogue import needed
from outcomes.cuts.comparing import (
    ADDED,
    CHANGED,
    REMOVED,
    Comparison,
    Question,
    compare,
    kept_by_one,
    page_of,
)
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.sight import made_or_404
from outcomes.cuts.thawing import Damaged
from outcomes.exports.reach import cohorts_to_export, own_centres
from outcomes.figures.caption import thousands
from outcomes.models import CutDataset, DataCut
from outcomes.views.export_found import DAMAGED
from outcomes.views.pages import pager
from registry.access.log import saw_list
from registry.access.policy import Actor
from registry.access.requests import ActorRequest, actor_required


@require_safe
@actor_required
def cut_compare(request: ActorRequest, name: str, other: str) -> HttpResponse:
    """Show how a cut differs from an earlier one: a dataset, of one study or of all."""
    after = made_or_404(request.actor, name)
    before = made_or_404(request.actor, other)
    cohort = cohort_or_404(request.actor, request.GET.get("cohort"))
    dataset = request.GET.get("dataset") or "adsl"
    page = page_of(request.GET.get("page", ""))
    asked = Question(before, after, dataset, cohort, page)
    told = {
        "nav": "studies",
        "before": before,
        "after": after,
        "datasets": _datasets(request.actor, asked),
        "alone": [*_alone(before, after), *_alone(after, before)],
        "cohorts": _cohorts(request.actor, asked),
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("cuts"), _("Data cuts")),
            (reverse("cut", args=[after.name]), after.name),
            ("", _("Comparison")),
        ],
    }
    try:
        found = compare(request.actor, asked)
    except (NotInTheCut, Damaged) as why:
        anchor = "id_cohort" if cohort else "id_dataset"
        text = str(DAMAGED if isinstance(why, Damaged) else why)
        told["problems"] = [{"anchor": anchor, "text": text}]
        return render(request, "outcomes/cuts/compare.html", told, status=422)
    saw_list(len(found.rows))
    told |= {
        "found": found,
        "rows": [_row(row) for row in found.rows],
        "said": _said(found),
        "pager": pager(request, found.page, found.pages),
    }
    return render(request, "outcomes/cuts/compare.html", told)


def _alone(one: DataCut, other: DataCut) -> list[str]:
    """Return what to say of the datasets of ``one`` that ``other`` has not."""
    language = get_language() or "en"
    comma = "、" if language.startswith("zh") else ", "
    names = comma.join(
        f"{kept.label.in_language(language)} ({kept.name})"
        for kept in kept_by_one(one, other)
    )
    says = _("In %(cut)s alone, and so not compared: %(names)s.")
    return [says % {"cut": one.name, "names": names}] if names else []


def _datasets(actor: Actor, asked: Question) -> list[dict[str, Any]]:
    """Return the datasets that both cuts have and the actor may take out."""
    language = get_language() or "en"
    earlier = CutDataset.objects.filter(cut=asked.before).values("name")
    return [
        {
            "name": one.name,
            "label": one.label.in_language(language),
            "chosen": one.name == asked.dataset,
        }
        for one in asked.after.datasets.filter(name__in=earlier)
        if (needs := needed(one.name)) is None or own_centres(actor, needs)
    ]


def _cohorts(actor: Actor, asked: Question) -> list[dict[str, Any]]:
    """Return the studies that the actor may take out and that both cuts have."""
    language = get_language() or "en"
    kept = [
        {*cut.studies.values_list("cohort", flat=True)}
        for cut in (asked.before, asked.after)
    ]
    return [
        {
            "slug": one.slug,
            "title": one.title.in_language(language),
            "chosen": one == asked.cohort,
        }
        for one in cohorts_to_export(actor)
        if all(one.pk in studies for studies in kept)
    ]


def _said(found: Comparison) -> str:
    return _("%(added)s added, %(removed)s removed, %(changed)s changed.") % {
        kind: thousands(n) for kind, n in found.counts.items()
    }


def _which(said: str) -> str:
    """Return which record it is, in words where it has a number alone."""
    return _("record %(number)s") % {"number": said} if said.isdecimal() else said


def _row(row: Any) -> dict[str, Any]:
    language = get_language() or "en"
    kinds = {ADDED: _("added"), REMOVED: _("removed"), CHANGED: _("changed")}
    return {
        "who": row.who,
        "which": _which(row.which),
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
