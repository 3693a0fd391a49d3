"""Addresses of pages, some of which an installation may not have."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """Return the address of a page, or nothing where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def record_address(patient: int, form: str, record: object) -> str:
    """Return the address of one record, or of the patient's own form."""
    if form == "patient":
        return address("patient-edit", patient)
    return address("record", patient, form, record)


def with_query(path: str, words: Mapping[str, object]) -> str:
    """Return ``path`` with those of ``words`` that say something."""
    said = {name: word for name, word in words.items() if word not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path
