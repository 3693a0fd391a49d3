"""What is dated in part stands midway on the timeline, and says so."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from registry.queries.case_groups import DAY_OF, day_of
from registry.queries.timeline.mark import Mark, Timeline, number
from registry.queries.wording import Facts
from registry.variables.entered import PartialDate

ABOUT = "≈"


def midway(form: str, facts: Facts) -> dict[str, date]:
    """Return the middle of what is known of a record's day, where that is a part."""
    day = day_of(form, facts)
    if not isinstance(day, PartialDate):
        return {}
    return {DAY_OF[form]: day.first + (day.last - day.first) // 2}


def about(mark: Mark, form: str, facts: Facts, line: Timeline) -> Mark:
    """Return the mark with the days among which its own lies, in place of one."""
    day, middle = day_of(form, facts), line.day(midway(form, facts)[DAY_OF[form]])
    if not isinstance(day, PartialDate) or mark.start != middle:
        return mark
    exact = _("day %(number)s") % {"number": number(mark.start)}
    first, last = (line.day(day.first) or 0), (line.day(day.last) or 0)
    return replace(
        mark,
        label=f"{ABOUT} {mark.label}".rstrip(),
        note=mark.note.replace(exact, str(day)),
        about=(first, last),
    )
