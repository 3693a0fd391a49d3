"""Laws that hold for every scale, whatever the findings."""

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from registry.grading import ENGINES, Kind, grade
from tests.unit.grading.drawing import complete_findings, some_of

QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck)
)
SERIES = {"engraftment_anc", "engraftment_plt", "icaht_early_from_counts"}
COMPLETED = sorted(set(ENGINES) - SERIES)
# These choose a column of the table, or say what is judged; they are no severity.
NO_SEVERITY = {
    "age_years",
    "tool",
    "adult",
    "cr_boundary",
    "prior_remission",
    "dri_disease",
    "days_since_hsct",
}
# All other findings list their answers from mild to worse, but for these.
MILDER_WHEN_MORE = {
    "ice_score",
    "anc_ever_above_500",
    "pre_treatment_blasts_pct",
}
MILDER_HERE = {
    # What the child can do; the other four items are what disturbs it.
    "capd_score": {
        "capd_eye_contact",
        "capd_purposeful",
        "capd_aware",
        "capd_communicates",
    },
    "response_all": {"anc", "platelets"},
    "response_aml": {"anc", "platelets"},
}
ORDERED = sorted(name for name, engine in ENGINES.items() if engine.ordered)
MONOTONE = sorted(set(ORDERED) - SERIES)


def fits(engine, findings):
    """Leave one score for ICANS: two with the age forgotten are judged by age."""
    if engine.name == "icans_astct":
        other = "capd_score" if findings["age_years"] >= 12 else "ice_score"
        return {**findings, other: None}
    return findings


def worse_of(engine, finding, value):
    """Draw an answer to ``finding`` that is worse than ``value``; None without one."""
    bands = list(finding.bands)
    milder = MILDER_WHEN_MORE | MILDER_HERE.get(engine.name, set())
    if finding.name in milder:
        bands.reverse()
    if finding.kind in {Kind.YES_NO, Kind.CODE} or finding.codes is not None:
        worse = bands[bands.index(value) + 1 :]
        return st.sampled_from(worse) if worse else st.none()
    low, high = finding.limits
    low, high = (value, high) if bands[0] < bands[-1] else (low, value)
    numbers = st.integers if finding.kind is Kind.WHOLE else st.floats
    near = [band for band in bands if low <= band <= high]
    return st.sampled_from(near) | numbers(low, high) if near else numbers(low, high)


@pytest.mark.parametrize("name", MONOTONE)
def test_a_worse_finding_never_lowers_the_grade(name):
    engine = ENGINES[name]
    judged = [f for f in engine.findings if f.name not in NO_SEVERITY]

    @QUICK
    @given(st.data())
    def law(data):
        findings = fits(engine, data.draw(complete_findings(engine)))
        before = grade(name, findings)
        assume(before.decided)
        finding = data.draw(st.sampled_from(judged))
        assume(findings[finding.name] is not None)
        worse = data.draw(worse_of(engine, finding, findings[finding.name]))
        assume(worse is not None)
        after = grade(name, {**findings, finding.name: worse})
        if after.decided:
            assert engine.rank(after.grade) >= engine.rank(before.grade)

    law()


@QUICK
@given(st.data())
def test_a_lower_count_never_lowers_the_icaht_grade(data):
    values = st.sampled_from([0.05, 0.1, 0.11, 0.4, 0.5, 0.51, 2.0])
    days = sorted({0, 30} | data.draw(st.sets(st.integers(1, 29), min_size=8)))
    counts = [[day, data.draw(values)] for day in days]
    rule = data.draw(st.sampled_from(["cumulative", "longest_episode"]))
    before = grade("icaht_early_from_counts", {"counts": counts, "duration_rule": rule})
    assume(before.decided)
    place = data.draw(st.integers(0, len(counts) - 1))
    lower = [list(pair) for pair in counts]
    lower[place][1] = data.draw(st.floats(0, lower[place][1]))
    after = grade("icaht_early_from_counts", {"counts": lower, "duration_rule": rule})
    assert after.grade >= before.grade


@pytest.mark.parametrize("name", COMPLETED)
def test_each_grade_that_is_left_open_is_reached_by_answering(name):
    """Bounds are no guess: answers to what is missing lead to every grade named."""
    engine = ENGINES[name]

    @settings(QUICK, max_examples=8)
    @given(st.data())
    def law(data):
        known = data.draw(some_of(fits(engine, data.draw(complete_findings(engine)))))
        opened = grade(name, known)
        assume(opened.possible and not opened.invalid)
        aim = data.draw(st.sampled_from(opened.possible))
        assert {opened.at_least, opened.at_most} <= {None, *opened.possible}
        findings, result = dict(known), opened
        while not result.decided:
            findings, result = next(
                (findings | {finding: answer}, then)
                for finding in result.missing
                for answer in engine.finding(finding).bands
                if aim in _left(then := grade(name, findings | {finding: answer}))
            )
        assert result.grade == aim

    law()


