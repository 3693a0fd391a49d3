"""How a visit is told: its name, state, window, what it lacks and where to enter it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from registry.models import FORMS
from registry.schedule import State, Track, state_on
from registry.schedule.answers import DATED, NUMBERED
from registry.schedule.state import Dated, missed_after
from registry.schedule.visits import BY_KEY, Visit
from registry.views.links import address, with_query

TRACKS = {Track.CAR_T: gettext_lazy("CAR-T"), Track.HSCT: gettext_lazy("HSCT")}
# The drawing of each state, and its word.
STATES: dict[State, tuple[str, Any]] = {
    State.UPCOMING: ("upcoming", gettext_lazy("upcoming")),
    State.DUE: ("due", gettext_lazy("due")),
    State.OVERDUE: ("overdue", gettext_lazy("overdue")),
    State.MISSED: ("missed", gettext_lazy("missed")),
    State.DONE: ("done", gettext_lazy("done")),
    State.DONE_OUT_OF_WINDOW: ("done", gettext_lazy("done out of window")),
    State.NOT_APPLICABLE: ("none", gettext_lazy("not applicable")),
}


class AVisit(Dated, Protocol):
    """A visit, planned or kept."""

    @property
    def track(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def lacking(self) -> Iterable[str]: ...
    @property
    def events(self) -> Iterable[str]: ...


def row_of(visit: AVisit) -> Visit:
    """Return the row of the table that a visit follows."""
    return BY_KEY[Track(visit.track), visit.code]


def name_of(visit: AVisit) -> str:
    """Return what a visit is called: track, course or HSCT from the second, visit."""
    track, number = str(TRACKS[Track(visit.track)]), visit.number
    known = f"{track} {number}" if number > 1 else track
    code = visit.code if visit.code != "screening" else _("screening")
    return f"{known} {code}"


def label_of_visit(visit: AVisit) -> str:
    """Return the visit in full: “Month 6”."""
    return row_of(visit).label.in_language(get_language())


def state_cell(visit: AVisit, today: date) -> dict[str, Any]:
    """Return the state with the days that it has been overdue."""
    state = state_on(visit, today)
    drawing, word = STATES[state]
    text = str(word)
    if state is State.OVERDUE:
        days = (today - visit.closes_on).days
        text = _("overdue %(days)s d") % {"days": days}
    return {"state": drawing, "text": text}


def window_words(visit: AVisit, today: date) -> str:
    """Return the day that counts next: to when it is due, from when it is missed."""
    state = state_on(visit, today)
    if state is State.DUE:
        return _("to %(day)s") % {"day": visit.closes_on.isoformat()}
    if state is State.OVERDUE:
        day = date.fromordinal(missed_after(visit.closes_on).toordinal() + 1)
        return _("missed from %(day)s") % {"day": day.isoformat()}
    return f"{visit.opens_on.isoformat()} – {visit.closes_on.isoformat()}"


def wanted(visit: AVisit, patient: int, editable: bool) -> list[dict[str, str]]:
    """Return the forms that the visit lacks, each with the way to begin it."""
    return [
        {"text": form_name(form), "url": begin(visit, form, patient, editable)}
        for form in visit.lacking
        if form in FORMS
    ]


def asked(visit: AVisit, patient: int, editable: bool) -> list[dict[str, str]]:
    """Return the forms of events to ask after, each with the way to begin it."""
    return [
        {"text": form_name(form), "url": begin(visit, form, patient, editable)}
        for form in visit.events
        if form in FORMS
    ]


def form_name(form: str) -> str:
    """Return a form's name in the reader's language."""
    return FORMS[form].label.in_language(get_language())


def begin(visit: AVisit, form: str, patient: int, editable: bool) -> str:
    """Return the way to begin a form for a visit: its time point, never a day."""
    if not editable:
        return ""
    known = {field.name for field in FORMS[form]._meta.get_fields()}
    number = NUMBERED[Track(visit.track)]
    _day, word = DATED.get(form, ("", ""))
    says = {
        word: time_point(visit) if word else "",
        number: visit.number if number in known else "",
    }
    return with_query(
        address("record-new", patient, form), {k: v for k, v in says.items() if k}
    )


def time_point(visit: AVisit) -> str:
    """Return the code by which a record says that it is for the visit, or nothing."""
    row = row_of(visit)
    if row.track is Track.HSCT and row.code == "D0":
        return "pre_hsct"
    return row.time_points[0] if row.time_points else ""
