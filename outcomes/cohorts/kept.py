"""The days of a snapshot's results, made or read where somebody asks for them."""

from collections.abc import Collection, Sequence

from django.db.models.fields.json import KeyTransform

from outcomes.cohorts.day_by_day import days_in
from outcomes.cohorts.days import ByName, together
from outcomes.cohorts.definition import parse
from outcomes.cohorts.pieces import split_in
from outcomes.cohorts.results import Results
from outcomes.cohorts.stored import Parts, unbundled
from outcomes.cohorts.strata import Stratum, by_stratum, reads
from outcomes.models import CutStudy, Lookback, Snapshot


def whole(snapshot: Snapshot) -> Results:
    """Return a snapshot's results with all their days: one query."""
    if counted := _counted(snapshot):
        return together(snapshot.results, _made(counted))
    return together(snapshot.results, (snapshot.lookback or snapshot).days)


def with_days(snapshot: Snapshot, names: Sequence[str]) -> Results:
    """Return a snapshot's results with the days of these names: two queries at most."""
    if not names:
        return snapshot.results
    if counted := _counted(snapshot):
        return together(snapshot.results, _made(counted, names))
    return together(snapshot.results, _read(snapshot.lookback or snapshot, names))


def strata_of(snapshot: Snapshot, paramcd: str) -> list[Stratum]:
    """Return an endpoint's strata; none where their counts are not kept."""
    if not (counted := counts_of(snapshot)):
        return []
    said, stored = unbundled(counted)
    definition, parts = parse(said), Parts(stored)
    if not definition.strata or not parts.keys() >= {*reads(definition, paramcd)}:
        return []
    split = split_in(parts, definition)
    return [*by_stratum(parts, split, definition, paramcd)]


def counts_of(snapshot: Snapshot) -> bytes:
    """Return the counts that are kept: of a past all, of a snapshot those of its days.

    Empty where older code kept none.
    """
    return bytes((snapshot.lookback or snapshot).counted)


def _counted(snapshot: Snapshot) -> bytes:
    """Return the counts that days are made of; a past has its days."""
    return b"" if snapshot.lookback else counts_of(snapshot)


def _made(counted: bytes, names: Collection[str] | None = None) -> ByName:
    definition, parts = unbundled(counted)
    return days_in(parse(definition), Parts(parts), names)


def _read(kept: Snapshot | Lookback | CutStudy, names: Sequence[str]) -> ByName:
    if "days" not in kept.get_deferred_fields():
        return {name: kept.days[name] for name in names if name in kept.days}
    row = (
        type(kept)
        .objects.filter(pk=kept.pk)
        .values_list(*(KeyTransform(name, "days") for name in names))
    )
    return {n: one for n, one in zip(names, row.get(), strict=True) if one is not None}