def _left(result):
    """Return the grades that a result leaves."""
    return (result.grade,) if result.decided else result.possible


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_answer_carries_rule_source_and_standing(name):
    engine = ENGINES[name]
    for findings in (
        {},
        {"moon_phase": 1},
        dict.fromkeys(f.name for f in engine.findings),
    ):
        said = grade(name, findings).as_json()
        assert said["rule"] == engine.rule.en
        assert said["source"] == engine.source
        assert said["verified"] is engine.verified


@pytest.mark.parametrize("name", COMPLETED)
def test_forgetting_findings_leaves_the_grade_possible(name):
    engine = ENGINES[name]

    @QUICK
    @given(st.data())
    def law(data):
        findings = fits(engine, data.draw(complete_findings(engine)))
        full = grade(name, findings)
        assume(full.decided)
        partial = grade(name, data.draw(some_of(findings)))
        if partial.decided:
            assert partial.grade == full.grade
            assert partial.missing == ()
        else:
            assert full.grade in partial.possible
            assert set(partial.missing) <= {f.name for f in engine.findings}
            assert partial.missing
        if partial.at_least is not None:
            low, high = engine.rank(partial.at_least), engine.rank(partial.at_most)
            assert low <= engine.rank(full.grade) <= high

    law()


@pytest.mark.parametrize("name", COMPLETED)
def test_a_decided_grade_stays_when_the_rest_is_filled_in(name):
    engine = ENGINES[name]

    @QUICK
    @given(st.data())
    def law(data):
        findings = fits(engine, data.draw(complete_findings(engine)))
        known = data.draw(some_of(findings))
        partial = grade(name, known)
        assume(partial.decided)
        filled = {**findings, **{k: v for k, v in known.items() if v is not None}}
        after = grade(name, filled)
        assert after.invalid or after.grade == partial.grade

    law()


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_invalid_finding_never_gives_a_grade(name):
    engine = ENGINES[name]
    junk = [object(), {}, float("nan"), float("inf"), 10**400, -1e9, "yes", "", [[1]]]

    @QUICK
    @given(st.data())
    def law(data):
        finding = data.draw(st.sampled_from(engine.findings))
        findings = {finding.name: data.draw(st.sampled_from(junk))}
        answer = grade(name, findings)
        assert answer.errors == (finding.name,)
        assert answer.grade is None
        assert answer.missing == ()
        said = answer.as_json()
        assert said["errors"] == [finding.name]
        assert said["reasons"][finding.name] == answer.reasons[0].en
        assert answer.reasons[0].zh

    law()


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_finding_that_the_scale_does_not_take_is_invalid(name):
    answer = grade(name, {"moon_phase": 1, "tide": None})
    assert answer.errors == ("moon_phase", "tide")
    assert answer.grade is None


SMALL = [
    "crs_astct",
    "agvhd_magic",
    "agvhd_glucksberg",
    "agvhd_lower_gi_stage",
    "car_hematotox",
    "cgvhd_liver_score",
    "crs_penn",
    "dri_refined",
    "hct_ci_hepatic",
    "iec_hs_diagnosis",
    "response_all",
    "response_aml",
    "sos_adult_2016",
    "sos_paed_severity",
]


def named(findings, values):
    """Return ``values`` by the names of ``findings``."""
    return {f.name: value for f, value in zip(findings, values, strict=True)}


@pytest.mark.parametrize("name", SMALL)
def test_pooling_gives_what_listing_every_completion_gives(name):
    """The long way round: every completion one by one, and every single change."""
    engine = ENGINES[name]

    @settings(QUICK, max_examples=6)
    @given(st.data())
    def law(data):
        asked = [f for f in engine.findings if f.default is None]
        gaps = data.draw(st.sets(st.sampled_from(asked), max_size=4))
        known = {
            f.name: data.draw(st.sampled_from(f.bands)) for f in asked if f not in gaps
        }
        gaps = sorted(gaps, key=lambda f: f.name)
        listed = {
            values: grade(name, known | named(gaps, values)).grade
            for values in product(*(f.bands for f in gaps))
        }
        deciding = {
            f.name
            for place, f in enumerate(gaps)
            for values, given_grade in listed.items()
            for band in f.bands
            if listed[(*values[:place], band, *values[place + 1 :])] != given_grade
        }
        answer = grade(name, known)
        possible = {answer.grade} if answer.decided else set(answer.possible)
        assert possible == set(listed.values())
        assert set(answer.missing) == deciding

    law()


@pytest.mark.parametrize("name", COMPLETED)
def test_the_bands_of_a_finding_are_values_that_it_can_have(name):
    for finding in ENGINES[name].findings:
        assert finding.bands, finding.name
        for band in finding.bands:
            assert finding.read(band) == band
        assert finding.kind not in {Kind.SERIES, Kind.DAYS}
