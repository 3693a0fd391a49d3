"""Toxicity on the timeline: graded episodes, and the statement that none occurred."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.queries.timeline.mark import Mark, Timeline, span
from registry.queries.wording import Facts, crs_treatment, derived

STATED_BY = 28


def crs(facts: Facts, case: Case, line: Timeline) -> Iterator[Mark]:
    """Mark an episode of CRS, or its absence."""
    yield from _episode("crs", facts, case, line, crs_treatment(facts))


def icans(facts: Facts, case: Case, line: Timeline) -> Iterator[Mark]:
    """Mark an episode of ICANS, or its absence."""
    yield from _episode("icans", facts, case, line)


def _episode(
    name: str, facts: Facts, case: Case, line: Timeline, treated: Sequence[str] = ()
) -> Iterator[Mark]:
    form, zero = f"{name}_episode", line.day(case.infusion_date(facts["course_no"]))
    occurred = facts.get(f"{name}_occurred")
    if zero is None or occurred not in ("yes", "no"):
        return
    if occurred == "no":
        until, none = zero + STATED_BY, _("none")
        yield Mark(name, "none", form, facts["id"], zero, until, inside=none)
        return
    onset = line.day(facts.get(f"{name}_onset_date"))
    end = line.day(facts.get(f"{name}_resolved_date"))
    start, days = zero, _("onset not recorded")
    if onset is not None:
        start, days = onset, _("day %(number)s") % {"number": span(onset, end)}
    grade = _grade(form, name, facts, case)
    yield Mark(
        *(name, "graded", form, facts["id"], start, end),
        label=f"{name.upper()} {_label(form, name, facts, case)}",
        note=" · ".join(filter(None, [days, *treated])),
        inside=grade,
        grade=int(grade) if grade.isdigit() else 0,
    )


def _grade(form: str, name: str, facts: Facts, case: Case) -> str:
    grade = derived(form, facts, case).get(f"{name}_grade")
    if grade is None:
        grade = facts.get(f"{name}_recorded_grade")
    return "?" if grade is None else str(grade)


def _label(form: str, name: str, facts: Facts, case: Case) -> str:
    """Return the grade by findings; what people recorded follows where it differs."""
    grade = derived(form, facts, case).get(f"{name}_grade")
    written = facts.get(f"{name}_recorded_grade")
    if grade is None:
        return _("grade open") if written is None else str(written)
    if written is None or str(written) == str(grade):
        return str(grade)
    return _("%(grade)s, recorded %(recorded)s") % {"grade": grade, "recorded": written}
