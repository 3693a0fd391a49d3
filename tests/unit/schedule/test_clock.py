"""Therapies, restarts and ends: worked cases, and laws that hold for any case."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.schedule import State, Track, clock, state_on, why
from tests.unit.schedule.cases import (
    DAY0,
    assessed,
    day,
    hsct,
    infusion,
    seen,
    told,
    visit,
)

CAR_T, HSCT = Track.CAR_T, Track.HSCT


def waited_for(of, track, number=1):
    """Return the codes that are still waited for."""
    return [
        one.code
        for one in of.visits
        if one.open and (one.track, one.number) == (track, number)
    ]


def test_nobody_is_expected_before_treatment():
    assert told(diagnosis={"diagnosis_date": DAY0}).visits == ()


def test_infusion_begins_the_track_and_answers_its_own_day():
    of = told(infusion=infusion())
    first = visit(of, CAR_T, "D0")
    assert (first.answered, first.answered_by, first.answered_on) == (
        "infusion",
        1,
        DAY0,
    )
    assert waited_for(of, CAR_T)[:4] == ["screening", "D7", "D14", "D28"]
    assert waited_for(of, CAR_T)[-1] == "Y15"
    assert waited_for(of, HSCT) == []


def test_first_dose_of_a_split_infusion_is_day_0():
    of = told(infusion=[infusion(2), {**infusion(0), "id": 2}])
    assert visit(of, CAR_T, "D28").due_on == day(28)


def test_after_hsct_car_t_goes_on_for_safety_alone():
    of = told(infusion=infusion(), hsct=hsct(60))
    assert waited_for(of, CAR_T) == [
        *("screening", "D7", "D14", "D28", "M3", "M6", "M12"),
        *(f"Y{year}" for year in range(2, 16)),
    ]
    safety = visit(of, CAR_T, "M6")
    assert safety.safety
    assert safety.forms == ("second_malignancy",)
    moved = visit(of, CAR_T, "M2")
    assert (moved.ended, moved.ended_on, moved.ended_no) == ("hsct", day(60), 1)
    assert visit(of, CAR_T, "M9").ended == "hsct"
    assert waited_for(of, HSCT)[:3] == ["D30", "D60", "D100"]
    assert waited_for(of, HSCT)[-1] == "Y30"


def test_hsct_before_car_t_moves_nothing():
    of = told(infusion=infusion(), hsct=hsct(-200))
    assert "M2" in waited_for(of, CAR_T)
    assert "M12" in waited_for(of, HSCT)


def test_second_infusion_restarts_the_track_and_the_fifteen_years():
    of = told(infusion=[infusion(), infusion(100, 2)])
    ended = visit(of, CAR_T, "M6")
    assert (ended.ended, ended.ended_on) == ("restarted_car_t", day(100))
    assert waited_for(of, CAR_T) == ["screening", "D7", "D14", "D28", "M2"]
    assert visit(of, CAR_T, "Y15", 2).due_on == day(100 + 5479)
    assert "D28" in waited_for(of, CAR_T, 2)


def test_second_infusion_after_hsct_is_followed_in_full():
    of = told(infusion=[infusion(), infusion(400, 2)], hsct=hsct(60))
    assert "M9" in waited_for(of, CAR_T, 2)
    assert waited_for(of, CAR_T) == ["screening", "D7", "D14", "D28", "M3", "M6"]
    assert "M18" in waited_for(of, HSCT)


def test_second_hsct_restarts_the_hsct_track():
    of = told(hsct=[hsct(0), hsct(200, 2)])
    assert waited_for(of, HSCT) == ["D30", "D60", "D100"]
    assert visit(of, HSCT, "M6").ended == "restarted_hsct"
    assert waited_for(of, HSCT, 2)[0] == "D30"


@pytest.mark.parametrize(
    ("patient", "forms", "ended"),
    [
        ({}, {"death": {"death_date": day(34)}}, "death"),
        (
            {"consent_status": "withdrawn", "consent_withdrawn_date": day(34)},
            {},
            "withdrawn",
        ),
        ({}, {"follow_up": seen(34, vital="lost")}, "lost"),
    ],
)
def test_an_end_before_the_window_is_over_ends_the_wait(patient, forms, ended):
    of = told(patient, infusion=infusion(), **forms)
    assert (of.ended, of.ended_on) == (ended, day(34))
    assert waited_for(of, CAR_T) == ["screening", "D7", "D14"]
    cancelled = visit(of, CAR_T, "D28")
    assert (cancelled.ended, cancelled.ended_on) == (ended, day(34))
    assert state_on(cancelled, day(9000)) is State.NOT_APPLICABLE


def test_whoever_is_found_again_is_waited_for_again():
    lost = [seen(200, vital="lost"), seen(400, "M12", id=2)]
    of = told(infusion=infusion(), follow_up=lost)
    assert of.ended == ""
    assert visit(of, CAR_T, "M12").answered == "follow_up"
    assert "M6" in waited_for(of, CAR_T)


def test_of_a_day_the_follow_up_that_is_being_written_is_the_last():
    visits = [seen(400, "M12", id=2), seen(400, vital="lost", id=None)]
    assert told(infusion=infusion(), follow_up=visits).ended == "lost"


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (seen(365), "M12"),
        (seen(440, "M12"), "M12"),
        (seen(370, "annual"), "M12"),
        (seen(900, "annual"), "Y2"),
        (seen(1100, "annual"), "Y3"),
        (seen(440), None),
        (seen(440, "other"), None),
        (seen(-5), None),
        (seen(28, "D28"), None),
    ],
)
def test_a_follow_up_answers_by_its_word_or_else_by_its_day(record, code):
    of = told(infusion=infusion(), follow_up=record)
    found = [one.code for one in of.visits if one.answered == "follow_up"]
    assert found == ([code] if code else [])


def test_of_two_records_the_one_in_the_window_answers():
    rows = [assessed(40, "D28"), assessed(30, "D28", id=2), assessed(22, id=3)]
    of = told(infusion=infusion(), disease_assessment=rows)
    assert visit(of, CAR_T, "D28").answered_by == 2


def test_one_contact_answers_a_visit_of_each_track():
    of = told(infusion=infusion(), hsct=hsct(60), follow_up=seen(790, "annual"))
    assert visit(of, CAR_T, "Y2").answered == "follow_up"
    assert visit(of, HSCT, "M24").answered == "follow_up"


def test_a_record_after_the_second_infusion_is_of_its_course():
    rows = assessed(128, "D28")
    of = told(infusion=[infusion(), infusion(100, 2)], disease_assessment=rows)
    assert visit(of, CAR_T, "D28").answered == ""
    assert visit(of, CAR_T, "D28", 2).answered == "disease_assessment"


def test_a_vector_test_answers_a_safety_visit():
    tested = {"id": 4, "rcl_test_date": day(190)}
    of = told(infusion=infusion(), hsct=hsct(60), second_malignancy=tested)
    assert visit(of, CAR_T, "M6").answered == "second_malignancy"
    assert visit(of, CAR_T, "M6").lacking == ()
    assert visit(of, CAR_T, "M3").lacking == ("second_malignancy",)


def test_what_is_lacking_is_named():
    of = told(
        infusion=infusion(),
        disease_assessment=assessed(28, "D28"),
        crs_episode={"course_no": 1},
        expansion={"expansion_date": day(27)},
    )
    assert visit(of, CAR_T, "D28").lacking == ("icans_episode", "aplasia", "day28")


def test_gvhd_and_chimerism_are_not_asked_after_autologous_hsct():
    of = told(hsct=hsct(0, kind="autologous"))
    asked = {form for one in of.visits for form in one.forms}
    assert not asked & {"chimerism", "agvhd_episode", "cgvhd_episode"}


def test_expansion_is_asked_until_it_is_negative_twice():
    rows = [
        {"expansion_date": day(300), "copies_per_ug": 0},
        {
            "expansion_date": day(365),
            "copies_per_ug": None,
            "absent": {"copies_per_ug": "below_detection"},
        },
    ]
    once = told(infusion=infusion(), expansion=rows[:1])
    twice = told(infusion=infusion(), expansion=rows)
    assert "expansion" in visit(once, CAR_T, "Y2").forms
    assert "expansion" not in visit(twice, CAR_T, "Y2").forms


def test_silence_is_counted_in_visits_of_the_leading_track():
    of = told(infusion=infusion(), follow_up=seen(365, "M12"))
    # Y2 and Y3 pass: window to day 1156, 30 days of grace.
    assert (of.contact_on, of.silent_after) == (day(365), day(1156 + 30))
    transplanted = told(infusion=infusion(), hsct=hsct(60), follow_up=seen(425))
    # HSCT M12 was the last contact; M18 and M24 pass.
    assert transplanted.silent_after == day(60 + 775 + 30)


def test_a_follow_up_that_says_lost_is_no_contact():
    of = told(infusion=infusion(), follow_up=[seen(90), seen(400, vital="lost", id=2)])
    assert (of.contact_on, of.ended_on, of.silent_after) == (day(90), day(400), None)


def test_every_visit_says_why_in_both_languages():
    of = told(
        infusion=[infusion(), infusion(300, 2)],
        hsct=hsct(60),
        death={"death_date": day(2000)},
    )
    for one in of.visits:
        for label in why(one):
            assert label.en
            assert label.zh
            assert "{" not in label.en + label.zh
    assert "HSCT of 2021-03-11" in why(visit(of, CAR_T, "M2"))[1].en


# ---- Laws

DAYS = st.integers(-50, 4000)
PATIENTS = st.fixed_dictionaries(
    {
        "infusion": st.lists(DAYS, max_size=3, unique=True),
        "hsct": st.lists(DAYS, max_size=2, unique=True),
        "seen": st.lists(
            st.tuples(
                DAYS, st.sampled_from(["", "M6", "annual", "M12_post_hsct", "other"])
            ),
            max_size=5,
        ),
        "assessed": st.lists(
            st.tuples(DAYS, st.sampled_from(["", "D28", "D60", "D100_post_hsct"])),
            max_size=5,
        ),
        "died": st.none() | DAYS,
    }
)


def forms_of(drawn):
    infused, transplanted = sorted(drawn["infusion"]), sorted(drawn["hsct"])
    forms = {
        "infusion": [infusion(on, at) for at, on in enumerate(infused, 1)],
        "hsct": [hsct(on, at) for at, on in enumerate(transplanted, 1)],
        "follow_up": [
            seen(on, point, id=at) for at, (on, point) in enumerate(drawn["seen"])
        ],
        "disease_assessment": [
            assessed(on, point, id=at)
            for at, (on, point) in enumerate(drawn["assessed"])
        ],
    }
    if drawn["died"] is not None:
        forms["death"] = [{"death_date": day(drawn["died"])}]
    return forms


@settings(deadline=None)
@given(PATIENTS)
def test_what_is_waited_for_on_one_track_does_not_overlap(drawn):
    of = clock({}, forms_of(drawn))
    for track in Track:
        waiting = [
            one
            for one in of.visits
            if one.track is track and one.open and one.visit.day > 0
        ]
        waiting.sort(key=lambda one: one.opens_on)
        for earlier, later in pairwise(waiting):
            assert earlier.closes_on < later.opens_on


@settings(deadline=None)
@given(PATIENTS, DAYS)
def test_a_restart_never_loses_a_visit_that_was_done(drawn, again):
    forms = forms_of(drawn)
    before = clock({}, forms)
    last = max(drawn["infusion"], default=0)
    number = len(drawn["infusion"]) + 1
    # Whatever happened before the new infusion stays as it was.
    new = infusion(max(again, last + 1), number)
    after = clock({}, {**forms, "infusion": [*forms["infusion"], new]})
    for one in before.visits:
        done_before = one.answered_on and one.answered_on < new["infusion_date"]
        if one.answered and done_before:
            same = visit(after, one.track, one.code, one.number)
            assert (same.answered, same.answered_by) == (one.answered, one.answered_by)


@settings(deadline=None)
@given(PATIENTS)
def test_a_record_answers_at_most_one_visit_of_a_treatment(drawn):
    of = clock({}, forms_of(drawn))
    answered = [
        (one.track, one.number, one.answered, one.answered_by)
        for one in of.visits
        if one.answered
    ]
    assert len(answered) == len(set(answered))


@settings(deadline=None)
@given(PATIENTS)
def test_the_dead_are_not_waited_for(drawn):
    of = clock({}, forms_of(drawn))
    if drawn["died"] is not None:
        died = day(drawn["died"])
        assert all(one.closes_on < died for one in of.visits if one.open)
        assert all(not one.open for one in of.visits if one.due_on > died)


@settings(deadline=None)
@given(PATIENTS)
def test_the_clock_does_not_depend_on_the_order_of_records(drawn):
    forms = forms_of(drawn)
    turned = {form: rows[::-1] for form, rows in forms.items()}
    assert clock({}, forms) == clock({}, turned)


@settings(deadline=None)
@given(PATIENTS)
def test_every_visit_is_answered_or_ended_or_open(drawn):
    for one in clock({}, forms_of(drawn)).visits:
        assert bool(one.answered) + bool(one.ended) + one.open == 1
        assert one.opens_on <= one.due_on <= one.closes_on
        assert set(one.lacking) <= set(one.forms)
        assert one.due_on - one.day_zero == timedelta(one.visit.day)
