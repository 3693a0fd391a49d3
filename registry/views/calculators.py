"""Calculators: any grading engine on findings that are typed, without a patient.

The findings travel in the address alone; nothing is stored.
"""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.requests import ActorRequest, actor_required
from registry.forms.findings_form import FindingsForm, findings_form, settings_of
from registry.grading import CHAPTERS, Engine, UnknownEngine, engine_named, grade
from registry.grading.tables import Table, tables_of
from registry.variables.labels import clauses, headed
from registry.views.grade_panel import grade_panel
from registry.views.grade_words import answers, say, sentence


@require_safe
@actor_required
def calculators(request: ActorRequest) -> HttpResponse:
    """List the engines that hold the words asked for, by chapter."""
    words = request.GET.get("q", "").strip()
    chapters = [
        {"name": chapter.name, "label": say(chapter.label), "rows": rows}
        for chapter in CHAPTERS
        if (rows := [_row(e) for e in chapter.engines if _holds(e, words)])
    ]
    count = sum(len(chapter["rows"]) for chapter in chapters)
    told = {"nav": "calculators", "words": words, "chapters": chapters, "count": count}
    part = request.htmx and not request.htmx.boosted
    page = "_engines.html" if part else "calculators.html"
    return render(request, f"registry/calculators/{page}", told)


def _row(engine: Engine) -> dict[str, Any]:
    return {
        "url": reverse("calculator", args=[engine.name]),
        "label": say(engine.label),
        "rule": sentence(engine.rule),
        "source": engine.source,
        "verified": engine.verified,
    }


def _holds(engine: Engine, words: str) -> bool:
    """Tell whether the engine's words in either language hold all of ``words``."""
    labels = (engine.label, engine.rule, *(f.label for f in engine.findings))
    said = [engine.name, engine.source, *(f"{x.en} {x.zh}" for x in labels)]
    text = " ".join(said).casefold()
    return all(word in text for word in words.casefold().split())


@require_safe
@actor_required
def calculator(request: ActorRequest, engine: str) -> HttpResponse:
    """Show the engine's findings as a form and what those in the address give."""
    try:
        chosen = engine_named(engine)
    except UnknownEngine:
        raise Http404 from None
    form = findings_form(chosen)(_typed(chosen, request.GET))
    told = _answer(chosen, form) | {
        "nav": "calculators",
        "crumbs": [(reverse("calculators"), _("Calculators")), ("", say(chosen.label))],
        "engine": chosen,
        "form": form,
        "link": _link(request, chosen, form),
    }
    if request.htmx and not request.htmx.boosted:
        answer = render(request, "registry/calculators/_answer.html", told)
        answer["HX-Replace-Url"] = told["link"]
        return answer
    about = {"label": say(chosen.label), "tables": _tables(chosen)}
    return render(request, "registry/calculators/calculator.html", told | about)


def _typed(engine: Engine, given: QueryDict) -> QueryDict:
    """Return what the address carries; settings that it leaves out as they are set."""
    typed = given.copy()
    for name, setting in settings_of(engine).items():
        typed.setdefault(name, setting)
    return typed


def _answer(engine: Engine, form: FindingsForm) -> dict[str, Any]:
    """Return the panel of the result, and what each answer to what is missing gives."""
    form.is_valid()
    given = form.findings
    for name, reason in _refused(engine, given).items():
        form.add_error(name, reason)
    refused = set(form.errors)
    known = {name: value for name, value in given.items() if name not in refused}
    result = grade(engine.name, known)
    panel = grade_panel(engine, result, known, refused)
    asked = [] if refused else answers(engine, known)
    if refused:
        panel |= {"display": "–", "decided": False, "at_least": None, "outlook": ""}
        panel |= {"invalid": True, "problems": _problems(form), "steps": []}
    panel |= {
        "id": "grade-panel",
        "title": _("Grade from these findings"),
        "missing": [_anchored(form, name) for name in result.missing],
        "outlook": "",
    }
    return {"grade": panel, "answers": asked}


def _refused(engine: Engine, given: dict[str, Any]) -> dict[str, str]:
    """Return why the engine refuses findings, by their names."""
    result = grade(engine.name, given)
    why = zip(result.errors, result.reasons, strict=True)
    said = {name: sentence(reason) for name, reason in why}
    return {name: text[:1].upper() + text[1:] for name, text in said.items()}


def _problems(form: FindingsForm) -> list[dict[str, str]]:
    return [
        {**_anchored(form, name), "text": " ".join(map(str, errors))}
        for name, errors in form.errors.items()
    ]


def _anchored(form: FindingsForm, name: str) -> dict[str, str]:
    return {"label": str(form.fields[name].label), "anchor": f"id_{name}"}


def _link(request: ActorRequest, engine: Engine, form: FindingsForm) -> str:
    """Return the address that carries the findings, without what is left open."""
    kept = QueryDict(mutable=True)
    usual = settings_of(engine)
    for name in form.fields:
        typed = form.data.get(name, "").strip()
        if typed and typed != usual.get(name):
            kept[name] = typed
    page = reverse("calculator", args=[engine.name])
    query = f"?{kept.urlencode()}" if kept else ""
    return request.build_absolute_uri(page + query)


def _tables(engine: Engine) -> list[dict[str, Any]]:
    return [
        {
            "label": say(table.label),
            "lines": [
                {"answer": _line(table, line.answers), "counts": say(line.counts)}
                for line in table.lines
            ],
        }
        for table in tables_of(engine)
    ]


def _line(table: Table, given: tuple[Any, ...]) -> str:
    """Return a line's answers; where it has several, each behind its question."""
    if len(given) == 1:
        return say(given[0])
    said = zip(table.findings, given, strict=True)
    return clauses(headed(say(q), say(a)) for q, a in said if a.en != "any")
