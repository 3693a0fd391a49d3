"""How a cohort was defined since a cut, one definition after the other."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from outcomes.cohorts.definition import Definition, NotValid, parse
from outcomes.cohorts.members import narrowed, of_centres
from outcomes.cohorts.versions import Difference, differences, parts_in
from outcomes.cohorts.wording import Part
from outcomes.models import AnalysisSubject, Cohort
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from registry.audit.triggers import history_of
from registry.models import Centre, Change

# After whatever was done.
LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Era:
    """One definition with its centres, from the change ``number`` on.

    ``number`` is 0 for that of the cut; of the others ``at``, ``who`` and ``why`` say
    the edit. ``parts`` are its words.
    """

    cohort: Cohort
    definition: Definition
    centres: tuple[int, ...]
    parts: tuple[Part, ...]
    number: int = 0
    at: datetime | None = None
    who: str = ""
    why: str = ""

    def members(self) -> QuerySet[AnalysisSubject]:
        """Return whom it takes in, of the rows that there are where it is asked."""
        subjects = of_centres(self.centres, self.definition.index)
        return narrowed(subjects, self.definition)

    def says_the_same(self, other: "Era") -> bool:
        """Tell whether neither the definition nor the centres differ."""
        own = self.cohort.definition, self.centres
        return own == (other.cohort.definition, other.centres)

    def differs_from(self, before: "Era") -> list[Difference]:
        """Return what it says otherwise than the one before."""
        return differences(before.parts, self.parts)


def eras_since(cohort: Cohort, cut: Cut) -> list[Era]:
    """Return the definitions from that of the cut to today's, which is the last.

    One that can no longer be used is passed over. Raises NotValid where today's cannot.
    """
    today = _era(cohort)
    eras: list[Era] = []
    for era in (*_then(cohort, cut), *_edits(cohort, cut)):
        if not eras or not era.says_the_same(eras[-1]):
            eras.append(era)
    if not eras:
        return [today]
    eras[0] = replace(eras[0], number=0)
    if not eras[-1].says_the_same(today):
        return [*eras, replace(today, number=LAST)]
    return [*eras[:-1], replace(eras[-1], cohort=cohort, definition=today.definition)]


def _then(cohort: Cohort, cut: Cut) -> list[Era]:
    """Return the definition of the cut, where it can be used."""
    then = cohort_at(cohort, cut)
    try:
        return [_era(then)]
    except NotValid:
        return []


def _era(cohort: Cohort, **edit: Any) -> Era:
    held = list(cohort.centres.all())
    keys = tuple(sorted(centre.pk for centre in held))
    codes = ", ".join(sorted(centre.code for centre in held))
    parts = tuple(parts_in(cohort.definition, codes))
    return Era(cohort, parse(cohort.definition), keys, parts, **edit)


def _edits(cohort: Cohort, cut: Cut) -> list[Era]:
    """Return the usable definitions that were saved since, oldest first."""
    condition, value = cut.later
    changes = Change.objects.filter(
        table=Cohort._meta.db_table, record_id=cohort.pk
    ).extra(where=[condition], params=[value])
    numbers = dict(changes.order_by("pk").values_list("history_id", "pk"))
    history: Any = history_of(Cohort)
    rows = history.objects.filter(history_id__in=numbers).exclude(history_type="-")
    found = []
    for row in rows.select_related("history_user").order_by("history_id"):
        one: Any = row.instance
        held = cohort.centres.all()
        if row.centre_codes:
            held = Centre.objects.filter(code__in=row.centre_codes)
        one._prefetched_objects_cache = {"centres": held}
        user = row.history_user
        try:
            era = _era(
                one,
                number=numbers[row.history_id],
                at=row.history_date,
                who=user.get_username() if user else "",
                why=row.history_change_reason or "",
            )
        except NotValid:
            continue
        found.append(era)
    return found
