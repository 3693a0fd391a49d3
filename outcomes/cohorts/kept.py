"""The days of a snapshot's results, read where somebody asks for them."""

from collections.abc import Sequence

from django.db.models.fields.json import KeyTransform

from outcomes.cohorts.days import ByName, together
from outcomes.cohorts.results import Results
from outcomes.models import Snapshot


def whole(snapshot: Snapshot) -> Results:
    """Return a snapshot's results with all their days: one query."""
    return together(snapshot.results, snapshot.days)


def with_days(snapshot: Snapshot, names: Sequence[str]) -> Results:
    """Return a snapshot's results with the days of these names: one query at most."""
    return (
        together(snapshot.results, _days(snapshot, names))
        if names
        else snapshot.results
    )


def _days(snapshot: Snapshot, names: Sequence[str]) -> ByName:
    if "days" not in snapshot.get_deferred_fields():
        return {name: snapshot.days[name] for name in names if name in snapshot.days}
    row = Snapshot.objects.filter(pk=snapshot.pk).values_list(
        *(KeyTransform(name, "days") for name in names)
    )
    return {n: one for n, one in zip(names, row.get(), strict=True) if one is not None}
