"""An import's report as the parts of its page."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.codelists.general import MISSING
from registry.intake.catalogue import model_of, variables_of
from registry.intake.told import in_words
from registry.models import ImportBatch, ImportedPatient, ImportProblem
from registry.models import ImportState as State
from registry.models import ImportTrouble as Trouble
from registry.variables.labels import clauses, headed
from registry.variables.spec import Variable

MOST_PROBLEMS, MOST_PATIENTS = 200, 50
MAY_CONFIRM = (State.TRIED, State.FAILED, State.CANCELLED)
DRAWN = {
    State.WAITING: "due",
    State.TRIED: "begun",
    State.ASKED: "due",
    State.DONE: "done",
    State.FAILED: "err",
    State.CANCELLED: "missed",
}
Said = Mapping[str, Any]


def told(batch: ImportBatch, page: int = 1) -> dict[str, Any]:
    """Return the page's counts and tables for one file: one query each table."""
    said = batch.report
    return {
        "said": said,
        "tried": "digest" in said,
        "may_confirm": batch.state in MAY_CONFIRM
        and said.get("created", 0) + said.get("updated", 0) > 0,
        "trouble": _trouble(batch),
        "problems": _problems(_part(batch.problems, page, MOST_PROBLEMS), said),
        "differences": _differences(_part(batch.patients, page, MOST_PATIENTS)),
        "pager": _pager(batch, page),
        "crumbs": [(reverse("imports"), _("Import")), ("", batch.file_name)],
    }


def _part(rows: Any, page: int, size: int) -> list[Any]:
    return list(rows.filter(place__gte=(page - 1) * size, place__lt=page * size))


def _trouble(batch: ImportBatch) -> str:
    """Return why the file was given up, and what the worker said of it."""
    said = batch.get_trouble_display() if batch.trouble else ""
    advice = f"({batch.advice})" if batch.trouble == Trouble.FAULT else batch.advice
    return " ".join(filter(None, (str(said), advice)))


def _pager(batch: ImportBatch, page: int) -> dict[str, str] | None:
    problems = -(-batch.report.get("problems", 0) // MOST_PROBLEMS)
    pages = max(problems, -(-batch.report.get("patients", 0) // MOST_PATIENTS))
    if pages <= 1:
        return None
    url = reverse("import-report", args=[batch.pk])
    return {
        "text": _("Page %(page)d of %(pages)d") % {"page": page, "pages": pages},
        "previous_url": f"{url}?page={page - 1}" if page > 1 else "",
        "next_url": f"{url}?page={page + 1}" if page < pages else "",
    }


def _problems(problems: list[ImportProblem], said: Said) -> dict[str, Any] | None:
    if not problems:
        return None
    rows: list[dict[str, Any]] = []
    several = len(said.get("sheets", ())) > 1
    for place, group in groupby(problems, key=lambda one: (one.sheet, one.row)):
        alike = list(group)
        sheet, row = place
        title = _("Row %(row)d") % {"row": row} if row else _("The whole file")
        title = headed(sheet, title) if several and sheet else title
        rows.append({"group": title, "scope": alike[0].study_no or ""})
        rows += [_problem(one) for one in alike]
    columns = (
        {"label": _("State")},
        {"label": _("Column")},
        {"label": _("Value")},
        {"label": _("What to do")},
    )
    return {"label": _("Problems by row"), "columns": columns, "rows": rows}


def _problem(one: ImportProblem) -> dict[str, Any]:
    state = "err" if one.severity == "error" else "warn"
    cells = (
        {"state": state},
        {"text": " ".join((one.column or one.field or "").split())},
        {"text": one.value or ""},
        {"text": one.message},
    )
    return {"cells": cells}


def _differences(patients: list[ImportedPatient]) -> dict[str, Any] | None:
    """Return per patient and form what is new, and old beside new."""
    if not patients:
        return None
    rows: list[dict[str, Any]] = []
    for patient in patients:
        told = patient.told
        rows.append({"group": patient.study_no, "scope": _scope(told)})
        rows += _new(told)
        if not told["is_new"]:
            rows += [_change(one) for one in patient.changes if not _of_new(one, told)]
    columns = (
        {"label": _("Form")},
        {"label": _("Field")},
        {"label": _("In the registry")},
        {"label": _("In the file")},
    )
    return {"label": _("Differences"), "columns": columns, "rows": rows}


def _scope(patient: Said) -> str:
    same = sum(patient["unchanged"].values())
    if patient["is_new"]:
        return _("new patient")
    return _("%(count)d records unchanged") % {"count": same}


def _of_new(one: Said, patient: Said) -> bool:
    """Tell whether a change belongs to a record that is listed as new."""
    return one.get("record", "") in patient["names"].get(one["form"], ())


def _new(patient: Said) -> list[dict[str, Any]]:
    rows = []
    for form, count in patient["new"].items():
        names = clauses(filter(None, patient["names"].get(form, ())))
        said = _("new: %(count)d") % {"count": count}
        cells = (
            {"text": _form(form)},
            {"text": names},
            {"text": "–"},
            {"text": said, "state": "complete"},
        )
        rows.append({"cells": cells})
    return rows


def _form(form: str) -> str:
    return model_of(form).label.in_language(get_language())


def _change(one: Said) -> dict[str, Any]:
    variable = variables_of(one["form"])[one["field"]]
    form = _form(one["form"])
    return {
        "cells": (
            {"text": f"{form} · {record}" if (record := one.get("record")) else form},
            {"text": variable.label.in_language(get_language())},
            {"text": _shown(variable, one["old"]), "th": _("In the registry")},
            {"text": _shown(variable, one["new"]), "th": _("In the file")},
        )
    }


def _shown(variable: Variable, value: Any) -> str:
    if value is None:
        return "–"
    coded = variable.codes and value in variable.codes
    if isinstance(value, str) and not coded and value in MISSING:
        return MISSING.label(value).in_language(get_language())
    return in_words(variable, value)


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
    at, said = localtime(batch.committed_at or batch.at), batch.report
    return (
        {"text": batch.file_name, "url": reverse("import-report", args=[batch.pk])},
        {"state": DRAWN[State(batch.state)], "text": batch.get_state_display()},
        {"text": said.get("accepted", "–"), "css": "num"},
        {"text": said.get("left_out", "–"), "css": "num"},
        {"text": date_format(at, "Y-m-d H:i"), "css": "nw"},
    )


def progress(batch: ImportBatch) -> dict[str, Any]:
    """Return how far a file is that a worker has, or will take up."""
    importing = batch.state == State.ASKED
    if batch.cancel_asked:
        said = _("It is being cancelled.")
    elif not batch.phase:
        said = _("It waits for a worker. This page may be left; it goes on by itself.")
    elif batch.total:
        phase = batch.get_phase_display()
        words = {"phase": phase, "done": batch.done, "total": batch.total}
        said = _("%(phase)s: %(done)d of %(total)d") % words
    else:
        said = batch.get_phase_display()
    again = batch.attempts > 1 and batch.phase
    return {
        "batch": batch,
        "title": _("The file is being imported")
        if importing
        else _("The file is being tried"),
        "said": said,
        "again": again,
    }
