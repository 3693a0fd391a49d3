"""Definitions: what can be used, and what is refused with which reason."""

from datetime import date

import pytest

from outcomes.baseline import baseline_of
from outcomes.cohorts.definition import NotValid, UnknownAtTimeZero, parse
from outcomes.cohorts.refusals import OFFERS
from outcomes.cohorts.variable import Kind
from outcomes.cohorts.variables import VARIABLES
from outcomes.cohorts.versions import differences
from outcomes.cohorts.wording import parts_of, sentence
from outcomes.endpoints import IndexEvent
from outcomes.study.cohort import DEFINITION
from tests.unit.cohorts.cases import DAY0, a_case, day, hsct, infusion

PLAIN = {"index": "hsct", "horizon": 730}


def test_the_studys_definition_can_be_used():
    found = parse(DEFINITION)
    assert (found.index, found.horizon) == ("hsct", 730)
    assert found.groups.variable.name == "arm"
    assert [s.cut for s in found.subgroups] == [14, 20, "median", "median"]


AFTER_INFUSION = [
    "peak_copies",
    "crs_grade",
    "icans_grade",
    "d28_mrd",
    "d28_response",
    "arm",
    "copies_before_hsct",
    "donor",
    "hsct_done",
]
AFTER_HSCT = ["cgvhd", "agvhd", "relapsed"]


@pytest.mark.parametrize(
    ("index", "name"),
    [("infusion", name) for name in AFTER_INFUSION + AFTER_HSCT]
    + [("hsct", name) for name in AFTER_HSCT],
)
@pytest.mark.parametrize("part", ["groups", "subset", "filters", "subgroups"])
def test_what_is_known_only_later_is_refused_everywhere(index, name, part):
    rule = {"variable": name, "is": True}
    given = rule if part in ("groups", "subset") else [rule]
    with pytest.raises(UnknownAtTimeZero) as refusal:
        parse({**PLAIN, "index": index, part: given})
    assert refusal.value.variable.name == name
    assert "immortal time" in refusal.value.says.en
    assert "永生时间" in refusal.value.says.zh
    assert {offer.key for offer in refusal.value.offers} <= {*OFFERS}


@pytest.mark.parametrize(
    "name", ["crs_grade", "peak_copies", "copies_before_hsct", "car_t_dose"]
)
def test_by_hsct_the_course_before_it_is_known(name):
    found = parse({**PLAIN, "groups": {"variable": name, "cut": "median"}})
    assert found.groups.cut == "median"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"index": "birth"}, "index must be one of"),
        ({"horizon": 0}, "horizon must be"),
        ({"horizon": True}, "horizon must be"),
        ({"horizont": 1}, "no such part: horizont"),
        ({"groups": {"variable": "star_sign"}}, "no such variable: 'star_sign'"),
        ({"groups": {"variable": "age"}}, "needs a cut"),
        ({"groups": {"variable": "sex", "cut": 3}}, "cannot be cut"),
        ({"filters": [{"variable": "sex", "in": ["Q"]}]}, "sex cannot be ['Q']"),
        ({"filters": [{"variable": "sex", "from": 1}]}, "has no order"),
        ({"filters": [{"variable": "arm", "is": "yes"}]}, "arm cannot be ['yes']"),
        ({"filters": [{"variable": "age", "over": 3}]}, "a filter has no ['over']"),
        ({"filters": [{"variable": "age", "from": 9, "to": 3}]}, "is above"),
        ({"filters": [{"variable": "age", "from": "9"}]}, "'9' is no number"),
        ({"filters": [{"variable": "index_date", "to": "2024-02-30"}]}, "is no day"),
        ({"filters": [{"variable": "centre", "in": [3]}]}, "centre cannot be [3]"),
        ({"groups": {"variable": "age", "cut": [14, 14]}}, "cuts go upwards"),
        ({"groups": {"variable": "age", "cut": []}}, "needs a cut"),
        ({"strata": [{"variable": "age", "cut": "centiles"}]}, "is no number"),
        ({"groups": {"variable": "sex", "landmark": 9}}, "known on day 0"),
        ({"strata": [{"variable": "agvhd", "landmark": 9}]}, "only groups may have"),
        ({"groups": {"variable": "agvhd", "landmark": -1}}, "landmark must be"),
        (
            {"groups": {"variable": "agvhd", "time_dependent": True, "landmark": 9}},
            "a state has no ['landmark']",
        ),
        ({"endpoints": ["OS", "XX"]}, "no such endpoints: ['XX']"),
        ({"hsct": "forget"}, "hsct must be one of"),
        ({"hsct": "censor"}, "hsct says what follows an infusion"),
    ],
)
def test_a_definition_that_cannot_be_used_says_why(change, reason):
    with pytest.raises(NotValid) as refusal:
        parse({**PLAIN, **change})
    assert reason in str(refusal.value)


FROM_INFUSION = {"index": "infusion", "horizon": 365}


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("hsct_done", ["landmark", "time_dependent"]),
        ("d28_mrd", ["landmark", "from_hsct"]),
        ("donor", ["from_hsct"]),
    ],
)
def test_a_refusal_offers_what_answers_the_same_question(name, ways):
    with pytest.raises(UnknownAtTimeZero) as refusal:
        parse({**FROM_INFUSION, "groups": {"variable": name}})
    assert [offer.key for offer in refusal.value.offers] == ways


