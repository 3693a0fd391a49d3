"""What happened to the patients, as R scripts: grades, day 28, copies, states, bars."""

from collections.abc import Iterator

from outcomes.cohorts.described import Distribution
from outcomes.cohorts.people import People
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Number
from outcomes.cohorts.toxicity import ANY, GradeCourse
from outcomes.figures.again import Again
from outcomes.figures.r_lines import (
    NoScript,
    commented,
    data_frame,
    frame,
    same,
    vector,
)

SPREAD = "quantile(x, c(.25, .5, .75), names = FALSE)"


def day_28(results: Results) -> tuple[str, list[str]]:
    """Return the values of day 28 and their shares."""
    return "MRD and response about day 28.", [*_shares(results["day_28"])]


def _shares(found: dict[str, Distribution]) -> Iterator[str]:
    rows = [
        (name, place, category["n"])
        for name, one in found.items()
        for place, category in enumerate(one["categories"], start=1)
    ]
    yield from data_frame("counts", ("variable", "value", "n"), rows)
    yield "shares <- ave(counts$n, counts$variable, FUN = function(n) n / sum(n))"
    for name, one in found.items():
        labels = [
            f"{place} {category['label']['en']}"
            for place, category in enumerate(one["categories"], start=1)
        ]
        yield f"# {name}: {commented('; '.join(labels))}"
    yield ""
    yield "# What Day Zero found"
    for name, one in found.items():
        if one["n"]:
            mine = f'counts$variable == "{name}"'
            shares = vector(category["share"] for category in one["categories"])
            yield from same(f"shares[{mine}]", shares)
            yield from same(f"sum(counts$n[{mine}])", repr(one["n"]))


def toxicity(again: Again) -> str:
    """Return grades of CRS and ICANS with onset and duration. Raises NoScript."""
    grades = again.results["toxicity"]
    if not any(one["n"] for one in grades.values()):
        raise NoScript("nobody is in the subset")
    lines = [*_shares(grades), "", *_days(again)]
    for name, found in again.results["toxicity_course"].items():
        for course in found:
            lines += _course(name, course)
    about = ["CRS and ICANS, worst grade; onset from the infusion, and duration, days."]
    return frame(again.source, "", about, lines)


def _days(again: Again) -> Iterator[str]:
    rows = [
        (grade, *course, n)
        for grade in again.results["toxicity_course"]
        for course, n in sorted(again.cells[f"course/{grade}"].items(), key=repr)
    ]
    heads = ("variable", "grade", "onset", "days", "n")
    yield from data_frame("courses", heads, rows)
    yield "courses <- courses[rep(seq_len(nrow(courses)), courses$n), ]"
    yield "of <- function(variable, grades, what) {"
    yield "  mine <- courses$variable == variable & courses$grade %in% grades"
    yield "  x <- courses[[what]][mine & !is.na(courses[[what]])]"
    yield f"  if (length(x)) c(length(x), {SPREAD}) else c(0, NA, NA, NA)"
    yield "}"


def _course(name: str, course: GradeCourse) -> Iterator[str]:
    grades = "1:5" if course["key"] == ANY else course["key"]
    for what in ("onset", "duration"):
        own = course[what]  # type: ignore[literal-required]
        column = "days" if what == "duration" else what
        numbers = [own["n"], own["low"], own["median"], own["high"]]
        yield from same(f'of("{name}", {grades}, "{column}")', vector(numbers))


def copies(again: Again) -> str:
    """Return the measurements at the planned days, and their quartiles."""
    points = again.results["expansion"]["points"]
    if not points:
        raise NoScript("nobody was measured")
    rows = [(*cell, n) for cell, n in sorted(again.cells["copies"].items())]
    lines = [
        "# copies per microgram; 0: none that could be found, which counts as lowest",
        *data_frame("measured", ("day", "copies", "n"), rows),
        "measured <- measured[rep(seq_len(nrow(measured)), measured$n), ]",
        "by_day <- split(measured$copies, measured$day)",
        f"spread <- sapply(by_day, function(x) {SPREAD})",
        "",
        "# What Day Zero found",
    ]
    for row, name in enumerate(("low", "median", "high"), start=1):
        numbers: list[Number] = [point[name] or 0.0 for point in points]  # type: ignore[literal-required]
        lines += same(f"unname(spread[{row}, ])", vector(numbers))
    lines += same("unname(sapply(by_day, length))", vector(p["n"] for p in points))
    below = vector(point["below"] for point in points)
    lines += same("unname(sapply(by_day, function(x) sum(x == 0)))", below)
    about = ["CAR-T expansion: median and quartiles at the planned days."]
    return frame(again.source, "", about, lines)


def swimmer(people: People) -> tuple[str, list[str]]:
    """Return the courses that the reader may see, the longest first, and draw them."""
    if not people.shown:
        raise NoScript("there is nobody whom the reader may see")
    rows = [
        (place, one.last, one.hsct, one.relapse, one.death)
        for place, one in enumerate(people.shown, start=1)
    ]
    lines = [
        "# days from day 0; NA: it did not happen",
        *data_frame("courses", ("bar", "last", "hsct", "relapse", "death"), rows),
        'barplot(rev(courses$last), horiz = TRUE, xlab = "Days from day 0")',
        "",
        "# What Day Zero drew",
        *same("nrow(courses)", repr(len(people.shown))),
        *same("courses$last", "sort(courses$last, decreasing = TRUE)"),
    ]
    for name in ("hsct", "relapse", "death"):
        many = sum(getattr(one, name) is not None for one in people.shown)
        lines += same(f"sum(!is.na(courses${name}))", repr(many))
    return "Single courses, as the reader may see them.", lines
