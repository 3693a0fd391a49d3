"""One bar a patient: response over time, HSCT, relapse, death, and who goes on."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.people import People, Person
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption
from outcomes.figures.curves import months_from
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.tables import Table
from outcomes.figures.theme import ACCENT, ACCENT_LINE, INK, INK_2
from outcomes.figures.wording import months

ROW, HEAD, LEFT, AXIS_ROOM = 15, 20, 34, 50
PLACES = (0, 98, 186, 260)  # of the words of the legend
# A response is said by shade and by the height of the bar.
RESPONSES: dict[str, tuple[str, int]] = {
    "": ("#ffffff", 7),
    "remission": (ACCENT, 11),
    "partial": (ACCENT_LINE, 9),
    "disease": ("#e69f00", 5),
}
OF_CODE = {
    "CR": "remission",
    "CRh": "remission",
    "CRi": "remission",
    "MLFS": "remission",
    "PR": "partial",
    "NR": "disease",
    "relapse": "disease",
}
SHAPES = {
    "hsct": "circle",
    "relapse": "diamond",
    "death": "cross",
    "ongoing": "triangle-right",
}


def method(found: People) -> str:
    """Say what a bar is, and how many of how many have one."""
    text = _(
        "One bar a patient, in the order of follow-up: %(shown)s of %(all)s patients "
        "whom you may see. Bars change with an assessment, a relapse or death."
    )
    return text % {"shown": len(found.shown), "all": found.everybody}


def methods() -> str:
    """Say it as a paper does."""
    return _(
        "Each bar is one patient from day 0 to death or last contact, shaded by the "
        "response that the latest assessment found; HSCT, relapse and death stand on "
        "their days."
    )


def swimmer_figure(
    results: Results,
    provenance: Provenance,
    layout: Layout,
    found: People,
) -> Drawing:
    """Draw the patients, the longest followed first."""
    people = found.shown
    height = max(len(people), 1) * ROW
    last = max((person.last for person in people), default=0)
    scale = alt.Scale(domain=[0, max(months(last), 1) * 1.03], nice=False)
    axis = alt.Axis(title=months_from(results), tickMinStep=1, labelFlush=False)
    x = alt.X("month:Q", scale=scale, axis=axis)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    rows: Rows = {
        "bars": [bar for i, one in enumerate(people) for bar in _bars(i, one)],
        "events": [mark for i, one in enumerate(people) for mark in _events(i, one)],
        "numbers": [
            {"course": i, "y": _middle(i), "text": str(i + 1)}
            for i in range(len(people))
        ],
    }
    lines = caption(results, provenance, method(found), layout, subset=True)
    chart = alt.layer(
        *_marks(x, down),
        *_legend(),
        caption_under(lines, -LEFT, height + AXIS_ROOM),
    )
    width = layout.panel + (62 if layout.narrow else 100) - LEFT
    return Drawing(chart.properties(width=width, height=height), rows)


def _middle(row: int) -> float:
    return (row + 0.5) * ROW


def _bars(row: int, person: Person) -> list[dict[str, Any]]:
    """Return the pieces of a bar, each from one response to the next."""
    changes = [(0, "")]
    changes += [(day, OF_CODE.get(code, "")) for day, code in person.responses]
    if person.relapse is not None:
        changes.append((person.relapse, "disease"))
    changes = sorted((c for c in changes if c[0] <= person.last), key=lambda c: c[0])
    pieces = []
    for number, (day, response) in enumerate(changes):
        end = changes[number + 1][0] if number + 1 < len(changes) else person.last
        fill, high = RESPONSES[response]
        if end > day:
            pieces.append(
                {
                    "course": row,
                    "month": months(day),
                    "end": months(end),
                    "top": _middle(row) - high / 2,
                    "bottom": _middle(row) + high / 2,
                    "fill": fill,
                }
            )
    return pieces


def _events(row: int, person: Person) -> list[dict[str, Any]]:
    days = {
        "hsct": person.hsct,
        "relapse": person.relapse,
        "death": person.death,
        "ongoing": None if person.death is not None else person.last,
    }
    return [
        {
            "course": row,
            "month": months(day),
            "y": _middle(row),
            "shape": SHAPES[name],
        }
        for name, day in days.items()
        if day is not None and day <= person.last
    ]


def _marks(x: alt.X, down: alt.Scale) -> list[alt.Chart]:
    top = alt.Y("top:Q", scale=down, axis=None)
    at = alt.Y("y:Q", scale=down, axis=None)
    bars = alt.Chart(alt.NamedData("bars")).mark_rect(stroke=INK_2, strokeWidth=0.6)
    events = alt.Chart(alt.NamedData("events")).mark_point(
        fill=INK, stroke="#ffffff", strokeWidth=0.8, size=62, opacity=1
    )
    numbers = alt.Chart(alt.NamedData("numbers")).mark_text(
        align="right", baseline="middle", fontSize=11
    )
    shade = alt.Fill("fill:N", scale=None)
    shape = alt.Shape("shape:N", scale=None)
    return [
        bars.encode(x=x, x2="end:Q", y=top, y2="bottom:Q", fill=shade),
        events.encode(x=x, y=at, shape=shape),
        numbers.encode(x=alt.value(-8), y=at, text="text:N"),
    ]


def _legend() -> list[alt.Chart]:
    """Write what shades and shapes mean, in two rows above the bars."""
    shades = {
        "": _("Not assessed"),
        "remission": _("Remission"),
        "partial": _("Partial"),
        "disease": _("Disease"),
    }
    shapes = {
        "hsct": "HSCT",
        "relapse": _("Relapse"),
        "death": _("Death"),
        "ongoing": _("Goes on"),
    }
    parts: list[alt.Chart] = []
    for number, (key, text) in enumerate(shades.items()):
        fill, high = RESPONSES[key]
        x, y = PLACES[number] - LEFT, -2.2 * HEAD
        box = once().mark_rect(fill=fill, stroke=INK_2, strokeWidth=0.6)
        parts += [
            box.encode(
                x=alt.value(x),
                x2=alt.value(x + 14),
                y=alt.value(y - high / 2),
                y2=alt.value(y + high / 2),
            ),
            note(text, x + 18, y, fontSize=11),
        ]
    for number, (key, text) in enumerate(shapes.items()):
        x, y = PLACES[number] - LEFT + 7, -1.1 * HEAD
        mark = once().mark_point(
            shape=SHAPES[key], fill=INK, stroke="#ffffff", size=62, opacity=1
        )
        parts += [
            mark.encode(x=alt.value(x), y=alt.value(y)),
            note(text, x + 11, y, fontSize=11),
        ]
    return parts


def table(found: People, label: str) -> Table:
    """Return the days of each patient; the page leads on to the patient."""
    columns = [
        _("No."),
        _("Followed, days"),
        _("HSCT, day"),
        _("Relapse, day"),
        _("Death, day"),
        _("Responses"),
    ]
    rows = [
        [
            str(number),
            str(one.last),
            *("" if d is None else str(d) for d in (one.hsct, one.relapse, one.death)),
            _("; ").join(
                f"{_('day %(n)s') % {'n': day}}{_(': ')}{code}"
                for day, code in one.responses
            ),
        ]
        for number, one in enumerate(found.shown, start=1)
    ]
    return {"label": str(label), "columns": columns, "rows": rows}
