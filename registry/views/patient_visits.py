"""The schedule on a patient's page: what is past, what is due, what comes, and why."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks import Case
from registry.schedule import Clock, Planned, State, clock, state_on, why
from registry.views.links import record_address
from registry.views.visit_words import (
    asked,
    label_of_visit,
    name_of,
    state_cell,
    wanted,
    window_words,
)

NOW = (State.OVERDUE, State.DUE)
PAST = (State.DONE, State.DONE_OUT_OF_WINDOW, State.MISSED)
# So many of what is past and of what comes are shown before the whole list.
SHOWN = 2


def schedule_shown(
    case: Case, patient: int, editable: bool, of: Clock | None = None
) -> dict[str, Any]:
    """Return the schedule of a case: a few visits around today, and all by track."""
    of = of or clock(case.patient, case.forms)
    states = {visit: state_on(visit, case.today) for visit in of.visits}
    past = [visit for visit in of.visits if states[visit] in PAST]
    now = [visit for visit in of.visits if states[visit] in NOW]
    upcoming = [visit for visit in of.visits if states[visit] is State.UPCOMING]

    def told(visits: Sequence[Planned]) -> list[dict[str, Any]]:
        return [_row(one, case, patient, editable) for one in visits]

    near = [*past[-SHOWN:], *now, *upcoming[:SHOWN]]
    near.sort(key=lambda one: (one.due_on, one.track))
    return {
        "near": told(near),
        "all": told(of.visits),
        "due": sum(state in NOW for state in states.values()),
        "standing": standing(of, case),
    }


def _row(visit: Planned, case: Case, patient: int, editable: bool) -> dict[str, Any]:
    state = state_on(visit, case.today)
    answered = visit.answered and visit.answered_by is not None
    return {
        "name": name_of(visit),
        "label": label_of_visit(visit),
        **state_cell(visit, case.today),
        "current": state in NOW,
        "gone": state is State.NOT_APPLICABLE,
        "window": window_words(visit, case.today),
        "due_on": visit.due_on,
        "answered_on": visit.answered_on,
        "answer_url": record_address(patient, visit.answered, visit.answered_by)
        if answered
        else "",
        "wanted": []
        if state in (State.NOT_APPLICABLE, State.UPCOMING)
        else wanted(visit, patient, editable),
        "asked": asked(visit, patient, editable) if state in NOW else [],
        "why": [label.in_language(get_language()) for label in why(visit)],
    }


def standing(of: Clock, case: Case) -> dict[str, str]:
    """Return how follow-up stands: ended, lost or out of reach."""
    if of.ended == "death":
        return {}
    day = {"day": of.ended_on.isoformat() if of.ended_on else ""}
    if of.ended == "lost":
        text = _("Lost to follow-up since %(day)s.") % day
        return {"tone": "warn", "text": text}
    if of.ended == "withdrawn":
        return {"tone": "warn", "text": _("Consent withdrawn on %(day)s.") % day}
    if of.silent_after and case.today > of.silent_after:
        said = _(
            "Lost to follow-up? Nothing is known since %(day)s: more than two visit "
            "intervals."
        )
        day = {"day": of.contact_on.isoformat() if of.contact_on else "–"}
        return {"tone": "warn", "text": said % day}
    return {}
