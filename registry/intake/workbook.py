"""Workbooks: XLSX, XLS and ODS, with the type that each cell has."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from registry.intake.apart import cells_apart
from registry.intake.table import Cell, Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 100 * 2**20
LARGEST_RATIO = 100
MOST_MEMBERS = 5000


def grids_of_workbook(content: bytes) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
    """Return name and cells of every visible sheet, from the first row on.

    Raises Unreadable for a bomb, a password, or a file that is no workbook.
    """
    if content.startswith(ZIP):
        _refuse_bomb(content)
    why, about = cells_apart(content)
    if why != "cells":
        raise Unreadable(_refusal(why, about))
    if not about:
        raise Unreadable(_("Every sheet is hidden. Show the sheet with the patients."))
    return about


def _refuse_bomb(content: bytes) -> None:
    """Judge a packed file by its directory, before anything is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        message = _("The workbook is damaged or cut off. Save it again and try again.")
        raise Unreadable(message) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if (
        unpacked > LARGEST_UNPACKED
        or unpacked / packed > LARGEST_RATIO
        or len(members) > MOST_MEMBERS
    ):
        raise Unreadable(
            _(
                "The workbook unpacks to %(size)d MB, which is more than is accepted. "
                "Save the sheet with the patients alone, as .csv."
            )
            % {"size": unpacked / 2**20}
        )


def _refusal(why: str, about: Sequence[Any]) -> str:
    if why == "password":
        return _("The workbook has a password. Save it without one and try again.")
    if why == "far":
        name, rows, columns = about
        said = {"sheet": name, "rows": rows, "columns": columns}
        return (
            _(
                "The sheet “%(sheet)s” reaches over %(rows)d rows and %(columns)d "
                "columns, which is more than is read. Delete what stands far from the "
                "patients, or save them alone as .csv."
            )
            % said
        )
    if why == "format":
        return _(
            "This is no workbook that can be read (%(why)s). Open it in a "
            "spreadsheet and save it as .xlsx or .csv."
        ) % {"why": about[0]}
    return _(
        "Reading the workbook takes more memory or time than is given to it. Save the "
        "sheet with the patients alone, as .csv."
    )
