"""What an act moved, in words: n, events, estimate, median, before and after."""

from django.utils.translation import gettext as _

from outcomes.figures.wording import months, percent
from outcomes.past.reading import Reading

ARROW = " \N{RIGHTWARDS ARROW} "


def effect(before: Reading, after: Reading) -> list[str]:
    """Return what differs between two readings, most telling first."""
    said = []
    if before.n != after.n:
        said.append(_("n %(change)s") % {"change": f"{before.n}{ARROW}{after.n}"})
    if before.events != after.events:
        change = f"{before.events}{ARROW}{after.events}"
        said.append(_("events %(change)s") % {"change": change})
    if before.estimate != after.estimate:
        said.append(f"{percent(before.estimate)}{ARROW}{percent(after.estimate)} %")
    if before.median != after.median:
        change = f"{_months(before.median)}{ARROW}{_months(after.median)}"
        said.append(_("median %(change)s months") % {"change": change})
    return said or [_("days or limits only")]


def _months(day: float | None) -> str:
    return _("not reached") if day is None else f"{months(day):.1f}"
