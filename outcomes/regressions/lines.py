"""The table of a regression as text: covariates, levels, ratios alone and together."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.cohorts.shapes import Ratio, Test
from outcomes.figures.wording import (
    RANGE,
    amount,
    p_digits,
    said,
    unit_of,
    with_unit,
)
from outcomes.regressions.shapes import Covariate, Level, Model

NOTHING = "\N{EM DASH}"
# A ratio past these is written as beyond them: more digits say nothing.
LEAST, MOST = 0.01, 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row; a heading has no level.

    alone, together : a ratio with its limits, and P; test : P that the covariate as a
    whole says nothing; constant : P that its ratios do not change with time
    why : why a ratio is missing, together or else alone
    """

    text: str
    level: Level | None = None
    inner: bool = False
    n: str = ""
    events: str = ""
    alone: str = ""
    alone_p: str = ""
    together: str = ""
    together_p: str = ""
    test: str = ""
    constant: str = ""
    why: str = ""


def lines_of(model: Model) -> list[Line]:
    """Return the rows of the table in reading order."""
    return [line for one in model["covariates"] for line in _lines(one)]


def _lines(found: Covariate) -> Iterator[Line]:
    constant = p_of(found["proportional"])
    if found["kind"] == "number":
        yield _line(found["levels"][0], _per(found), constant=constant)
        return
    levels = found["levels"]
    own = [level for level in levels if not level["reference"]]
    test = p_of(found["test"]) if len(own) > 1 else ""
    yield Line(_named(found), test=test, constant=constant)
    for level in levels:
        yield _line(level, said(level["label"]), inner=True)


def _line(
    level: Level,
    text: str,
    *,
    inner: bool = False,
    constant: str = "",
) -> Line:
    alone, together = level["alone"], level["together"]
    one = _("1 (reference)") if level["reference"] else NOTHING
    missing = next((r for r in (together, alone) if r and r["why"]), None)
    return Line(
        text,
        level,
        inner,
        amount(level["n"]),
        amount(level["events"]),
        with_limits(alone) if alone else one,
        p_digits(alone["p"]) if alone else "",
        with_limits(together) if together else one,
        p_digits(together["p"]) if together else "",
        constant=constant,
        why=said(missing["why"]) if missing and missing["why"] else "",
    )


def _named(found: Covariate) -> str:
    text = said(found["label"])
    if found["kind"] == "state":
        text += _(", from its day on")
    cut = found["unit"] if found["kind"] == "levels" else ""
    return _with_missing(with_unit(text, cut), found)


def _per(found: Covariate) -> str:
    """Name a number with what its ratio is for: age, per 10 y."""
    unit = f" {unit_of(found['unit'])}" if found["unit"] else ""
    per = _("%(name)s, per %(per)s%(unit)s") % {
        "name": said(found["label"]),
        "per": f"{found['per']:g}",
        "unit": unit,
    }
    return _with_missing(per, found)


def _with_missing(text: str, found: Covariate) -> str:
    if found["missing"] == 0:
        return text
    return text + _(", %(n)s not known") % {"n": amount(found["missing"])}


def with_limits(found: Ratio) -> str:
    """Write a ratio with its limits: 1.42 (0.81–2.49)."""
    if found["ratio"] is None:
        return _("not estimable")
    ends = RANGE.join(_ratio(found[end]) for end in ("lower", "upper"))  # type: ignore[literal-required]
    return f"{_ratio(found['ratio'])} ({ends})"


def _ratio(number: float | None) -> str:
    if number is None:
        return NOTHING
    if number < LEAST:
        return f"< {LEAST:g}"
    return f"> {MOST}" if number > MOST else f"{number:.2f}"


def p_of(found: Test | None) -> str:
    """Write the P of a test; nothing where there is none."""
    return p_digits(found["p"]) if found and found["p"] is not None else ""


def columns(model: Model) -> list[str]:
    """Return the heads of the table, as text to paste has them."""
    ratio = _("SHR") if model["model"] == "fine_gray" else _("HR")
    heads = [
        _("Covariate"),
        _("n"),
        _("Events"),
        _("Alone, %(ratio)s (95 %% limits)") % {"ratio": ratio},
        _("Alone, P"),
        _("Together, %(ratio)s (95 %% limits)") % {"ratio": ratio},
        _("Together, P"),
    ]
    return heads + ([_("Constant over time, P")] if model["model"] == "cox" else [])


def cells(line: Line, model: Model) -> list[str]:
    """Return a row as text."""
    found = [
        line.text,
        line.n,
        line.events,
        line.alone,
        line.alone_p,
        line.together,
        line.together_p or line.test,
    ]
    return found + ([line.constant] if model["model"] == "cox" else [])


def as_text(model: Model) -> str:
    """Return the table with tabs, as spreadsheets and manuscripts take it."""
    rows = [columns(model), *(cells(line, model) for line in lines_of(model))]
    return "\n".join("\t".join(row) for row in rows)


def used(model: Model) -> str:
    """Say who is in the model, and who is not and why."""
    told = {"n": amount(model["n"]), "all": amount(model["subjects"])}
    said_of = [
        _("%(n)s of %(all)s patients, %(events)s events")
        % {**told, "events": amount(model["events"])}
    ]
    if model["competing"] != 0:
        competing = _("%(n)s competing") % {"n": amount(model["competing"])}
        said_of.append(competing)
    text = _(", ").join(said_of) + _(".")
    left = [*_left_out(model)]
    if left:
        text += " " + _("Left out: %(found)s.") % {"found": _("; ").join(left)}
    return text


def _left_out(model: Model) -> Iterator[str]:
    if model["incomplete"] != 0:
        named = [(one["label"], one["missing"]) for one in model["covariates"]]
        named += model["strata_missing"]
        lacks = [f"{said(label)} {amount(n)}" for label, n in named if n != 0]
        yield _("%(n)s with a missing value (%(which)s)") % {
            "n": amount(model["incomplete"]),
            "which": _(", ").join(lacks),
        }
    if model["no_time"] is None or model["no_time"]:
        n = model["no_time"]
        yield ngettext(
            "%(n)s without this endpoint, or whose time was over when days begin",
            "%(n)s without this endpoint, or whose time was over when days begin",
            n or 0,
        ) % {"n": amount(n)}
