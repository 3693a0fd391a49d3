"""Build a cohort in the browser: counts while typing, refusals with what to do."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outcomes.building.controls import controls
from outcomes.building.defining import Defined, defined
from outcomes.building.told import counted
from outcomes.building.typed import (
    Typed,
    read,
    typed_of,
    with_condition,
    without_condition,
)
from outcomes.cohorts.access import centres_to_build_in, cohorts_readable_by
from outcomes.cohorts.definition import NotValid, parse
from outcomes.cohorts.errors import NameTaken, ReasonNeeded, SavedMeanwhile
from outcomes.cohorts.saving import save_cohort
from outcomes.cohorts.wording import sentence
from outcomes.models import Cohort
from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.codelists.base import Label
from registry.models import Centre


@actor_required
@require_http_methods(["GET", "POST"])
def study_new(request: ActorRequest) -> HttpResponse:
    """Build a new cohort, from nothing or from a copy of another."""
    require(request.actor, Action.EDIT_COHORT)
    if request.method == "POST":
        return _answer(request, None)
    centres = [centre.code for centre in centres_to_build_in(request.actor)]
    start = Typed(centres=tuple(centres) if len(centres) == 1 else ())
    if copied := request.GET.get("copy"):
        found = get_object_or_404(cohorts_readable_by(request.actor), slug=copied)
        start = _typed(found, slug="", mark=_("copy"))
    return _page(request, None, start)


@actor_required
@require_http_methods(["GET", "POST"])
def study_edit(request: ActorRequest, slug: str) -> HttpResponse:
    """Change a cohort; each change is a version with a reason."""
    found = get_object_or_404(cohorts_readable_by(request.actor), slug=slug)
    for centre in found.centres.all():
        require(request.actor, Action.EDIT_COHORT, centre.pk)
    if request.method == "POST":
        return _answer(request, found)
    return _page(request, found, _typed(found, slug=slug))


def _typed(cohort: Cohort, *, slug: str, mark: str = "") -> Typed:
    centres = [centre.code for centre in cohort.centres.all()]
    suffix = f" ({mark})" if mark else ""
    title = (cohort.title_en + suffix, cohort.title_zh + suffix)
    try:
        definition = parse(cohort.definition)
    except NotValid:
        # Written before a rule was made: what stands is shown by its version.
        return Typed(slug, *title, centres=tuple(centres))
    return typed_of(definition, slug=slug, title=title, centres=centres)


def _answer(request: ActorRequest, cohort: Cohort | None) -> HttpResponse:
    """Do what the pressed button says, and count again."""
    act, typed = request.POST.get("act", ""), read(request.POST)
    if act == "add":
        typed = with_condition(typed, request.POST.get("add", ""))
    elif act.startswith("drop-"):
        typed = without_condition(typed, act.removeprefix("drop-"))
    elif act == "from_hsct":
        typed = replace(typed, index="hsct").agreeing(typed.hsct)
    elif act == "save":
        return _save(request, cohort, typed)
    return _page(request, cohort, typed)


def _save(request: ActorRequest, cohort: Cohort | None, typed: Typed) -> HttpResponse:
    made = defined(typed)
    problems = made.problems | _unnamed(typed, cohort)
    centres = _chosen(request, typed)
    if not centres:
        problems["centres"] = _("Choose at least one centre.")
    slug = cohort.slug if cohort else typed.slug or slugify(typed.title_en)[:50]
    version = request.POST.get("version", "")
    if not problems:
        try:
            saved = save_cohort(
                slug=slug,
                title=Label(
                    typed.title_en or typed.title_zh, typed.title_zh or typed.title_en
                ),
                definition=made.said,
                centres=centres,
                actor=request.actor,
                reason=typed.reason,
                version=whole(version) or 0 if cohort else 0,
            )
        except NameTaken:
            problems["slug"] = _("Another study has this short name: choose another.")
        except ReasonNeeded:
            problems["reason"] = _("Say why: each change is a version with a reason.")
        except SavedMeanwhile as other:
            return _page(request, other.current, typed, overtaken=True)
        else:
            return _gone_to(request, saved)
    return _page(request, cohort, typed, problems=problems)


def _unnamed(typed: Typed, cohort: Cohort | None) -> dict[str, str]:
    """Return what is missing of the names."""
    problems = {}
    if not (typed.title_en or typed.title_zh):
        return {"title_en": _("Give the study a name, in one of the languages.")}
    slug = typed.slug or slugify(typed.title_en)
    if cohort is None and slugify(slug) != slug:
        problems["slug"] = _("Small letters, digits and hyphens only.")
    elif cohort is None and not slug:
        problems["slug"] = _("Give a short name: small letters, digits, hyphens.")
    return problems


def _gone_to(request: ActorRequest, saved: Cohort) -> HttpResponse:
    words = _("Saved as version %(version)s.") % {"version": saved.version}
    messages.success(request, words)
    if Cohort.objects.visible_to(request.actor).filter(pk=saved.pk).exists():
        return HttpResponseRedirect(reverse("study", args=[saved.slug]))
    told = _("Its results are not open to you: ask who keeps the users of its centres.")
    messages.info(request, told)
    return HttpResponseRedirect(reverse("study-versions", args=[saved.slug]))


def _chosen(request: ActorRequest, typed: Typed) -> list[Centre]:
    return [c for c in centres_to_build_in(request.actor) if c.code in typed.centres]


def _page(
    request: ActorRequest,
    cohort: Cohort | None,
    typed: Typed,
    *,
    problems: dict[str, str] | None = None,
    overtaken: bool = False,
) -> HttpResponse:
    made = defined(typed)
    centres = _chosen(request, typed)
    told = _beside(request, made, centres)
    if request.htmx and request.htmx.target == "cohort-counts":
        told["swapped"] = True
        return render(request, "outcomes/builder/_counts.html", told)
    if problems:
        made.problems |= problems
    else:
        made.problems = _while_typing(made)
    title = cohort.title.in_language(get_language() or "en") if cohort else ""
    told |= controls(typed, made, [centre.pk for centre in centres])
    told |= {
        "nav": "studies",
        "crumbs": _crumbs(cohort, title),
        "cohort": cohort,
        "title": title,
        "typed": typed,
        "centres": centres_to_build_in(request.actor),
        "problems": problems or {},
        "errors": [
            {"anchor": anchor, "text": text}
            for anchor, text in (problems or {}).items()
        ],
        "said": made.problems,
        "overtaken": overtaken,
        "action": request.path,
    }
    status = 409 if overtaken else 422 if problems else 200
    return render(request, "outcomes/builder/builder.html", told, status=status)


def _while_typing(made: Defined) -> dict[str, str]:
    """Keep what is wrong with a text; what is only unfinished is said on saving."""
    unfinished = {
        _("Nothing is chosen yet: choose, or take the condition out."),
        _("Say where to cut: at quantiles, or points such as 14, 40."),
    }
    return {
        anchor: text
        for anchor, text in made.problems.items()
        if text not in unfinished and not (anchor == "groups" and made.refusal)
    }


def _beside(
    request: ActorRequest, made: Defined, centres: list[Centre]
) -> dict[str, Any]:
    found = made.definition
    return {
        "counted": counted(request.actor, centres, made),
        "words": sentence(found) if found else None,
        "refusal": made.refusal,
        "refusal_says": made.problems.get("groups", "") if made.refusal else "",
        "refusal_offers": {o.key for o in made.refusal.offers} if made.refusal else (),
    }


def _crumbs(cohort: Cohort | None, title: str) -> list[tuple[str, str]]:
    first = [(reverse("studies"), _("Studies"))]
    if cohort is None:
        return [*first, ("", _("New study"))]
    return [*first, (reverse("study", args=[cohort.slug]), title), ("", _("Change"))]
