"""Laws of the drawing: nothing collides, nothing crosses day zero, days keep order."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.queries.timeline import timeline
from registry.queries.timeline.drawing import drawing
from registry.queries.timeline.labels import Box, place, width
from registry.queries.timeline.scale import LEFT, RIGHT, scale_for, ticks
from tests.unit.timeline.cases import INFUSION, a_case, contact, day, transplant

days = st.integers(-90, 1800)
soon = st.integers(0, 60)


@st.composite
def cases(draw):
    """Draw a case with much in little room."""
    records = [INFUSION] if draw(st.booleans()) else []
    hsct = draw(st.integers(1, 400)) if records else 0
    if not records or draw(st.booleans()):
        records.append(transplant(hsct, conditioning="Bu/Flu", hla_match="5/10"))
    for at in draw(st.lists(days, max_size=6)):
        records.append(contact(at))
    for at in draw(st.lists(days, max_size=4)):
        answers = {"assessment_date": day(at), "response": "CR", "mrd_pct": 0.02}
        records.append(("disease_assessment", {**answers, "mrd_result": "quantified"}))
    for at in draw(st.lists(soon, max_size=3)):
        answers = {"crs_onset_date": day(at), "crs_resolved_date": day(at + 4)}
        records.append(("crs_episode", {"crs_occurred": "yes", **answers}))
    for at in draw(st.lists(soon, max_size=3)):
        answers = {"agvhd_onset_date": day(hsct + at), "skin": "2"}
        records.append(("agvhd_episode", {"agvhd_occurred": "yes", **answers}))
    if draw(st.booleans()):
        engrafted = {
            "anc_engraftment_date": day(hsct + 12),
            "plt_engraftment_date": day(hsct + 13),
        }
        records.append(("engraftment", engrafted))
    if draw(st.booleans()):
        records.append(
            ("death", {"death_date": day(draw(days)), "cause_of_death": "tma"})
        )
    return a_case(*records, today=draw(st.integers(0, 2000)))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_labels_never_collide_nor_cross_a_day_zero(case):
    line = timeline(case)
    drawn = drawing(line)
    zeros = [x for x in (drawn.zero, drawn.hsct) if x is not None]
    for lane in drawn.lanes:
        labels = [one.label for one in lane.drawn if one.label]
        for one, other in combinations(labels, 2):
            assert not one.box.meets(other.box)
        for label in labels:
            assert not any(label.box.left < x < label.box.right for x in zeros)
            assert label.box.left >= LEFT
            assert label.box.right <= RIGHT
            assert lane.top <= label.box.top + 1
            assert label.box.bottom <= lane.bottom
            for one in lane.drawn:
                if one.mark.kind != "remission":
                    assert not label.box.meets(one.box)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_marks_lie_on_the_axis_in_the_order_of_their_days(case):
    drawn = drawing(timeline(case))
    for one in drawn.drawn:
        assert LEFT - 10 <= one.x <= one.right <= RIGHT + 20
    middles = [drawn.scale.x(one.mark.start) for one in drawn.drawn]
    assert middles == sorted(middles)


@given(st.integers(-90, 0), st.integers(0, 6000), st.none() | st.integers(1, 500))
def test_numbers_of_an_axis_never_touch(first, last, hsct):
    scale = scale_for(first, max(last, hsct or 0), hsct)
    for zero in {0, hsct or 0}:
        placed = ticks(scale, zero)
        assert [day for day, _ in placed] == sorted(day for day, _ in placed)
        for (one, x), (other, y) in pairwise(placed):
            room = (width(str(one), 12) + width(str(other), 12)) / 2
            assert y - x > room
        assert 0 in [day for day, _ in placed]


def test_scale_changes_once_behind_day_100_after_the_transplant():
    assert scale_for(0, 200, 46).bend is None
    assert scale_for(0, 900, None).bend == 150
    assert scale_for(0, 900, 46).bend == 150
    assert scale_for(0, 900, 117).bend == 240
    assert scale_for(0, 900, 400).bend == 150
    scale = scale_for(0, 900, 46)
    assert scale.x(150) - scale.x(149) > scale.x(151) - scale.x(150)
    assert round(scale.x(scale.start)) == round(LEFT)
    assert round(scale.x(scale.end)) == round(RIGHT)


def test_label_without_room_is_left_out_and_not_squeezed():
    full = [Box(LEFT, 0, RIGHT, 400)]
    mark = Box(300, 10, 320, 30)
    limits = (LEFT, RIGHT)
    assert place("text", "", mark, taken=full, lines=[], limits=limits) is None
    placed = place("text", "note", mark, taken=[mark], lines=[], limits=limits)
    assert (placed.text, placed.note) == ("text", "note")


def test_lanes_for_an_infusion_are_left_out_without_one():
    names = [lane.name for lane in drawing(timeline(a_case(transplant(0)))).lanes]
    assert names == ["treatment", "response", "hsct", "contacts"]


def test_lane_of_an_episode_is_kept_where_it_has_not_been_stated():
    names = [lane.name for lane in drawing(timeline(a_case(INFUSION))).lanes]
    assert "crs" in names
