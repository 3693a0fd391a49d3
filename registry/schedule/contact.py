"""When the patient was last known alive, and since when nobody has heard of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from registry.schedule.planned import Planned
from registry.schedule.state import missed_after
from registry.schedule.visits import Track

Record = Mapping[str, Any]
Forms = Mapping[str, Sequence[Record]]

# Days that are decided or written down without the patient.
NOT_SEEN = frozenset(
    {
        "consent_date",
        "consent_withdrawn_date",
        "reported_to_authority_date",
        "manufacture_date",
        "death_date",
    }
)
# Visits in a row without any contact after which a patient counts as out of reach.
SILENT_VISITS = 2


@dataclass(frozen=True, slots=True)
class Contact:
    """The last day on which the patient was known alive, and the form that says so."""

    on: date
    form: str


def last_contact(forms: Forms) -> Contact | None:
    """Return the latest day over all forms on which the patient was known alive.

    A follow-up by which the patient is lost or dead is no contact.
    """
    return max(_contacts(forms), key=lambda one: one.on, default=None)


def _contacts(forms: Forms) -> Iterator[Contact]:
    for form, records in forms.items():
        if form == "death":
            continue
        for record in records:
            if form == "follow_up" and record.get("vital_status") in ("lost", "dead"):
                continue
            for name, value in record.items():
                if isinstance(value, date) and name not in NOT_SEEN:
                    yield Contact(value, form)


def stated_lost(forms: Forms) -> date | None:
    """Return the day since which the patient is recorded as lost to follow-up.

    The last follow-up decides: a later contact finds the patient again. Of a day's the
    last that was written does, and one that has yet to be written is the last.
    """
    dated = [r for r in forms.get("follow_up", ()) if isinstance(_day(r), date)]
    dated.sort(key=lambda one: (one["visit_date"], one.get("id") or inf))
    if not dated or dated[-1].get("vital_status") != "lost":
        return None
    since = dated[-1]["visit_date"]
    assert isinstance(since, date)
    return since


def _day(record: Record) -> Any:
    return record.get("visit_date")


def silent_after(visits: Sequence[Planned], contact: date | None) -> date | None:
    """Return the day after which the patient counts as out of reach.

    The specification's “no contact for more than two visit intervals”: the two visits
    of the leading track that follow the last contact have both passed with window and
    grace. None while fewer than two are still waited for.
    """
    leading = _leading(visits)
    after = [
        one
        for one in visits
        if (one.track, one.number) == leading
        and one.open
        and not one.optional
        and (contact is None or one.closes_on > contact)
    ]
    after.sort(key=lambda one: one.due_on)
    if len(after) < SILENT_VISITS:
        return None
    return missed_after(after[SILENT_VISITS - 1].closes_on)


def _leading(visits: Sequence[Planned]) -> tuple[Track, int] | None:
    """Return the track and number of the latest treatment: its visits lead."""
    newest = max(visits, key=lambda one: one.day_zero, default=None)
    return (newest.track, newest.number) if newest else None
