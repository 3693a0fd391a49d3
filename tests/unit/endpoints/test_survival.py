"""OS, LFS, RI and NRM from timelines that state only what each test is about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.endpoints import (
    ENDPOINTS,
    USUAL,
    Death,
    IndexEvent,
    NotDerivable,
    Relapse,
    RemissionStatus,
    Timeline,
)
from outcomes.endpoints.relapse import KINDS
from outcomes.estimators import Counts, aalen_johansen, kaplan_meier
from registry.codelists.outcome import CAUSE

DAY0 = date(2022, 3, 1)
HSCT = IndexEvent("hsct", 1, DAY0)


def day(number):
    return DAY0 + timedelta(number)


def a_timeline(*, relapses=(), dies=None, cause="infection", seen=None, remission=()):
    """Return a timeline from days after the transplant."""
    return Timeline(
        transplants=(DAY0,),
        relapses=tuple(Relapse(day(n)) for n in relapses),
        remissions=tuple(RemissionStatus(day(n), yes) for n, yes in remission),
        death=None if dies is None else Death(day(dies), cause),
        last_contact=None if seen is None else day(seen),
    )


def derived(timeline, data_cut=None):
    """Return (day, cause) by endpoint."""
    found = {c: ENDPOINTS[c].derive(timeline, HSCT, data_cut) for c in USUAL}
    return {code: (outcome.day, outcome.cause) for code, outcome in found.items()}


STORIES = [
    ("alive and well", {"seen": 400}, (400, 0), (400, 0), (400, 0), (400, 0)),
    ("relapse", {"relapses": [90], "seen": 400}, (400, 0), (90, 1), (90, 1), (90, 2)),
    (
        "relapse, then death",
        {"relapses": [90], "dies": 200, "cause": "relapse"},
        (200, 1), (90, 1), (90, 1), (90, 2),
    ),
    ("death in remission", {"dies": 60}, (60, 1), (60, 1), (60, 2), (60, 1)),
    (
        "death on the day of relapse is relapse",
        {"relapses": [90], "dies": 90},
        (90, 1), (90, 1), (90, 1), (90, 2),
    ),
    ("the first relapse counts", {"relapses": [300, 90], "seen": 400},
     (400, 0), (90, 1), (90, 1), (90, 2)),
    ("relapse before the transplant does not count", {"relapses": [-50], "seen": 400},
     (400, 0), (400, 0), (400, 0), (400, 0)),
    ("relapse on day 0 counts", {"relapses": [0], "seen": 400},
     (400, 0), (0, 1), (0, 1), (0, 2)),
    ("death on day 0 counts", {"dies": 0}, (0, 1), (0, 1), (0, 2), (0, 1)),
    ("an event on the day of last contact counts", {"relapses": [400], "seen": 400},
     (400, 0), (400, 1), (400, 1), (400, 2)),
    ("a relapse is a contact", {"relapses": [90], "seen": 30},
     (90, 0), (90, 1), (90, 1), (90, 2)),
    ("death of the disease without a dated relapse", {"dies": 80, "cause": "relapse"},
     (80, 1), (80, 1), (80, 1), (80, 2)),
    (
        "assessed and never in remission",
        {"dies": 80, "remission": [(-5, False), (30, False)]},
        (80, 1), (80, 1), (80, 1), (80, 2),
    ),
    (
        "early death of toxicity before any assessment",
        {"dies": 8, "remission": [(-5, False)]},
        (8, 1), (8, 1), (8, 2), (8, 1),
    ),
    (
        "an assessment of day 0 is of what was treated",
        {"dies": 8, "remission": [(0, False)]},
        (8, 1), (8, 1), (8, 2), (8, 1),
    ),
    (
        "in remission at the transplant",
        {"dies": 80, "remission": [(-5, True), (30, False)]},
        (80, 1), (80, 1), (80, 2), (80, 1),
    ),
    (
        "remission reached after it",
        {"dies": 80, "remission": [(-5, False), (30, True)]},
        (80, 1), (80, 1), (80, 2), (80, 1),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "overall", "free", "relapse", "mortality"),
    [pytest.param(*row, id=name) for name, *row in STORIES],
)
def test_stories(story, overall, free, relapse, mortality):
    expected = {"OS": overall, "LFS": free, "RI": relapse, "NRM": mortality}
    assert derived(a_timeline(**story)) == expected


def test_a_data_cut_ends_observation():
    story = a_timeline(relapses=[90], dies=200)
    assert derived(story, day(100)) == {
        "OS": (100, 0), "LFS": (90, 1), "RI": (90, 1), "NRM": (90, 2),
    }  # fmt: skip
    assert derived(story, day(90))["RI"] == (90, 1)
    assert derived(story, day(89))["RI"] == (89, 0)
    cut = ENDPOINTS["OS"].derive(story, HSCT, day(100))
    assert cut.censored == "Followed beyond the data cut"
    assert derived(a_timeline(seen=50), day(100))["OS"] == (50, 0)


def test_an_outcome_says_what_happened():
    event = ENDPOINTS["RI"].derive(a_timeline(dies=60), HSCT, None)
    assert (event.event, event.censored) == ("Death without relapse", None)
    assert (event.start, event.end) == (DAY0, day(60))
    alive = ENDPOINTS["RI"].derive(a_timeline(seen=60), HSCT, None)
    assert (alive.event, alive.censored) == ("", "Alive at last contact")
    of_disease = a_timeline(dies=60, cause="relapse")
    found = ENDPOINTS["RI"].derive(of_disease, HSCT, None)
    assert found.event == "Death of the disease, relapse not dated"


@pytest.mark.parametrize(
    ("story", "says"),
    [
        ({"dies": -1}, "death or last contact .* lies before hsct 1"),
        ({"seen": -1}, "death or last contact .* lies before hsct 1"),
        ({}, "enter a follow-up visit"),
    ],
)
@pytest.mark.parametrize("code", USUAL)
def test_negative_days_and_unknown_ends_are_refused(code, story, says):
    with pytest.raises(NotDerivable, match=says):
        ENDPOINTS[code].derive(a_timeline(**story), HSCT, None)


def test_a_cut_before_day_0_is_refused():
    with pytest.raises(NotDerivable, match=r"the data cut .* lies before"):
        ENDPOINTS["OS"].derive(a_timeline(seen=5), HSCT, day(-1))


def test_a_relapse_after_death_is_refused():
    with pytest.raises(NotDerivable, match="dated after death"):
        ENDPOINTS["LFS"].derive(a_timeline(relapses=[90], dies=60), HSCT, None)


def test_every_infusion_and_transplant_is_a_time_zero():
    timeline = Timeline(
        infusions=(day(-60),), transplants=(day(500), DAY0), last_contact=day(900)
    )
    assert timeline.index_events() == (
        IndexEvent("infusion", 1, day(-60)),
        HSCT,
        IndexEvent("hsct", 2, day(500)),
    )
    days = [
        ENDPOINTS["OS"].derive(timeline, index, None).day
        for index in timeline.index_events()
    ]
    assert days == [960, 900, 400]


def test_definitions_are_said_in_both_languages():
    for code, endpoint in ENDPOINTS.items():
        assert endpoint.paramcd == code
        assert endpoint.definition.in_language("en").endswith(".")
        assert endpoint.definition.in_language("zh-hans").endswith("。")
        assert endpoint.n_causes == len(endpoint.causes)
        assert endpoint.source


stories = st.builds(
    a_timeline,
    relapses=st.lists(st.integers(-20, 40), max_size=2),
    dies=st.just(40) | st.none(),
    cause=st.sampled_from(["relapse", "infection", None]),
    seen=st.integers(0, 60),
    remission=st.lists(st.tuples(st.integers(-5, 30), st.booleans()), max_size=3),
)


@given(st.lists(stories, min_size=1, max_size=30), st.none() | st.integers(0, 60))
def test_lfs_relapse_and_nrm_add_up_to_one(timelines, cut):
    cut = None if cut is None else day(cut)
    rows = {
        code: [derived(timeline, cut)[code] for timeline in timelines] for code in USUAL
    }
    counts = {
        code: Counts.from_rows(
            *zip(*rows[code], strict=True), n_causes=ENDPOINTS[code].n_causes
        )
        for code in USUAL
    }
    free = kaplan_meier(counts["LFS"])
    relapse, mortality = (aalen_johansen(counts[code]) for code in ("RI", "NRM"))
    assert free.days.tolist() == relapse.days.tolist() == mortality.days.tolist()
    total = free.survival + relapse.incidence[0] + mortality.incidence[0]
    assert total == pytest.approx([1.0] * total.size, abs=1e-12)


@given(stories)
def test_nobody_is_free_of_leukaemia_longer_than_alive(timeline):
    found = derived(timeline)
    assert found["LFS"][0] <= found["OS"][0]
    assert {found["RI"][1], found["NRM"][1]} in ({0}, {1, 2})


CAUSES = [
    ("gvhd_acute", 1), ("gvhd_chronic", 1), ("graft_failure", 2), ("infection", 3),
    ("tma", 4), ("sos", 4), ("organ_failure", 4), ("conditioning_toxicity", 4),
    ("crs", 5), ("iec_hs", 5), ("PTLD", 6), ("accident", 6), ("unknown", 6), (None, 6),
    ("relapse", 7),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "expected"), CAUSES)
def test_nrm_by_main_cause(cause, expected):
    timeline = a_timeline(dies=40, cause=cause)
    found = ENDPOINTS["NRMCAUSE"].derive(timeline, HSCT, None)
    assert (found.day, found.cause) == (40, expected)
    if cause != "relapse":
        assert found.event == ENDPOINTS["NRMCAUSE"].causes[expected - 1].en
    relapsed = a_timeline(relapses=[30], dies=40, cause=cause)
    found = ENDPOINTS["NRMCAUSE"].derive(relapsed, HSCT, None)
    assert (found.day, found.cause) == (30, 7)


def test_every_cause_of_death_is_of_one_kind():
    kinds = [codes for _words, codes in KINDS]
    known = {code.value for code in CAUSE} - {"relapse"}
    assert frozenset().union(*kinds) <= known
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    others = known - frozenset().union(*kinds)
    assert others == {"PTLD", "second_malignancy", "accident", "other", "unknown"}


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        *(("NRM_hsct", 1), ("NRM_cart", 2), ("NRM_both", 3), ("NRM_other", 4)),
        *(("unknown", 5), (None, 5)),
    ],
)
def test_nrm_by_treatment(category, expected):
    death = Death(day(40), "infection", category=category)
    timeline = Timeline(transplants=(DAY0,), death=death)
    found = ENDPOINTS["NRMCAT"].derive(timeline, HSCT, None)
    assert (found.day, found.cause) == (40, expected)
    assert found.event == ENDPOINTS["NRMCAT"].causes[expected - 1].en
    alive = ENDPOINTS["NRMCAT"].derive(a_timeline(seen=90), HSCT, None)
    assert (alive.day, alive.cause) == (90, 0)
