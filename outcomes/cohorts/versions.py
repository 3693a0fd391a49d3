"""The versions of a cohort: who made each, when, why, and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outcomes.cohorts.definition import NotValid, parse
from outcomes.cohorts.wording import Part, parts_of
from outcomes.models import Cohort
from registry.codelists.base import Label
from registry.models import Centre

TITLE = Label("Name", "名称")
CENTRES = Label("Centres", "中心")
AWAY = Label("State", "状态")
IN_USE, ARCHIVED = Label("in use", "使用中"), Label("archived", "已归档")
DEFINITION = Label("Definition", "定义")


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that two versions say differently; None where one says nothing."""

    name: Label
    old: Label | None
    new: Label | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it says, and how it differs from the one before."""

    number: int
    at: datetime
    who: str
    why: str
    parts: tuple[Part, ...]
    differences: tuple[Difference, ...]


def versions_of(cohort: Cohort) -> list[Version]:
    """Return the versions, newest first: one query."""
    rows = cohort.history.select_related("history_user").order_by("history_id")
    found: list[Version] = []
    before: tuple[Part, ...] = ()
    for row in rows:
        parts = tuple(_parts(row))
        changed = tuple(differences(before, parts)) if found else ()
        user = row.history_user
        found.append(
            Version(
                row.version,
                row.history_date,
                user.get_username() if user else "",
                row.history_change_reason or "",
                parts,
                changed,
            )
        )
        before = parts
    return found[::-1]


def at_version(cohort: Cohort, number: int) -> Cohort:
    """Return the cohort as that version said, with its centres, read already.

    Raises Cohort.DoesNotExist where there is no such version.
    """
    rows: Any = cohort.history.filter(version=number).order_by("-history_id")
    row = rows.first()
    if row is None:
        raise Cohort.DoesNotExist(f"{cohort.slug} has no version {number}")
    found: Cohort = row.instance
    codes = row.centre_codes
    centres = Centre.objects.filter(code__in=codes) if codes else cohort.centres.all()
    found._prefetched_objects_cache = {"centres": centres}  # type: ignore[attr-defined]
    return found


def differences(old: Sequence[Part], new: Sequence[Part]) -> list[Difference]:
    """Return what two versions say differently, old parts first."""
    was, now = ({part.key: part for part in parts} for parts in (old, new))
    found = []
    for key, part in {**was, **now}.items():
        before, after = was.get(key), now.get(key)
        if before != after:
            says = (one.says if one else None for one in (before, after))
            found.append(Difference(part.name, *says))
    return found


def _parts(row: Any) -> list[Part]:
    """Return everything that a row of the history says."""
    title = Part("title", TITLE, Label(row.title_en, row.title_zh))
    state = ARCHIVED if row.archived_at else IN_USE
    said = parts_in(row.definition, ", ".join(row.centre_codes))
    return [title, *said, Part("archived", AWAY, state)]


def parts_in(definition: dict[str, Any], codes: str) -> list[Part]:
    """Return what a definition and its centres, where these are known, say."""
    frame = [Part("centres", CENTRES, Label(codes, codes))] if codes else []
    try:
        return [*frame, *parts_of(parse(definition))]
    except NotValid:
        text = str(definition)
        return [*frame, Part("definition", DEFINITION, Label(text, text))]
