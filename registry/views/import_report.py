"""An import's report as the tables of its page."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.models import FORMS, ImportBatch, Patient

MOST_ROWS = 500
Said = Mapping[str, Any]


def told(batch: ImportBatch) -> dict[str, Any]:
    """Return the page's counts and tables for one file."""
    said = batch.report
    problems = said["problems"]
    errors = [one for one in problems if one["severity"] == "error"]
    left_out = said.get("left_out", len(said["rows_with_errors"]))
    return {
        "said": said,
        "left_out": left_out,
        "warnings": len(problems) - len(errors),
        "refused": any(one["row"] is None for one in errors),
        "may_confirm": not batch.committed_at and said["created"] + said["updated"] > 0,
        "problems": _problems(problems) if problems else None,
        "more_problems": len(problems) > MOST_ROWS,
        "differences": _differences(said["differences"]),
        "crumbs": [(reverse("imports"), _("Import")), ("", batch.file_name)],
    }


def _problems(problems: list[Said]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    ordered = sorted(problems[:MOST_ROWS], key=lambda one: one["row"] or 0)
    for row, group in groupby(ordered, key=lambda one: one["row"]):
        alike = list(group)
        title = _("Row %(row)d") % {"row": row} if row else _("The whole file")
        rows.append({"group": title, "scope": alike[0].get("study_no") or ""})
        rows += [_problem(one) for one in alike]
    columns = (
        {"label": _("State")},
        {"label": _("Column")},
        {"label": _("Value")},
        {"label": _("What to do")},
    )
    return {"label": _("Problems by row"), "columns": columns, "rows": rows}


def _problem(one: Said) -> dict[str, Any]:
    state = "err" if one["severity"] == "error" else "warn"
    cells = (
        {"state": state},
        {"text": " ".join((one["column"] or one["field"] or "").split())},
        {"text": one["value"] or ""},
        {"text": one["message"]},
    )
    return {"cells": cells}


def _differences(changes: list[Said]) -> dict[str, Any] | None:
    if not changes:
        return None
    rows: list[dict[str, Any]] = []
    for row, group in groupby(changes[:MOST_ROWS], key=lambda one: one["row"]):
        alike = list(group)
        title = _("Row %(row)d") % {"row": row}
        rows.append({"group": title, "scope": alike[0]["study_no"]})
        rows += [_change(one) for one in alike]
    columns = (
        {"label": _("Form")},
        {"label": _("Field")},
        {"label": _("In the registry")},
        {"label": _("In the file")},
    )
    return {"label": _("Differences"), "columns": columns, "rows": rows}


def _change(one: Said) -> dict[str, Any]:
    model = Patient if one["form"] == "patient" else FORMS[one["form"]]
    language = get_language()
    variable = model.variables()[one["field"]]
    return {
        "cells": (
            {"text": model.label.in_language(language)},
            {"text": variable.label.in_language(language)},
            {"text": _shown(variable, one["old"])},
            {"text": _shown(variable, one["new"])},
        )
    }


def _shown(variable: Any, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(_shown(variable, part) for part in value)
    if variable.codes and value in variable.codes:
        return str(variable.codes.label(value).in_language(get_language()))
    return str(value)


def was_told(batches: Iterable[ImportBatch]) -> dict[str, Any] | None:
    """Return the table of past imports, newest first."""
    rows = [{"cells": _past(batch)} for batch in batches]
    columns = (
        {"label": _("File")},
        {"label": _("State")},
        {"label": _("Patients"), "css": "num"},
        {"label": _("Left out"), "css": "num"},
        {"label": _("When")},
    )
    if not rows:
        return None
    return {"label": _("Your imports"), "columns": columns, "rows": rows}


def _past(batch: ImportBatch) -> tuple[dict[str, Any], ...]:
    done = batch.committed_at is not None
    at = localtime(batch.committed_at or batch.at)
    return (
        {"text": batch.file_name, "url": reverse("import-report", args=[batch.pk])},
        {
            "state": "done" if done else "begun",
            "text": _("imported") if done else _("tried"),
        },
        {"text": batch.report["accepted"], "css": "num"},
        {"text": len(batch.report["rows_with_errors"]), "css": "num"},
        {"text": date_format(at, "Y-m-d H:i"), "css": "nw"},
    )
