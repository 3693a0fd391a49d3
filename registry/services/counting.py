"""Keep the counts of each centre: a change of a case changes a few of them.

What a patient counts is kept with the patient's clock (``FollowUpClock.counted``); a
save adds the difference to the counts, in its own transaction and waiting for nobody.
So the counts are always the sum over the clocks (``CentreCount.count_anew``).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from registry.access.consent import may_be_analysed
from registry.access.reach import everywhere
from registry.models import BegunForm, CentreCount, FollowUpClock, FormTally, Patient
from registry.queries.cases import facts_of
from registry.queries.centre_counts import BEGUN, FOLLOWED, LOST
from registry.queries.needs import ENGRAFTED_BY, STATED_BY

# By kind: patients, of them begun; records, of them begun.
Counted = dict[str, list[int]]
Kind = tuple[int, bool, str]
FormFacts = Mapping[str, Sequence[Mapping[str, Any]]]


def counted(
    clock: FollowUpClock, tallies: Iterable[FormTally], begun: Iterable[BegunForm]
) -> Counted:
    """Return what a patient counts, from the rows that are kept of them."""
    open_forms = Counter(row.form for row in begun)
    found = {
        row.form: [
            1,
            int(bool(open_forms[row.form])),
            row.records,
            open_forms[row.form],
        ]
        for row in tallies
    }
    if total := open_forms.total():
        found[BEGUN] = [1, 1, total, total]
    if not clock.ended and (clock.infused_on or clock.transplanted_on):
        found[FOLLOWED] = [1, 0, 0, 0]
    if clock.ended == "lost":
        found[LOST] = [1, 0, 0, 0]
    return found


def wanted_from(patient: Patient, facts: FormFacts) -> dict[str, date | None]:
    """Return from when on somebody is asked for what is not stated, if ever."""
    infused = _asked_after(facts, "infusion", "infusion_date", STATED_BY)
    transplanted = _asked_after(facts, "hsct", "hsct_date", ENGRAFTED_BY)
    days = {
        "crs_episode": ("crs_from", infused),
        "icans_episode": ("icans_from", infused),
        "engraftment": ("engraftment_from", transplanted),
    }
    return {
        column: day if patient.followed and not facts.get(form) else None
        for form, (column, day) in days.items()
    }


def _asked_after(facts: FormFacts, form: str, field: str, days: int) -> date | None:
    known = [row[field] for row in facts.get(form, ()) if isinstance(row[field], date)]
    return min(known) + timedelta(days + 1) if known else None


def is_covered(patient: Patient) -> bool:
    """Tell whether those see the patient too who only read at the centre."""
    return may_be_analysed(facts_of(patient))


def keep_counts(clocks: Sequence[FollowUpClock]) -> None:
    """Add to the counts what clocks that are about to be kept count otherwise."""
    before = FollowUpClock.objects.filter(pk__in=[clock.pk for clock in clocks])
    changed: dict[Kind, list[int]] = defaultdict(lambda: [0] * 4)
    for sign, rows in ((-1, before), (1, clocks)):
        for clock in rows:
            for what, numbers in clock.counted.items():
                sums = changed[clock.centre_id, clock.covered, what]
                sums[:] = [a + sign * b for a, b in zip(sums, numbers, strict=True)]
    added = [_row(kind, *sums) for kind, sums in changed.items() if any(sums)]
    if added:
        with everywhere():  # numbers of a centre that a patient left, too
            CentreCount.objects.bulk_create(added)


def _row(
    kind: Kind, patients: int, begun: int, records: int, records_begun: int
) -> CentreCount:
    centre, covered, what = kind
    return CentreCount(
        centre_id=centre,
        covered=covered,
        what=what,
        patients=patients,
        begun=begun,
        records=records,
        records_begun=records_begun,
    )
