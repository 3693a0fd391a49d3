"""The files of a regression: its figures, the table, and the R script."""

import csv
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO, StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cohorts.shapes import Number
from outcomes.exports.export import Taken, logged
from outcomes.exports.reach import reach_of
from outcomes.exports.taking import Asked as Export
from outcomes.exports.writing import Written
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.r_lines import NoScript
from outcomes.figures.ratio_forest import ratio_forest
from outcomes.figures.render import specification
from outcomes.figures.residual_plot import residual_plot
from outcomes.figures.wording import paragraph, stopped
from outcomes.models import Cohort
from outcomes.pipeline.versions import one_view
from outcomes.regressions import words
from outcomes.regressions.asked import Asked
from outcomes.regressions.fitting import fit
from outcomes.regressions.lines import used
from outcomes.regressions.model import Found, model_for, source_of
from outcomes.regressions.rows import rows_of
from outcomes.regressions.script import model_script
from outcomes.regressions.shapes import Model
from outcomes.regressions.told import told
from outcomes.regressions.typed import read
from outcomes.views.figure import KINDS, PERSONAL
from outcomes.views.figure import Asked as AskedFile
from outcomes.views.found import cohort_or_404
from outcomes.views.regression import FOREST, RESIDUALS
from outcomes.views.script import SCRIPT
from registry.access.policy import Actor
from registry.access.requests import ActorRequest, actor_required

WAYS, ENDS = ("alone", "together"), ("ratio", "lower", "upper", "p", "coef", "std_err")
DRAWN: dict[str, Callable[[Model, list[str], Layout], Drawing]] = {
    FOREST: ratio_forest,
    RESIDUALS: residual_plot,
}


@require_safe
@actor_required
def regression_file(
    request: ActorRequest, slug: str, name: str, kind: str
) -> HttpResponse:
    """Give a file of the regression that the address asks for, else 404."""
    cohort = cohort_or_404(request.actor, slug)
    return answer(request.actor, cohort, request, name, kind)


def answer(
    actor: Actor, cohort: Cohort, request: HttpRequest, name: str, kind: str
) -> HttpResponse:
    """Give a file of a regression to a page or by REST."""
    make = FILES.get(f"{name}.{kind}")
    if make is None and not (name in DRAWN and kind in KINDS):
        raise Http404
    found = model_for(actor, cohort, read(request.GET))
    model, asked = found.model, found.checked.asked
    if model is None or asked is None or model["why"]:
        raise Http404
    if make is not None:
        return make(actor, found, model, asked)
    if name == RESIDUALS and not model["residuals"]:
        raise Http404
    return _picture(found, model, AskedFile.of(request, name, kind))


def _picture(found: Found, model: Model, asked: AskedFile) -> HttpResponse:
    source = source_of(found)
    sentences = [
        paragraph(
            stopped(f"{source.title}{_(': ')}{words.title(model)}"),
            used(model),
            words.method(model),
        ),
        str(source),
    ]
    drawing = DRAWN[asked.name](model, sentences, asked.layout)
    spec = specification(drawing, words.title(model))
    content_type, make = KINDS[asked.kind]
    made = make(spec, asked)
    body = made.encode() if isinstance(made, str) else made
    name = f"{asked.name}{asked.size}.{asked.kind}" if asked.file else ""
    return _answer(found, name, body, content_type)


def _answer(found: Found, name: str, body: bytes, content_type: str) -> HttpResponse:
    """Return a file; without a name it is for the page itself."""
    headers = {**PERSONAL, "Content-Length": str(len(body))}
    if name:
        file = f"{found.cohort.slug}_change-{found.data_version}_regression-{name}"
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return HttpResponse(body, content_type=content_type, headers=headers)


def _table(_actor: Actor, found: Found, model: Model, _asked: Asked) -> HttpResponse:
    """Give the ratios as numbers, one row a level."""
    file = StringIO()
    writer = csv.writer(file)
    heads = [f"{way}_{end}" for way in WAYS for end in ENDS]
    writer.writerow(["variable", "level", "per", "reference", "n", "events", *heads])
    for one in model["covariates"]:
        for level in one["levels"]:
            numbers: list[Number] = [
                ratio[end] if (ratio := level[way]) else None  # type: ignore[literal-required]
                for way in WAYS
                for end in ENDS
            ]
            about = [one["variable"], level["key"], one["per"], level["reference"]]
            writer.writerow([*about, level["n"], level["events"], *numbers])
    body = file.getvalue().encode()
    return _answer(found, "table.csv", body, "text/csv; charset=utf-8")


def _script(actor: Actor, found: Found, _model: Model, asked: Asked) -> HttpResponse:
    """Give the R script with the rows that the actor may take out, and log it.

    Raises Refused.
    """
    definition = found.definition
    with one_view():
        reach = reach_of(actor, found.cohort, main_only=False)
        with reach.within():
            own = fit(rows_of(reach.subjects, definition, asked), asked)
        try:
            said = model_script(
                own, asked, told(own, asked, definition), source_of(found)
            )
        except NoScript as why:
            raise Http404(str(why)) from why
        body = said.encode()
        columns = ["day", "status", *(term.variable.name for term in asked.terms)]
        digest = sha256(body).hexdigest()
        file = Written(BytesIO(body), columns, own.rows.day.size, len(body), digest)
        logged(
            actor,
            Export("regression", SCRIPT, found.cohort),
            Taken(reach.profile, None, file),
        )
    return _answer(found, f"script.{SCRIPT}", body, "text/plain; charset=utf-8")


FILES = {"table.csv": _table, f"script.{SCRIPT}": _script}
