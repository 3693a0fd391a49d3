"""Where patients are on each day, as an R script: stays in states, and their shares."""

from collections.abc import Iterator

from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.states import BEGINS, ENDS, STATES
from outcomes.figures.again import Again
from outcomes.figures.r_lines import NoScript, data_frame, frame, same, vector

# So many days are compared; the figure has more than anybody reads.
MOST_DAYS = 20


def _stays(cells: ByDay) -> Iterator[tuple[int, int, int, int]]:
    """Yield stays as (state, day after which at risk, last day, state entered or -1).

    Where stays begin and where they end is counted, not whose: the first to begin is
    written as the first to end, which leaves everybody at risk who was.
    """
    found = [*cells.cells().items()]
    for state in sorted({key[1] for key, _n in found}):
        own = [(key, n) for key, n in found if key[1] == state]
        begun = sorted(
            day for (what, *_, day), n in own if what == BEGINS for _ in range(n)
        )
        ended = sorted(
            (day, to) for (what, _, to, day), n in own if what == ENDS for _ in range(n)
        )
        for start, (stop, to) in zip(begun, ended, strict=True):
            yield state, start, stop, to


def states(again: Again) -> str:
    """Return the stays in states, and the share of each on each usual day."""
    found = again.results["states"]
    if not found["n"]:
        raise NoScript("nobody is in a state")
    names = [*STATES[again.results["index"]]]
    rows = [
        (start, stop, names[state], names[to] if to >= 0 else "")
        for state, start, stop, to in _stays(again.cells["stays"])
    ]
    levels = ", ".join(f'"{name}"' for name in names)
    days = [day for day in found["day"] if day > 0]
    read = [*dict.fromkeys(days[:: max(1, len(days) // MOST_DAYS)])]
    places = [found["day"].index(day) for day in read]
    lines = [
        "# In a state on (start, stop], then in the next; empty: last seen.",
        "# A row is one stay, and whose it is is not said: estimates need no more.",
        *data_frame("stays", ("start", "stop", "state", "to"), rows),
        "stays$id <- seq_len(nrow(stays))",
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
