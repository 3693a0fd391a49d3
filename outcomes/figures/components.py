"""What ends an endpoint, cause upon cause: causes of NRM, components of GRFS."""

from bisect import bisect_right
from functools import partial

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve
from outcomes.endpoints import STACKED, Endpoint
from outcomes.figures import methods
from outcomes.figures.areas import LEGEND_ROW, Area, TimeAxis
from outcomes.figures.caption import Provenance, caption, defined
from outcomes.figures.clock import clock_of
from outcomes.figures.curves import drawn_of, read_at, time_from
from outcomes.figures.figure import Figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, note
from outcomes.figures.states import WHITE, panel_of, sheet
from outcomes.figures.tables import Table
from outcomes.figures.theme import BOLD, INK
from outcomes.figures.titles import lazy_words
from outcomes.figures.wording import comma, horizon, legend_of, percent, said, sized

FREE = ("#e9f2f5", INK)
# From below; relapse and death as in the figure of both. Told apart with every kind of
# colour vision, and by the line between them.
SHADES = {
    "GRFSCOMP": (
        ("#7a2e4d", WHITE),
        ("#e3a8bf", INK),
        ("#e69f00", INK),
        ("#44515d", WHITE),
    ),
    "NRMCAUSE": (
        ("#7a2e4d", WHITE),
        ("#e3a8bf", INK),
        ("#00664a", WHITE),
        ("#7cc3ab", INK),
        ("#0b5c73", WHITE),
        ("#b8c2ca", INK),
        ("#e69f00", INK),
    ),
    "NRMCAT": (
        ("#0b5c73", WHITE),
        ("#a9cfdc", INK),
        ("#00664a", WHITE),
        ("#b8c2ca", INK),
        ("#6b7984", WHITE),
        ("#e69f00", INK),
    ),
}
BY_HSCT = ("#f6f1d5", INK)


def method(results: Results) -> str:
    """Name the estimator and how the areas are to be read."""
    return _(
        "Aalen–Johansen; the height of an area is the cumulative incidence of that "
        "event as the first, the rest is free of all of them."
    )


def stacked_methods(results: Results, paramcd: str) -> str:
    """Say it as a paper does."""
    how = _(
        "Cumulative incidences of all events as the first, each competing with the "
        "others, were estimated by the Aalen–Johansen method; with the share free of "
        "them they add up to one on every day."
    )
    return methods.of_causes(results, paramcd, how)


def has_causes(results: Results, paramcd: str) -> bool:
    """Tell whether any group has every cause; who sees sums alone has none."""
    found = results["incidence"].get(paramcd)
    return found is not None and any(
        curve and "shares" in curve for curve in found["curves"].values()
    )


def component_figure(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw every cause of an endpoint, one on the other, a panel a group."""
    endpoint = results["incidence"][paramcd]
    axis = TimeAxis(time_from(results, endpoint), clock_of(endpoint))
    panels = []
    for group in results["groups"]:
        curve = endpoint["curves"].get(group["key"])
        if curve is None or "causes" not in curve:
            continue
        areas = _areas(results, paramcd, curve)
        chart, rows = panel_of(group["key"], curve["day"], areas, axis, layout)
        title = sized(said(group["label"]), curve["n"])
        top = -LEGEND_ROW * (len(areas) + 1) - 2
        panels.append((alt.layer(chart, note(title, 0, top, fontWeight=BOLD)), rows))
    own = drawn_of(results, "incidence", paramcd)
    under = caption(own, provenance, method(results), layout)
    return sheet(panels, under, layout)


def _areas(results: Results, paramcd: str, curve: Curve) -> list[Area]:
    endpoint = results["incidence"][paramcd]
    day = read_at(results, endpoint)
    at, when = bisect_right(curve["day"], day) - 1, horizon(day)
    names = [said(part) for part in endpoint["parts"]]
    shades = [*SHADES[paramcd], BY_HSCT]
    shares = [cause["estimate"] for cause in curve["causes"]]
    rest = [max(0.0, 1 - sum(there)) for there in zip(*shares, strict=True)]
    stack = [*zip(names, shades, shares, strict=False), (free_words(), FREE, rest)]
    return [
        Area(name, legend_of(name, when, own[at]), fill, ink, own)
        for name, (fill, ink), own in stack
    ]


def free_words() -> str:
    """Name who had none of the events."""
    return _("Free of all of them")


def component_table(results: Results, paramcd: str, label: str) -> Table:
    """Return the incidence of every cause in every group by month."""
    endpoint = results["incidence"][paramcd]
    columns, found = [_("Month")], []
    for group in results["groups"]:
        curve = endpoint["curves"].get(group["key"])
        if curve is None or "shares" not in curve:
            continue
        name = said(group["label"])
        columns += [
            f"{name}{_(': ')}{said(part)}{comma()}%" for part in endpoint["parts"]
        ]
        found += curve["shares"]
    rows = [
        [str(month), *(percent(shares[place]) for shares in found)]
        for place, month in enumerate(endpoint["at_risk"]["at"])
    ]
    return {"label": str(label), "columns": columns, "rows": rows}


def _figure(endpoint: Endpoint) -> Figure:
    paramcd, title = endpoint.paramcd, lazy_words(endpoint.heading)
    return Figure(
        endpoint.slug,
        title,
        draw=lambda results, source, layout: component_figure(
            results, paramcd, source, layout
        ),
        method=method,
        definition=partial(defined, part="incidence", paramcd=paramcd),
        methods=partial(stacked_methods, paramcd=paramcd),
        table=partial(component_table, paramcd=paramcd, label=title),
        shown=partial(has_causes, paramcd=paramcd),
        compared=partial(drawn_of, part="incidence", paramcd=paramcd),
        days=(f"incidence/{paramcd}",),
    )


COMPONENTS = {one.slug: code for code, one in STACKED.items()}
COMPONENT_FIGURES = tuple(_figure(one) for one in STACKED.values())
