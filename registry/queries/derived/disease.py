"""Where the disease stood on a day: lines, remissions, status."""

from collections.abc import Iterator
from datetime import date

from registry.checks import Case, Record
from registry.checks.case import REMISSIONS, in_remission
from registry.checks.graded import mrd_status
from registry.codelists.base import Label
from registry.codelists.disease import STATUS
from registry.queries.derived.value import Derived, Values

LINES = Label("Prior lines of therapy, counted", "既往治疗线数（按表单）")
DISEASE_STATUS = Label("Disease status by forms", "当时疾病状态（按表单）")
REMISSION, RELAPSE = "remission", "relapse"
FAILED = frozenset({"PR", "NR", "MLFS"})
History = list[tuple[date, str]]


def diagnosis(values: Values, case: Case) -> list[Derived]:
    """Return lines and status before the first treatment, beside the recorded ones."""
    treated = [day for day in (case.first_infusion, case.first_hsct) if day]
    day = min(treated, default=None)
    lines, status = before(case, day)
    return [
        Derived(lines.name, LINES, lines.value, recorded="recorded_prior_lines"),
        Derived(
            status.name,
            DISEASE_STATUS,
            status.value,
            codes=STATUS,
            recorded="recorded_status",
        ),
    ]


def before(case: Case, day: date | None) -> list[Derived]:
    """Return the number of lines and the status before ``day``, or by now."""
    return [
        Derived("number_of_lines", LINES, number_of_lines(case, day)),
        Derived("disease_status", DISEASE_STATUS, status(case, day), codes=STATUS),
    ]


def number_of_lines(case: Case, day: date | None) -> int | None:
    """Return the lines begun before ``day``; None where no line was entered."""
    lines = case.of("prior_line")
    if not lines:
        return None
    return sum(_is_before(line.get("start_date"), day) for line in lines)


def _is_before(when: date | None, day: date | None) -> bool:
    return when is None or day is None or when < day


def remission_number(case: Case, day: date | None) -> int:
    """Return how many remissions began up to and including ``day``."""
    known = [what for when, what in history(case) if day is None or when <= day]
    steps = zip([RELAPSE, *known], known, strict=False)
    return sum(last == RELAPSE and now == REMISSION for last, now in steps)


def history(case: Case) -> History:
    """Return the documented remissions and relapses, in the order of their days."""
    return sorted(_events(case), key=lambda one: (one[0], one[1] == RELAPSE))


def _events(case: Case) -> Iterator[tuple[date, str]]:
    for line in case.of("prior_line"):
        reached = line.get("response_date") or line.get("start_date")
        if line.get("best_response") in REMISSIONS and reached:
            yield reached, REMISSION
        if line.get("relapse_after_line_date"):
            yield line["relapse_after_line_date"], RELAPSE
    for one in case.of("disease_assessment"):
        if day := one.get("assessment_date"):
            if in_remission(one):
                yield day, REMISSION
            elif one.get("response") == "relapse":
                yield day, RELAPSE
    for one in case.of("relapse"):
        if one.get("relapse_date") and one.get("relapse_type") != "molecular":
            yield one["relapse_date"], RELAPSE


def status(case: Case, day: date | None) -> str | None:
    """Return the status of the disease before ``day`` by its documented history.

    Without a line or an assessment nothing is known: a missing form is no statement.
    """
    past = [one for one in history(case) if _is_before(one[0], day)]
    lines = number_of_lines(case, day)
    if not past:
        return "primary_refractory" if lines and _treated(case, day) else None
    if past[-1][1] == REMISSION:
        return _in_remission(case, day)
    if REMISSION not in {what for _when, what in past}:
        return "primary_refractory"
    failed = any(
        line.get("best_response") in FAILED
        and (line.get("start_date") or date.min) >= past[-1][0]
        for line in case.of("prior_line")
        if _is_before(line.get("start_date"), day)
    )
    return "relapsed_refractory" if failed else "relapsed"


def _treated(case: Case, day: date | None) -> bool:
    """Tell whether every line before ``day`` is known to have failed."""
    return all(
        line.get("best_response") in FAILED
        for line in case.of("prior_line")
        if _is_before(line.get("start_date"), day)
    )


def _in_remission(case: Case, day: date | None) -> str:
    assessed: list[Record] = [
        one
        for one in case.of("disease_assessment")
        if one.get("assessment_date") and _is_before(one["assessment_date"], day)
    ]
    last = max(assessed, key=lambda one: one["assessment_date"], default={})
    if mrd_status(last) == "positive":
        return "MRD_only"
    last_day = max(when for when, _ in history(case) if _is_before(when, day))
    first = remission_number(case, last_day) == 1
    return "first_remission" if first else "later_remission"
