"""What follows a transplant on the timeline: engraftment and GVHD."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.queries.timeline.mark import Mark, Timeline
from registry.queries.wording import (
    Facts,
    agvhd_organs,
    derived,
    grade_words,
    signed,
    word,
)

CELLS = (
    ("anc_engraftment_date", "ANC", "anc_day"),
    ("plt_engraftment_date", "PLT", "plt_day"),
)
SEVERITY = {"mild": 1, "moderate": 2, "severe": 3}


def engraftment(facts: Facts, case: Case, line: Timeline) -> Iterator[Mark]:
    """Mark the days of recovery and of graft failure."""
    since = derived("engraftment", facts, case)
    for field, short, name in CELLS:
        day = line.day(facts.get(field))
        if day is not None:
            label = f"{short} {signed(since.get(name))}"
            yield Mark("hsct", "point", "engraftment", facts["id"], day, label=label)
    failed = line.day(facts.get("graft_failure_date"))
    if failed is not None:
        said = word("engraftment", "graft_failure", facts)
        yield Mark("hsct", "relapse", "engraftment", facts["id"], failed, label=said)


def acute(facts: Facts, case: Case, line: Timeline) -> Iterator[Mark]:
    """Mark acute GVHD with its grade."""
    grade = derived("agvhd_episode", facts, case).get("agvhd_magic")
    grade = facts.get("agvhd_max_recorded_grade") if grade is None else grade
    roman = "?" if grade is None else grade_words("agvhd_episode", grade)
    number = int(str(grade)) if str(grade).isdigit() else 0
    label = _("aGVHD %(grade)s") % {"grade": roman}
    told = {"label": label, "inside": roman, "grade": number}
    yield from _gvhd(
        "agvhd", told, [agvhd_organs(facts)], facts=facts, case=case, line=line
    )


def chronic(facts: Facts, case: Case, line: Timeline) -> Iterator[Mark]:
    """Mark chronic GVHD with its severity."""
    found = derived("cgvhd_episode", facts, case).get("cgvhd_severity")
    severity = found or facts.get("cgvhd_max_recorded_severity")
    said = grade_words("cgvhd_episode", severity) if severity else "?"
    label = _("cGVHD %(severity)s") % {"severity": said}
    told = {"label": label, "grade": SEVERITY.get(str(severity), 0)}
    yield from _gvhd("cgvhd", told, [], facts=facts, case=case, line=line)


def _gvhd(
    name: str,
    told: dict[str, Any],
    parts: list[str],
    *,
    facts: Facts,
    case: Case,
    line: Timeline,
) -> Iterator[Mark]:
    onset = line.day(facts.get(f"{name}_onset_date"))
    if facts.get(f"{name}_occurred") != "yes" or onset is None:
        return
    end = line.day(facts.get(f"{name}_resolved_date"))
    zero = line.day(case.hsct_date(facts.get("hsct_no")))
    since = "" if zero is None else signed(onset - zero)
    note = [*parts, _("onset %(day)s") % {"day": since} if since else ""]
    note.append("" if end else _("end not recorded"))
    yield Mark(
        "hsct",
        "graded",
        f"{name}_episode",
        facts["id"],
        onset,
        end,
        note=" · ".join(filter(None, note)),
        **told,
    )
