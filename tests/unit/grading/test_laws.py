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
# The age and the weight group choose a column of the table; they are no severity.
NO_SEVERITY = {"age_years", "tool", "adult"}
# All other findings list their answers from mild to worse, but for these.
MILDER_WHEN_MORE = {"ice_score", "anc_ever_above_500"}
MONOTONE = [
    "crs_astct",
    "crs_lee2014",
    "crs_penn",
    "icans_astct",
    "iec_hs_grade",
    "icaht_early",
    "icaht_late",
    "t_icaht_early",
    "car_hematotox",
    "agvhd_skin_stage",
    "agvhd_liver_stage",
    "agvhd_lower_gi_stage",
    "agvhd_lower_gi_stage_episodes",
    "agvhd_magic",
    "agvhd_glucksberg",
    "cgvhd_nih",
    "cgvhd_skin_score",
    "cgvhd_lung_score",
    "cgvhd_liver_score",
    "cgvhd_gi_score",
    "hct_ci",
    "hct_ci_pulmonary",
    "hct_ci_hepatic",
    "sos_adult_2023",
    "sos_adult_severity",
    "sos_paed_2018",
    "sos_paed_severity",
    "tma_modified_jodele",
]


def fits(engine, findings):
    """Leave one score for ICANS: two with the age forgotten are judged by age."""
    if engine.name == "icans_astct":
        other = "capd_score" if findings["age_years"] >= 12 else "ice_score"
        return {**findings, other: None}
    return findings


def worse_of(finding, value):
    """Return the answers of ``finding`` that are worse than ``value``."""
    bands = list(finding.bands)
    if finding.name in MILDER_WHEN_MORE:
        bands.reverse()
    if value in bands:
        return bands[bands.index(value) + 1 :]
    return []


@pytest.mark.parametrize("name", MONOTONE)
def test_a_worse_finding_never_lowers_the_grade(name):
    engine = ENGINES[name]
    asked = [f for f in engine.findings if f.name not in NO_SEVERITY | {"death"}]

    @QUICK
    @given(st.data())
    def law(data):
        findings = {f.name: data.draw(st.sampled_from(f.bands)) for f in asked}
        for other in engine.findings:
            if other not in asked and other.default is None:
                findings[other.name] = data.draw(st.sampled_from(other.bands))
        before = grade(name, findings)
        assume(before.decided)
        finding = data.draw(st.sampled_from(asked))
        for value in worse_of(finding, findings[finding.name]):
            after = grade(name, {**findings, finding.name: value})
            if after.decided:
                assert engine.rank(after.grade) >= engine.rank(before.grade)

    law()


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
        assert answer.as_json()["errors"] == [finding.name]

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
