"""An import's report as the parts of its page."""

from collections.abc import Iterable, Mapping, Sequence
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
from registry.models import ImportBatch
from registry.variables.labels import clauses, series
from registry.variables.spec import Variable
from registry.views.import_columns import open_questions

MOST_PROBLEMS, MOST_PATIENTS = 200, 50
Said = Mapping[str, Any]


def told(batch: ImportBatch, page: int = 1) -> dict[str, Any]:
    """Return the page's counts and tables for one file."""
    said = batch.report
    problems = said["problems"]
    errors = [one for one in problems if one["severity"] == "error"]
    changed = [one for one in said.get("patients", ()) if one["new"] or one["changed"]]
    return {
        "said": said,
        "left_out": said.get("left_out", len(said["rows_with_errors"])),
        "warnings": len(problems) - len(errors),
        "refused": any(one["row"] is None for one in errors),
        "may_confirm": not batch.committed_at and said["created"] + said["updated"] > 0,
        "asked": open_questions(said),
        "problems": _problems(_part(problems, page, MOST_PROBLEMS), said),
        "differences": _differences(_part(changed, page, MOST_PATIENTS), said),
        "pager": _pager(batch, page, len(problems), len(changed)),
        "crumbs": [(reverse("imports"), _("Import")), ("", batch.file_name)],
    }


def _part(all_of_them: Sequence[Said], page: int, size: int) -> list[Said]:
    return list(all_of_them[(page - 1) * size : page * size])


def _pager(
    batch: ImportBatch, page: int, problems: int, patients: int
) -> dict[str, str] | None:
    pages = max(-(-problems // MOST_PROBLEMS), -(-patients // MOST_PATIENTS))
    if pages <= 1:
        return None
    url = reverse("import-report", args=[batch.pk])
    return {
        "text": _("Page %(page)d of %(pages)d") % {"page": page, "pages": pages},
        "previous_url": f"{url}?page={page - 1}" if page > 1 else "",
        "next_url": f"{url}?page={page + 1}" if page < pages else "",
    }


def _problems(problems: list[Said], said: Said) -> dict[str, Any] | None:
    if not problems:
        return None
    rows: list[dict[str, Any]] = []
    several = len(said.get("sheets", ())) > 1
    for place, group in groupby(problems, key=lambda one: (_sheet(one), one["row"])):
        alike = list(group)
        sheet, row = place
        title = _("Row %(row)d") % {"row": row} if row else _("The whole file")
        title = series([sheet, title]) if several and sheet else title
        rows.append({"group": title, "scope": alike[0].get("study_no") or ""})
        rows += [_problem(one) for one in alike]
    columns = (
        {"label": _("State")},
        {"label": _("Column")},
        {"label": _("Value")},
        {"label": _("What to do")},
    )
    return {"label": _("Problems by row"), "columns": columns, "rows": rows}


def _sheet(one: Said) -> str:
    return str(one.get("sheet", ""))


def _problem(one: Said) -> dict[str, Any]:
    state = "err" if one["severity"] == "error" else "warn"
    cells = (
        {"state": state},
        {"text": " ".join((one["column"] or one["field"] or "").split())},
        {"text": one["value"] or ""},
        {"text": one["message"]},
    )
    return {"cells": cells}


def _differences(patients: list[Said], said: Said) -> dict[str, Any] | None:
    """Return per patient and form what is new, and old beside new."""
    if not patients:
        return None
    wanted = {one["study_no"] for one in patients}
    changes: dict[str, list[Said]] = {}
    for one in said["differences"]:
        if one["study_no"] in wanted:
            changes.setdefault(one["study_no"], []).append(one)
    rows: list[dict[str, Any]] = []
    for patient in patients:
        number = patient["study_no"]
        rows.append({"group": number, "scope": _scope(patient)})
        rows += _new(patient)
        if not patient["is_new"]:
            known = changes.get(number, ())
            rows += [_change(one) for one in known if not _of_new(one, patient)]
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
            {"text": _shown(variable, one["old"])},
            {"text": _shown(variable, one["new"])},
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
