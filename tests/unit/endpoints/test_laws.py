"""What holds for every endpoint and any timeline."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.endpoints import ENDPOINTS, FAMILIES, NotDerivable, fitting
from outcomes.endpoints.wording import Wording
from tests.unit.endpoints.stories import (
    DAY0,
    HSCT,
    INFUSION,
    day,
    infused,
    transplanted,
)

days = st.integers(-10, 200)
grades = st.none() | st.integers(1, 4)
severities = st.sampled_from([None, "mild", "moderate", "severe"])
ends = {"dies": st.none() | st.just(200), "seen": st.integers(0, 260)}
few = {"max_size": 3}
after_hsct = st.builds(
    transplanted,
    acute=st.lists(st.tuples(days, grades), **few),
    chronic=st.lists(
        st.tuples(days, severities, st.none() | st.booleans(), st.none() | days), **few
    ),
    second=st.lists(st.integers(1, 200), max_size=1),
    rescue=st.lists(st.integers(1, 200), max_size=1),
    dli=st.lists(st.integers(0, 200), max_size=2),
    assessed=st.lists(days, max_size=2),
    cause=st.sampled_from(["relapse", "infection", "gvhd_acute", "CNS", None]),
    relapses=st.lists(days, max_size=2),
    **ends,
)
after_infusion = st.builds(
    infused,
    disease=st.sampled_from(["T-ALL", "T-LBL", "DLBCL", "MM", "other", None]),
    responses=st.lists(
        st.tuples(days, st.sampled_from(["complete", "partial", "none"])), **few
    ),
    relapses=st.lists(days, max_size=2),
    therapies=st.lists(st.tuples(days, st.booleans()), max_size=2),
    crs=st.lists(st.tuples(days, grades, st.none() | days), max_size=2),
    icans=st.lists(st.tuples(days, grades, st.none() | days), max_size=2),
    no=st.just(("crs", "icans")),
    counts=st.lists(st.tuples(days, st.floats(0, 2)), max_size=12),
    tests=st.lists(st.tuples(days, st.booleans()), max_size=6),
    aplasia=st.lists(
        st.tuples(st.sampled_from(["B_cell", "T_cell"]), days, st.none() | days), **few
    ),
    hsct=st.lists(st.integers(1, 200), max_size=1),
    again=st.lists(st.integers(1, 200), max_size=1),
    boosts=st.lists(days, max_size=1),
    **ends,
)
either = st.tuples(st.just(HSCT), after_hsct) | st.tuples(
    st.just(INFUSION), after_infusion
)


def found(endpoint, timeline, index, cut=None):
    try:
        return endpoint.derive(timeline, index, cut)
    except NotDerivable as why:
        return str(why)


@given(either, st.none() | st.integers(0, 220))
def test_no_row_runs_backwards_or_has_another_cause(case, cut):
    index, timeline = case
    cut = None if cut is None else day(cut)
    for endpoint in fitting(index.kind):
        outcome = found(endpoint, timeline, index, cut)
        if outcome is None or isinstance(outcome, str):
            continue
        assert outcome.paramcd == endpoint.paramcd
        assert outcome.day == (outcome.end - outcome.start).days >= 0
        assert outcome.start >= DAY0
        assert 0 <= outcome.cause <= endpoint.n_causes
        assert bool(outcome.event) == (outcome.cause > 0) == (outcome.censored is None)
        if endpoint.days is not None:
            assert outcome.end <= outcome.start + timedelta(endpoint.days)
        if endpoint.begins is None:
            assert outcome.start == DAY0


@given(either, st.randoms())
def test_the_order_of_records_does_not_matter(case, random):
    index, timeline = case
    shuffled = {}
    for field in fields(timeline):
        value = getattr(timeline, field.name)
        if isinstance(value, tuple):
            rows = list(value)
            random.shuffle(rows)
            shuffled[field.name] = tuple(rows)
    other = replace(timeline, **shuffled)
    for endpoint in fitting(index.kind):
        if isinstance(found(endpoint, timeline, index), str):
            assert isinstance(found(endpoint, other, index), str)
        else:
            one, two = (found(endpoint, x, index) for x in (timeline, other))
            assert (one and (one.day, one.cause)) == (two and (two.day, two.cause))


@given(after_hsct)
def test_a_composite_is_no_later_than_its_parts(timeline):
    at = {e.paramcd: found(e, timeline, HSCT) for e in fitting("hsct")}
    for narrow, wide in (
        ("GRFS", "LFS"), ("GRFSEBMT", "LFS"), ("CRFS", "LFS"), ("CRFSANY", "CRFS"),
        ("LFS", "OS"), ("AGVHD24", "AGVHD34"), ("CGVHD", "CGVHDMS"),
    ):  # fmt: skip
        if not isinstance(at[narrow], str) and not isinstance(at[wide], str):
            assert at[narrow].day <= at[wide].day
    both = at["AGVHD24"], at["AG24D180"]
    if not any(isinstance(one, str) for one in both) and both[0].cause:
        assert both[0].day == both[1].day
        assert both[0].cause == both[1].cause


@given(either, st.none() | st.integers(0, 220))
def test_what_is_stacked_adds_up_to_its_whole(case, cut):
    index, timeline = case
    cut = None if cut is None else day(cut)
    for whole, parts in (
        ("GRFS", "GRFSCOMP"), ("NRM", "NRMCAUSE"), ("NRM", "NRMCAT"),
    ):  # fmt: skip
        if index.kind not in ENDPOINTS[parts].from_index:
            continue
        one, two = (
            found(ENDPOINTS[code], timeline, index, cut) for code in (whole, parts)
        )
        if one is None or isinstance(one, str):
            assert one == two
            continue
        assert (one.day, bool(one.cause)) == (two.day, bool(two.cause))
        last = ENDPOINTS[parts].n_causes
        if whole == "NRM":
            assert (one.cause == 2) == (two.cause == last)


@given(either)
def test_an_option_counts_no_more_than_it_says(case):
    index, timeline = case
    at = {e.paramcd: found(e, timeline, index) for e in fitting(index.kind)}
    told = {code: one for code, one in at.items() if one and not isinstance(one, str)}
    for sooner, later in (
        ("AGVHD24", "AGVHD24R"), ("AGVHD34", "AGVHD34R"), ("CGVHD", "CGVHDR"),
        ("CGVHDMS", "CGVHDMSR"), ("AGVHD24D", "AGVHD24"), ("AGVHD34D", "AGVHD34"),
        ("CGVHDD", "CGVHD"), ("CGVHDMSD", "CGVHDMS"), ("GRFSGF", "GRFS"),
        ("ANCENGR", "ANCENG"), ("PLTENGR", "PLTENG"), ("ANCENG28", "ANCENG"),
        ("PLTENG60", "PLTENG"), ("LFSLA", "LFS"), ("EFSLA", "EFS"), ("PFSLA", "PFS"),
        ("DORLA", "DOR"), ("EFSLYM90", "EFSLYM"),
    ):  # fmt: skip
        if sooner in told and later in told:
            assert told[sooner].day <= told[later].day
    if "DOR" in told:
        assert (told["DOR"].day, bool(told["DOR"].cause)) == (
            told["DORNRM"].day,
            bool(told["DORNRM"].cause),
        )


def test_an_option_is_one_of_an_endpoint_with_its_time_zero():
    for one in ENDPOINTS.values():
        if one.option_of:
            base = ENDPOINTS[one.option_of]
            assert not base.option_of
            assert one.family == base.family
            assert one.from_index == base.from_index


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)
def test_it_says_what_it_is(endpoint):
    texts = [endpoint.name, endpoint.heading, endpoint.definition, *endpoint.causes]
    texts += [one for one in (endpoint.begins, endpoint.competing) if one]
    for text in texts:
        assert isinstance(text, Wording)
        assert text.en.strip()
        assert any(letter >= "\u4e00" for letter in text.zh) or text.zh in {
            "CRS", "ICANS",
        }  # fmt: skip
    assert endpoint.family in FAMILIES
    assert len(endpoint.paramcd) <= 8
    assert endpoint.slug == endpoint.slug.lower()
    assert (endpoint.estimator == "kaplan_meier") == (endpoint.n_causes == 1)
    assert "followed" in endpoint.definition.en or endpoint.days is None


def test_no_two_have_the_same_name():
    for name in ("slug", "paramcd"):
        assert len({getattr(one, name) for one in ENDPOINTS.values()}) == len(ENDPOINTS)
    for language in ("en", "zh"):
        names = [one.name.in_language(language) for one in ENDPOINTS.values()]
        assert len(set(names)) == len(names)
