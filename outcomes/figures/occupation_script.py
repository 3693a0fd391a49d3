"""Where patients are on each day, as an R script: stays in states, and their shares."""

import numpy as np

from outcomes.cohorts.derivable import OF_STATES, not_derivable
from outcomes.cohorts.states import STATES
from outcomes.estimators.stays import Stays
from outcomes.figures.again import Again
from outcomes.figures.r_lines import NoScript, data_frame, frame, same, vector

# So many days are compared; the figure has more than anybody reads.
MOST_DAYS = 20


def _stays(again: Again) -> Stays:
    """Return the stays, courses that are alike together: their order tells nobody."""
    states = STATES[again.results["index"]]
    columns = [column for _label, column in states.values() if column]
    known = again.subset.exclude(not_derivable(OF_STATES))
    rows = known.filter(last_day__isnull=False).order_by(*columns, "last_day")
    days = np.array([*rows.values_list(*columns, "last_day")], float)
    return Stays.from_days(days[:, :-1], days[:, -1], states=tuple(states))


def states(again: Again) -> str:
    """Return the stays in states, and the share of each on each usual day."""
    found = again.results["states"]
    if not found["n"]:
        raise NoScript("nobody is in a state")
    stays = _stays(again)
    names = stays.states
    rows = [
        (who + 1, f"{start:g}", f"{stop:g}", names[state], names[to] if to >= 0 else "")
        for who, start, stop, state, to in zip(
            stays.patient.tolist(),
            stays.start.tolist(),
            stays.stop.tolist(),
            stays.state.tolist(),
            stays.to.tolist(),
            strict=True,
        )
    ]
    levels = ", ".join(f'"{name}"' for name in names)
    days = [day for day in found["day"] if day > 0]
    read = [*dict.fromkeys(days[:: max(1, len(days) // MOST_DAYS)])]
    places = [found["day"].index(day) for day in read]
    lines = [
        "# In a state on (start, stop], then in the next; empty: last seen",
        *data_frame("stays", ("id", "start", "stop", "state", "to"), rows),
        f"states <- c({levels})",
        'stays$to <- factor(stays$to, levels = c("", states))',
        "stays$state <- factor(stays$state, levels = states)",
        "curve <- survfit(Surv(start, stop, to) ~ 1, stays, id = id, istate = state)",
        f"days <- {vector(read)}",
        "found <- summary(curve, times = days)$pstate",
        "",
        "# What Day Zero found",
    ]
    for state in found["states"]:
        shares = vector(state["probability"][place] for place in places)
        column = f'match("{state["key"]}", curve$states)'
        lines += same(f"unname(found[, {column}])", shares)
    about = ["Where patients are on each day: occupation of states, Aalen-Johansen."]
    return frame(again.source, "survival", about, lines)
