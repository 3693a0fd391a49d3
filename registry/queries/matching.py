"""Which forms of two registrations say the same, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.checks.identity import SAME_WHEN
from registry.models import FORMS, Record, Versioned
from registry.queries.outline import number_of

# What makes two records of a form one event, where the check of rows entered twice
# does not say it. A form without a key is the same when each side has just one.
KEYS: dict[str, tuple[str, ...]] = {
    **SAME_WHEN,
    "diagnosis": ("diagnosis_date",),
    "infusion": ("infusion_date",),
    "hsct": ("hsct_date",),
}
Records = Mapping[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Match:
    """A form of the one, of the other, or of both with the fields that differ."""

    form: str
    one: Record | None
    other: Record | None
    differing: tuple[str, ...] = ()


def matches(one: Records, other: Records) -> list[Match]:
    """Return every form of both patients, in the order of treatment."""
    found: list[Match] = []
    for form in FORMS:
        left = list(one.get(form, ()))
        for record in other.get(form, ()):
            same = _same(record, left, alone=len(other[form]) == 1)
            if same:
                left.remove(same)
            fields = differing(same, record) if same else ()
            found.append(Match(form, same, record, fields))
        found += [Match(form, record, None) for record in left]
    return found


def _same(record: Record, among: list[Record], *, alone: bool) -> Record | None:
    """Return the record that is about the same event, or None."""
    names = KEYS.get(record.form)
    if names is None:
        placed = [one for one in among if number_of(one) == number_of(record)]
        return placed[0] if alone and len(placed) == 1 else None
    key = [getattr(record, name) for name in names]
    if key[0] in (None, ""):
        return None
    return next((o for o in among if [getattr(o, n) for n in names] == key), None)


def differing(one: Versioned, other: Versioned) -> tuple[str, ...]:
    """Return the fields that two records answer differently, or one not at all."""
    mine, theirs = one.answers(), other.answers()
    return tuple(
        name
        for name in mine
        if mine[name] != theirs[name] or one.absent.get(name) != other.absent.get(name)
    )
