"""The timeline as positions, ready for a template to draw as SVG."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from registry.queries.timeline.drawn import BARS, HALF, LOWER, UPPER, Drawn, Lane, Tick
from registry.queries.timeline.labels import NOTE, Box, place, width
from registry.queries.timeline.mark import LANES, ORIGINS, Mark, Timeline, number
from registry.queries.timeline.scale import LEFT, RIGHT, Scale, scale_for, ticks

WIDTH = 1392.0
HEAD, FOOT = 40.0, 46.0
LEAST_BAR = 16.0
# Lanes that are left out while they are empty, by what day 0 is.
LEFT_OUT = {
    "infusion": ("other",),
    "hsct": ("crs", "icans", "other"),
    "diagnosis": ("crs", "icans", "other", "hsct"),
}
# What is worth its label more is placed first.
WEIGHT = ("infusion", "hsct", "graded", "death", "last", "relapse", "good", "poor")


@dataclass(slots=True)
class Drawing:
    """Everything that the SVG shows."""

    line: Timeline
    scale: Scale
    lanes: list[Lane]
    axis: list[Tick]
    since_hsct: list[Tick]
    width: float = WIDTH
    left: float = LEFT
    right: float = RIGHT
    head: float = HEAD

    @property
    def floor(self) -> float:
        """Return where the lower axis lies."""
        return self.lanes[-1].bottom + 6

    @property
    def height(self) -> float:
        """Return the height of the whole."""
        return self.floor + FOOT

    @property
    def origin_label(self) -> str | Promise:
        """Return what day 0 is."""
        return ORIGINS[self.line.origin]

    @property
    def zero(self) -> float:
        """Return where day 0 lies."""
        return self.scale.x(0)

    @property
    def hsct(self) -> float | None:
        """Return where the transplant's day 0 lies."""
        day = self.line.hsct
        return None if day is None else self.scale.x(day)

    @property
    def bend(self) -> float | None:
        """Return where the scale changes."""
        day = self.scale.bend
        return None if day is None else self.scale.x(day)

    @property
    def today(self) -> float | None:
        """Return where today lies."""
        day = self.line.today
        return None if day is None else self.scale.x(day)

    @property
    def drawn(self) -> list[Drawn]:
        """Return every mark in the order of its days."""
        every = [one for lane in self.lanes for one in lane.drawn]
        return sorted(every, key=lambda one: one.mark.start)


def drawing(line: Timeline) -> Drawing:
    """Return the timeline with a place for every mark and every label that fits."""
    last = max(line.last, line.today or 0)
    scale = scale_for(line.first, last, line.hsct)
    zeros = [scale.x(0)] + ([scale.x(line.hsct)] if line.hsct is not None else [])
    lanes, top = [], HEAD + 8
    for name, label in LANES.items():
        lane = Lane(name, label, top, top + UPPER + LOWER)
        marks = [mark for mark in line.marks if mark.lane == name]
        if not marks and name in LEFT_OUT[line.origin]:
            continue
        lane.drawn = [_drawn(mark, scale, top + UPPER) for mark in marks]
        _label(lane, zeros)
        top = lane.bottom
        lanes.append(lane)
    hsct = ticks(scale, line.hsct) if line.hsct is not None else []
    return Drawing(
        line,
        scale,
        lanes,
        axis=[Tick(x, number(d), d == 0, _in_words(d)) for d, x in ticks(scale)],
        since_hsct=[Tick(x, f"+{d}", d == 0) for d, x in hsct],
    )


def _drawn(mark: Mark, scale: Scale, y: float) -> Drawn:
    x, right = scale.x(mark.start), scale.x(mark.until)
    if mark.kind in BARS:
        least = LEAST_BAR if mark.kind == "graded" else 4.0
        right = max(right, x + least)
    else:
        x, right = x - HALF, x + HALF
    about = (scale.x(mark.about[0]), scale.x(mark.about[1])) if mark.about else None
    return Drawn(mark, x, right, y, about, outside=mark.start < scale.start)


def _label(lane: Lane, zeros: list[float]) -> None:
    """Give the lane's marks their labels, and the lane the height that they need."""
    taken = [one.box for one in lane.drawn if one.mark.kind != "remission"]
    bands = [one for one in lane.drawn if one.mark.kind == "remission"]
    taken += [Box(one.x, one.y - 4, one.right, one.y + 4) for one in bands]
    for one in sorted(lane.drawn, key=_weight):
        mark = one.mark
        inner = width(mark.inside, NOTE, bold=True) + 4
        crossed = any(one.x + 2 < x < one.right - 2 for x in zeros)
        if inner <= one.wide and not crossed:
            one.inside = mark.inside
        text = mark.label or ("" if one.inside else mark.inside)
        if text:
            one.label = place(
                text,
                mark.note,
                one.box,
                taken=taken,
                lines=zeros,
                limits=(LEFT, RIGHT),
            )
        if one.label:
            taken.append(one.label.box)
    bottoms = [one.label.box.bottom + 4 for one in lane.drawn if one.label]
    lane.bottom = max([lane.bottom, *bottoms])


def _weight(one: Drawn) -> tuple[int, int]:
    kind = one.mark.kind
    return (WEIGHT.index(kind) if kind in WEIGHT else len(WEIGHT), one.mark.start)


def _in_words(day: int) -> str:
    if day == 548:
        return _("18 months")
    years = round(day / 365.25)
    if years < 1 or round(years * 365.25) != day:
        return ""
    return _("1 year") if years == 1 else _("%(number)s years") % {"number": years}