def test_a_later_variable_may_group_at_a_landmark_or_as_a_state():
    landmark = {"variable": "hsct_done", "landmark": 90}
    found = parse({**FROM_INFUSION, "groups": landmark})
    assert (found.groups.landmark, found.landmark) == (90, 90)
    state = {"variable": "hsct_done", "time_dependent": True}
    found = parse({**FROM_INFUSION, "groups": state})
    assert (found.groups.time_dependent, found.landmark) == (True, 0)


def test_a_landmark_before_the_variable_is_known_for_all_is_refused():
    early = {"variable": "d28_mrd", "landmark": 28}
    with pytest.raises(NotValid, match="only from day 35"):
        parse({**FROM_INFUSION, "groups": early})
    found = parse({**FROM_INFUSION, "groups": {**early, "landmark": 35}})
    assert found.landmark == 35


def test_a_later_variable_may_not_be_a_state_that_it_is_not():
    with pytest.raises(UnknownAtTimeZero):
        parse(
            {**FROM_INFUSION, "groups": {"variable": "d28_mrd", "time_dependent": True}}
        )


def test_dates_bound_and_cut():
    since = {"variable": "index_date", "from": "2020-01-01"}
    period = {"variable": "index_date", "cut": ["2020-01-01", "2022-01-01"]}
    found = parse({**PLAIN, "filters": [since], "groups": period})
    assert found.filters[0].low == date(2020, 1, 1)
    assert found.groups.points == (date(2020, 1, 1), date(2022, 1, 1))


def test_the_test_and_the_limits_are_chosen_and_said():
    by_age = {**PLAIN, "groups": {"variable": "age", "cut": [14, 40]}}
    plain = parse(by_age)
    assert plain.analysis.chosen() == {}
    weights = {"test": "fleming_harrington", "rho": 0, "gamma": 1}
    chosen = {**weights, "limits": "plain", "level": 0.9}
    found = parse({**by_age, "analysis": chosen})
    assert found.analysis.chosen() == {
        **{part: one for part, one in chosen.items() if part != "rho"},
    }
    says = sentence(found)
    assert "Fleming–Harrington test (ρ = 0, γ = 1)" in says.en
    assert "90 %, plain scale" in says.en
    assert "90%，原始尺度" in says.zh
    told = [(d.old.en, d.new.en) for d in differences(parts_of(plain), parts_of(found))]
    assert told == [
        ("log-rank test", "Fleming–Harrington test (ρ = 0, γ = 1)"),
        ("95 %, log-log scale", "90 %, plain scale"),
    ]
    # Said as it is anyway, it is the same definition.
    usual = {"test": "logrank", "limits": "log-log", "level": 0.95}
    assert parse({**by_age, "analysis": usual}) == plain


@pytest.mark.parametrize(
    ("analysis", "groups", "why"),
    [
        ("peto", {"variable": "sex"}, "must be an object"),
        ({"tests": "peto"}, {"variable": "sex"}, "has no 'tests'"),
        ({"test": ["peto"]}, {"variable": "sex"}, "test must be one of"),
        ({"test": "peto", "rho": 1}, {"variable": "sex"}, "weights of"),
        ({"test": "fleming_harrington", "gamma": -1}, None, "from 0 to 10"),
        ({"limits": "wide"}, None, "limits must be one of"),
        ({"level": 95}, None, "level must be a number"),
        ({"level": True}, None, "level must be a number"),
        ({"test": "trend"}, {"variable": "sex"}, "groups in an order"),
        ({"test": "trend"}, None, "groups in an order"),
        (
            {"test": "peto"},
            {"variable": "relapsed", "time_dependent": True},
            "Mantel–Byar",
        ),
    ],
)
def test_a_choice_that_there_is_not_is_refused(analysis, groups, why):
    given = {"groups": groups} if groups else {}
    with pytest.raises(NotValid, match=why):
        parse({**PLAIN, **given, "analysis": analysis})


def test_every_variable_speaks_two_languages_and_has_a_value_label():
    for variable in VARIABLES.values():
        assert variable.label.en != variable.label.zh
        assert variable.when.en != variable.when.zh
        if variable.kind is Kind.CODE:
            for code in variable.codes or ():
                assert variable.value_label(code.value) == code.label


def test_nothing_dated_after_day_0_changes_what_is_known_at_day_0():
    """The catalogue's promise, held against the derivation itself."""
    before = {"infusion": [infusion()], "hsct": [hsct()], "diagnosis": [{}]}
    later = {
        "disease_assessment": [{"assessment_date": day(28), "response": "CR"}],
        "expansion": [{"expansion_date": day(14), "copies_per_ug": 900}],
        "crs_episode": [{"crs_occurred": "no"}],
        "icans_episode": [{"icans_occurred": "no"}],
    }
    index = IndexEvent("infusion", 1, DAY0)
    plain, full = (baseline_of(a_case(**f), index) for f in (before, before | later))
    changed = {name for name in full if full.get(name) != plain.get(name)}
    known = {v.column for v in VARIABLES.values() if v.known_at("infusion")}
    assert changed
    assert not changed & known
