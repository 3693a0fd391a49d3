"""Which of a patient's records an entry of a sheet speaks of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.models import FORMS, Record, Versioned
from registry.variables.entered import plain_rows

BLANK: tuple[Any, ...] = (None, "", [])
# What names the place of a record: the first, where a sheet has one place alone.
PLACES = ("course_no", "hsct_no")


@dataclass(slots=True, eq=False)
class Entry:
    """What one record is to say.

    ``absent`` gives the reasons for absence. Names in ``weak`` (an empty cell, what
    follows from one) fill blanks of the registry and never replace what it has.
    ``record_id`` is the record's own key where the sheet has it. ``only_one`` is of a
    sheet with a single place for the record, whose day it corrects.
    """

    values: dict[str, Any] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)
    record_id: int | None = None
    only_one: bool = False


@dataclass(frozen=True, slots=True)
class RowCells:
    """What a sheet says of the rows of a repeating group: cells by row and part."""

    cells: dict[int, dict[str, Any]] = field(default_factory=dict)

    def over(self, rows: Any) -> Any:
        """Return the registry's ``rows`` with these cells; the others stay."""
        merged = [dict(row) for row in rows or ()]
        for number in sorted(self.cells):
            merged += [{} for _ in range(number - len(merged))]
            merged[number - 1] |= self.cells[number]
        return plain_rows(merged)


@dataclass(slots=True)
class Placed:
    """The record of each entry, None where it is a new one.

    ``unclear`` has the entries that could mean several records, with those;
    ``lost`` those whose record the patient does not have.
    """

    found: dict[Entry, Record | None] = field(default_factory=dict)
    unclear: dict[Entry, list[Record]] = field(default_factory=dict)
    lost: list[Entry] = field(default_factory=list)


def place(form: str, entries: Sequence[Entry], records: Sequence[Record]) -> Placed:
    """Find the record of each entry among the patient's records of ``form``.

    The record's own key goes first, then what tells the form's records apart
    (``matched_by``, ``dated_by``), then the only record that could be meant.
    """
    placed, free = Placed(), list(records)
    by_key = [one for one in entries if one.record_id]
    for entry in by_key:
        record = next((r for r in free if r.pk == entry.record_id), None)
        if record is None:
            placed.lost.append(entry)
        else:
            _take(placed, free, entry, record)
    for entry in (one for one in entries if one.only_one):
        found = _of_one(form, free, entry)
        if len(found) > 1:
            placed.unclear[entry] = found
        else:
            _take(placed, free, entry, found[0] if found else None)
    rest = [one for one in entries if not (one.record_id or one.only_one)]
    rest = [one for one in rest if not _exact(form, free, one, placed)]
    _could_be(form, free, rest, placed)
    return placed


def keys_of(form: str) -> tuple[str, ...]:
    """Return the fields that tell a patient's records of ``form`` apart."""
    model = FORMS[form]
    return (*model.matched_by, *((model.dated_by,) if model.dated_by else ()))


def answers_of(record: Versioned) -> dict[str, Any]:
    """Return what a record says as it was entered, its place among it."""
    model = type(record)
    places = {n: getattr(record, n) for n in PLACES if has_place(model, n)}
    return {**places, **record.answers()}


def has_place(model: type[Versioned], place: str) -> bool:
    """Tell whether records have a place that is none of the form's questions."""
    return place not in model.variables() and hasattr(model, place)


def _keys(record: Record) -> dict[str, Any]:
    """Return by name what tells a record from the others of its form."""
    answers = answers_of(record)
    return {name: answers[name] for name in keys_of(record.form)}


def _take(
    placed: Placed, free: list[Record], entry: Entry, record: Record | None
) -> None:
    placed.found[entry] = record
    if record is not None:
        free.remove(record)


def _of_one(form: str, records: list[Record], entry: Entry) -> list[Record]:
    """Among several that could be meant the day decides; a single one is corrected."""
    model = FORMS[form]
    wanted = {n: 1 for n in model.matched_by if n in PLACES} | entry.values
    for name in model.matched_by:
        if name in wanted:
            records = [r for r in records if _keys(r)[name] == wanted[name]]
    if len(records) > 1 and model.dated_by:
        day = entry.values.get(model.dated_by)
        alike = [r for r in records if _keys(r)[model.dated_by] == day]
        records = alike if alike or day else records
    return records


def _exact(form: str, free: list[Record], entry: Entry, placed: Placed) -> bool:
    """Give ``entry`` the record with the same keys; several such are unclear."""
    names = keys_of(form)
    wanted = [entry.values.get(name) or None for name in names]
    if not any(wanted):
        return False
    same = [r for r in free if [k or None for k in _keys(r).values()] == wanted]
    if len(same) > 1:
        placed.unclear[entry] = same
    elif same:
        _take(placed, free, entry, same[0])
    return bool(same)


def _could_be(
    form: str, free: list[Record], entries: list[Entry], placed: Placed
) -> None:
    """Give each entry the only record that it could mean and no other entry claims."""
    meant = {one: [r for r in free if _may_be(form, one, r)] for one in entries}
    claims = Counter(record.pk for found in meant.values() for record in found)
    for entry, found in meant.items():
        if not found:
            placed.found[entry] = None
        elif len(found) > 1 or claims[found[0].pk] > 1:
            placed.unclear[entry] = found
        else:
            placed.found[entry] = found[0]


def _may_be(form: str, entry: Entry, record: Record) -> bool:
    """Tell whether no key contradicts and one agrees, or the entry gives no key."""
    given = {n: v for n in keys_of(form) if (v := entry.values.get(n)) not in BLANK}
    had = {name: key for name, key in _keys(record).items() if name in given}
    if any(v not in BLANK and v != given[name] for name, v in had.items()):
        return False
    return not given or any(value not in BLANK for value in had.values())
