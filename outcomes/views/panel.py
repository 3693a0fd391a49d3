"""One figure on a page: its drawing, its table, its files, its words."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from outcomes.behind.links import cells_of, marks_of_table
from outcomes.cohorts.people import People
from outcomes.figures.drawn import version
from outcomes.figures.figure import Figure
from outcomes.figures.layout import ONE, TWO
from outcomes.figures.render import DPIS
from outcomes.models import Cohort, Snapshot
from outcomes.views.as_of import patients_of
from outcomes.views.figure import people_for
from outcomes.views.figure_words import said_of
from outcomes.views.script import SCRIPT, has_script
from registry.access.policy import Actor

Panel = dict[str, Any]


def panel(
    actor: Actor,
    cohort: Cohort,
    snapshot: Snapshot,
    figure: Figure,
    *,
    lists: bool,
    kept: bool = False,
) -> Panel | None:
    """Return what a page shows of a figure; None where it has nobody to draw.

    With ``kept`` its files are of this snapshot too, and not of the newest.
    """
    if snapshot.results["n"] == 0:
        return None
    if figure.people_table is None:
        table = _table(cohort, snapshot, figure, lists=lists)
    else:
        people = None if kept else people_for(actor, cohort, snapshot, figure)
        if people is None or not people.shown:
            return None
        table = _of_people(figure, people)
    when = {"as_of": snapshot.as_of} if snapshot.as_of else {}
    if kept:
        when = {"v": version(snapshot)}
    # Looked up once: a page of all endpoints has two hundred addresses of files.
    of_figure = reverse("figure", args=[cohort.slug, figure.name, "svg"])[: -len("svg")]
    address = partial(_file, of_figure, when)
    return {
        "name": figure.name,
        "title": str(figure.title),
        "method": figure.method(snapshot.results),
        "definition": figure.definition(snapshot.results),
        "table": table,
        "summary": _summary(snapshot, figure),
        "said": said_of(figure, cohort, snapshot),
        "spec": address("json", v=version(snapshot)),
        "files": [(kind.upper(), address(kind)) for kind in ("svg", "png", "pdf")],
        "prints": prints(address, script=has_script(figure.name, snapshot)),
    }


def _table(
    cohort: Cohort, snapshot: Snapshot, figure: Figure, *, lists: bool
) -> dict[str, Any]:
    """Return the table with, in its cells, the way to whom they count."""
    table = figure.table(snapshot.results)
    marks = marks_of_table(figure.name, snapshot.results) if lists else []
    patients = patients_of(cohort, snapshot)
    return {**table, "cells": cells_of(table, marks, patients)}


def _summary(snapshot: Snapshot, figure: Figure) -> dict[str, Any] | None:
    found = figure.summary(snapshot.results)
    if found is None:
        return None
    table, says = found
    return {"table": {**table, "cells": cells_of(table, [], "")}, "says": says}


def _of_people(figure: Figure, people: People) -> dict[str, Any]:
    """Return the table of single patients, with the way to each."""
    if figure.people_table is None:
        raise ValueError(f"{figure.name} has no table of patients")
    table = figure.people_table(people)
    cells = [[{"text": text, "url": ""} for text in row] for row in table["rows"]]
    for row, person in zip(cells, people.shown, strict=True):
        row[1]["url"] = reverse("patient", args=[person.patient])
    return {**table, "cells": cells}


def _file(of_figure: str, when: dict[str, str], kind: str, **asked: object) -> str:
    words = {**when, **asked}
    return f"{of_figure}{kind}?{urlencode(words)}" if words else f"{of_figure}{kind}"


def prints(address: Callable[..., str], *, script: bool) -> list[dict[str, Any]]:
    """Return the sizes of print with their files, and what is no picture."""
    labels = {TWO: _("Two columns, %(mm)s mm"), ONE: _("One column, %(mm)s mm")}
    sizes: list[dict[str, Any]] = [
        {
            "label": label % {"mm": layout.millimetres},
            "files": [
                ("SVG", address("svg", columns=layout.columns)),
                ("PDF", address("pdf", columns=layout.columns)),
                *(
                    (f"PNG {dpi} dpi", address("png", columns=layout.columns, dpi=dpi))
                    for dpi in DPIS
                ),
            ],
        }
        for layout, label in labels.items()
    ]
    source = [("Vega-Lite", address("json", file=1))]
    if script:
        source.append((_("R script"), address(SCRIPT)))
    return [*sizes, {"label": _("Source"), "files": source}]
