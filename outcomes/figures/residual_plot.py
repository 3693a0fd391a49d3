"""Scaled Schoenfeld residuals: each coefficient as time goes by, with a smooth line."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.figures.caption import fold
from outcomes.figures.layout import Layout
from outcomes.figures.marks import ONCE, Drawing
from outcomes.figures.theme import ACCENT, INK, INK_2, SMALL, TEXT
from outcomes.figures.wording import months, said
from outcomes.regressions.shapes import Covariate, Model, Residuals

HIGH, BETWEEN = 130, 56
# Fewer points and a smooth line follows each of them.
ENOUGH_TO_SMOOTH = 8


def residual_plot(model: Model, sentences: list[str], layout: Layout) -> Drawing:
    """Draw a panel for each coefficient; ``sentences`` stand under them."""
    covariates = {one["variable"]: one for one in model["covariates"]}
    wide = layout.panel if layout.narrow else (layout.panel - BETWEEN) // 2
    charts, rows = [], {}
    for number, found in enumerate(model["residuals"]):
        name = f"residuals{number}"
        charts.append(_panel(name, found, covariates[found["variable"]], wide))
        rows[name] = _points(found)
    lines = [part for text in sentences for part in fold(text, layout.letters)]
    below = alt.TitleParams(
        text="",
        subtitle=lines,
        orient="bottom",
        anchor="start",
        subtitleColor=INK_2,
        subtitleFontSize=SMALL,
        subtitleLineHeight=14,
        offset=14,
    )
    chart = alt.concat(*charts, columns=1 if layout.narrow else 2, spacing=24)
    return Drawing(chart.properties(title=below), rows)


def _points(found: Residuals) -> list[dict[str, float]]:
    both = zip(found["day"], found["value"], strict=True)
    return [{"month": months(day), "value": value} for day, value in both]


def _panel(
    name: str, found: Residuals, covariate: Covariate, wide: int
) -> alt.LayerChart:
    level = next(one for one in covariate["levels"] if one["key"] == found["key"])
    ratio = level["together"]
    constant = ratio["coef"] if ratio and ratio["coef"] is not None else 0.0
    of = alt.Chart(alt.NamedData(name))
    x = alt.X("month:Q", title=_("Months"), scale=alt.Scale(nice=False))
    y = alt.Y("value:Q", title=_("Log ratio"))
    points = of.mark_point(size=22, opacity=0.75, stroke=INK_2, strokeWidth=1)
    marks: list[Any] = [points.encode(x=x, y=y)]
    if len(found["day"]) >= ENOUGH_TO_SMOOTH:
        smooth = of.transform_loess("month", "value", bandwidth=0.75)
        line = smooth.mark_line(color=ACCENT, strokeWidth=2.2)
        marks.append(line.encode(x=x, y=y))
    rule = alt.Chart(alt.NamedData(ONCE)).mark_rule(color=INK, strokeDash=[4, 3])
    marks.append(rule.encode(y=alt.YDatum(constant)))
    title = alt.TitleParams(
        _title(found, covariate), anchor="start", fontSize=TEXT, color=INK
    )
    return alt.layer(*marks).properties(width=wide, height=HIGH, title=title)


def _title(found: Residuals, covariate: Covariate) -> str:
    name = said(covariate["label"])
    return f"{name}{_(': ')}{said(found['label'])}" if found["key"] else name
