"""The tables that people read are what the engines compute."""

import operator
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.grading import ENGINES, Kind
from registry.grading.engine import WORST, YES_NO
from registry.grading.tables import ANY, tables_of
from tests.unit.grading.drawing import values_of

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)
LIMIT = re.compile(r"(≥|>|≤|<) ([\d.e-]+)")
SIGNS = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt}
TABLES = [
    (engine.name, table.domain)
    for engine in ENGINES.values()
    for table in tables_of(engine)
]


def same(code, value) -> bool:
    return isinstance(value, float) and float(code.value) == value


def meets(finding, value, answer) -> bool:
    """Read a line's answer as a person does."""
    if answer == ANY:
        return True
    if finding.kind is Kind.YES_NO:
        return YES_NO[str(value)] == answer
    if finding.codes is not None:
        (label,) = (
            code.label.en
            for code in finding.codes
            if code.value == value or code.value == str(value) or same(code, value)
        )
        return label in answer.en.split(" / ")
    if limits := LIMIT.findall(answer.en):
        return all(SIGNS[sign](value, float(limit)) for sign, limit in limits)
    low, _, high = answer.en.partition("–")
    return int(low) <= value <= int(high or low)


@pytest.mark.parametrize(("name", "domain"), TABLES)
def test_one_line_fits_any_findings_and_counts_what_the_engine_counts(name, domain):
    engine = ENGINES[name]
    (judged,) = (d for d in engine.domains if d.name == domain)
    (table,) = (t for t in tables_of(engine) if t.domain == domain)
    asked = [f for f in judged.findings if f.default is None]
    preset = {f.name: f.default for f in judged.findings if f.default is not None}

    @QUICK
    @given(st.data())
    def law(data):
        findings = {f.name: data.draw(values_of(f)) for f in asked} | preset
        if judged.contradictions(findings):
            return
        fitting = [
            line
            for line in table.lines
            if all(
                meets(finding, findings[finding.name], answer)
                for finding, answer in zip(asked, line.answers, strict=True)
            )
        ]
        assert len(fitting) == 1
        score = judged.score(findings)
        if engine.pool is WORST:
            assert fitting[0].counts == engine.grade_label(engine.conclude(score))
        elif str(score) in judged.words:
            assert fitting[0].counts == judged.words[str(score)]

    law()


def test_most_scales_fit_on_a_card():
    """What has none is counted from series, or by the rule in words alone."""
    without = {n for n in ENGINES if n not in {name for name, _ in TABLES}}
    assert without == {
        "ice_score",
        "icaht_early",
        "icaht_early_from_counts",
        "engraftment_anc",
        "engraftment_plt",
    }


def test_a_comparison_of_two_findings_has_no_table():
    """Blasts halved since before treatment are no stretch of blasts."""
    assert [t.domain for t in tables_of(ENGINES["response_all"])] == ["recovery"]
