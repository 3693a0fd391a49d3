"""A visit has one state on each day, and the states follow each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.schedule import GRACE, State, Track, state_on
from tests.unit.schedule.cases import assessed, day, infusion, told, visit

ORDER = [State.UPCOMING, State.DUE, State.OVERDUE, State.MISSED]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (-400, State.UPCOMING),
        (20, State.UPCOMING),
        (21, State.DUE),
        (28, State.DUE),
        (35, State.DUE),
        (36, State.OVERDUE),
        (65, State.OVERDUE),
        (66, State.MISSED),
        (9000, State.MISSED),
    ],
)
def test_day_28_that_nobody_answered(today, state):
    waiting = visit(told(infusion=infusion()), Track.CAR_T, "D28")
    assert state_on(waiting, day(today)) is state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (20, State.DONE_OUT_OF_WINDOW),
        (21, State.DONE),
        (35, State.DONE),
        (36, State.DONE_OUT_OF_WINDOW),
        (None, State.DONE),
    ],
)
def test_day_28_that_was_answered(on, state):
    clock = told(infusion=infusion(), disease_assessment=assessed(on, "D28"))
    assert state_on(visit(clock, Track.CAR_T, "D28"), day(9000)) is state


def test_an_optional_visit_is_never_overdue():
    half = visit(told(infusion=infusion()), Track.CAR_T, "M18")
    states = {state_on(half, day(number)) for number in range(400, 800)}
    assert states == {State.UPCOMING, State.DUE, State.NOT_APPLICABLE}


@given(st.integers(-3000, 20000))
def test_states_of_a_waiting_visit_only_go_on(offset):
    today = day(offset)
    for one in told(infusion=infusion()).visits:
        if one.open and not one.optional:
            now, tomorrow = (state_on(one, today + timedelta(n)) for n in (0, 1))
            assert ORDER.index(tomorrow) - ORDER.index(now) in (0, 1)


def test_states_share_out_all_of_time():
    waiting = visit(told(infusion=infusion()), Track.CAR_T, "M6")
    days = [date(2021, 1, 1) + timedelta(n) for n in range(600)]
    counted = dict.fromkeys(ORDER, 0)
    for one in days:
        counted[state_on(waiting, one)] += 1
    assert sum(counted.values()) == 600
    assert counted[State.DUE] == 212 - 154 + 1
    assert counted[State.OVERDUE] == GRACE
