"""From counts, tests and forms to what endpoints of recovery read."""

from dataclasses import astuple

import pytest

from outcomes.endpoints import Engraftment, Response, Statement, Therapy
from outcomes.timelines import timeline_of
from tests.unit.cohorts.cases import a_case, day, hsct, infusion


def counted(field, values, **beside):
    """Return daily counts from (days after HSCT, value)."""
    return [{"count_date": day(60 + n), field: v, **beside} for n, v in values]


FALLING = [(0, 2.0), (3, 0.1), (7, 0.0), (10, 0.2)]
RISING = [(13, 0.5), (14, 0.9), (15, 1.4)]
RECORDED = {"anc_engrafted": "yes", "anc_engraftment_date": day(75)}


@pytest.mark.parametrize(
    ("counts", "form", "engrafted", "on"),
    [
        ([*FALLING, *RISING], [], True, 73),
        ([*FALLING, *RISING], [RECORDED], True, 73),
        (FALLING, [RECORDED], True, 75),
        ([], [RECORDED], True, 75),
        ([], [{"anc_engrafted": "yes"}], True, None),
        ([], [{"anc_engrafted": "no"}], False, None),
        ([], [{"anc_engrafted": "unknown"}], None, None),
        (FALLING, [], None, None),
        ([*FALLING, (100, 0.3)], [], False, None),
        ([(n, 3.0) for n in range(0, 31, 5)], [], True, 60),
        ([(40, 3.0)], [], None, None),
        ([], [], None, None),
    ],
)
def test_neutrophils_by_counts_else_as_recorded(counts, form, engrafted, on):
    case = a_case(hsct=[hsct()], blood_count=counted("anc", counts), engraftment=form)
    found = timeline_of(case).engraftments[0]
    wanted = None if on is None else day(on)
    assert found == Engraftment(day(60), "neutrophils", engrafted, wanted)


def test_each_transplant_has_its_own():
    case = a_case(
        hsct=[hsct(hsct_no=1), hsct(200, hsct_no=2)],
        blood_count=counted("anc", [*FALLING, *RISING]),
        engraftment=[
            {"hsct_no": 2, "plt_engrafted": "yes", "plt_engraftment_date": day(230)}
        ],
    )
    found = {(one.day0, one.lineage): one.on for one in timeline_of(case).engraftments}
    assert found == {
        (day(60), "neutrophils"): day(73),
        (day(60), "platelets"): None,
        (day(200), "neutrophils"): None,
        (day(200), "platelets"): day(230),
    }


def test_platelets_ask_for_days_without_transfusion():
    low = [{"count_date": day(62), "platelets": 8, "platelet_transfusion": "yes"}]
    high = counted(
        "platelets", [(n, 30) for n in range(12, 20)], platelet_transfusion="no"
    )
    found = timeline_of(a_case(hsct=[hsct()], blood_count=[*low, *high])).engraftments
    assert astuple(found[1]) == (day(60), "platelets", True, day(72))


def test_tests_for_car_t_cells_and_cells():
    case = a_case(
        infusion=[infusion()],
        expansion=[
            {"expansion_date": day(7), "copies_per_ug": 900, "lod": 50},
            {"expansion_date": day(90), "copies_per_ug": 20, "lod": 50},
            {"expansion_date": day(91), "absent": {"copies_per_ug": "below_detection"}},
            {"expansion_date": day(92), "car_t_pct_of_t": 0},
            {"expansion_date": day(93), "copies_per_ug": None},
            {"expansion_date": None, "copies_per_ug": 900},
            {
                "expansion_date": day(94),
                "copies_per_ug": 0,
                "expansion_specimen": "CSF",
            },
        ],
        aplasia=[
            {"aplasia_date": day(28), "aplasia_type": "B_cell"},
            {"aplasia_date": day(28), "aplasia_type": "plasma"},
            {
                "aplasia_date": day(90),
                "aplasia_type": "T_cell",
                "aplasia_recovered_date": day(80),
            },
        ],
    )
    timeline = timeline_of(case)
    assert [astuple(one) for one in timeline.persistence] == [
        (day(7), True), (day(90), False), (day(91), False), (day(92), False),
    ]  # fmt: skip
    assert [astuple(one) for one in timeline.aplasia] == [
        ("B_cell", day(28), None), ("T_cell", day(90), day(80)),
    ]  # fmt: skip


def test_counts_of_a_day_and_boosts():
    case = a_case(
        infusion=[infusion()],
        blood_count=[
            {"count_date": day(9), "anc": 0.7},
            {"count_date": day(9), "anc": 0.4},
            {"count_date": day(8), "absent": {"anc": "below_detection"}},
            {"count_date": day(7), "stem_cell_boost_date": day(12)},
        ],
    )
    timeline = timeline_of(case)
    assert timeline.neutrophils == ((day(8), 0.0), (day(9), 0.4))
    assert timeline.boosts == (day(12),)


@pytest.mark.parametrize(
    ("answers", "depth"),
    [
        ({"response": "CRi"}, "complete"),
        ({"response": "PR"}, "partial"),
        ({"response": "NR"}, "none"),
        ({"response": "MLFS"}, "none"),
        ({"lymphoma_response": "CMR"}, "complete"),
        ({"lymphoma_response": "PMR"}, "partial"),
        ({"lymphoma_response": "SD"}, "none"),
        ({"myeloma_response": "VGPR"}, "partial"),
        ({"response": "not_evaluable"}, None),
        ({"response": "not_evaluable", "lymphoma_response": "CMR"}, "complete"),
        ({}, None),
    ],
)
def test_responses(answers, depth):
    case = a_case(disease_assessment=[{"assessment_date": day(28), **answers}])
    expected = () if depth is None else (Response(day(28), depth),)
    assert timeline_of(case).responses == expected


@pytest.mark.parametrize(
    ("classes", "reason", "expected"),
    [
        (["chemotherapy"], "relapse", (True, True)),
        (["chemotherapy"], "mrd", (True, True)),
        (["TKI"], "maintenance", (False, True)),
        (["radiotherapy", "intrathecal"], "relapse", (True, False)),
        (["radiotherapy", "chemotherapy"], "relapse", (True, True)),
        ([], "relapse", (True, True)),
        (["HSCT"], "relapse", None),
        (["CAR_T", "none"], "relapse", None),
    ],
)
def test_therapies(classes, reason, expected):
    record = {
        "subsequent_start": day(90),
        "subsequent_class": classes,
        "subsequent_reason": reason,
    }
    found = timeline_of(a_case(subsequent_therapy=[record])).therapies
    if expected is None:
        assert found == ()
    else:
        failing, systemic = expected
        assert found == (Therapy(day(90), failing, systemic=systemic),)


def test_what_forms_state_belongs_to_their_treatment():
    case = a_case(
        infusion=[infusion()],
        hsct=[hsct(hsct_no=1), hsct(300, hsct_no=2)],
        crs_episode=[{"course_no": 1, "crs_occurred": "no"}],
        icans_episode=[{"course_no": 2, "icans_occurred": "no"}],
        agvhd_episode=[
            {"hsct_no": 1, "agvhd_occurred": "yes"},
            {"hsct_no": 2, "agvhd_occurred": "unknown"},
        ],
        cgvhd_episode=[{"hsct_no": 1, "cgvhd_onset_date": day(200)}],
    )
    assert set(timeline_of(case).statements) == {
        Statement("crs", day(0), occurred=False, dated=False),
        Statement("acute_gvhd", day(60), occurred=True, dated=False),
        Statement("acute_gvhd", day(300), occurred=None, dated=False),
        Statement("chronic_gvhd", day(60), occurred=True, dated=True),
    }


def test_a_death_has_its_category():
    death = {"death_date": day(90), "cause_of_death": "gvhd_acute"}
    case = a_case(infusion=[infusion()], hsct=[hsct()], death=[death])
    assert timeline_of(case).death.category == "NRM_hsct"
    autologous = a_case(hsct=[hsct(hsct_type="autologous")])
    assert timeline_of(autologous).autologous == {day(60)}
    disease = a_case(diagnosis=[{"disease": "DLBCL"}])
    assert timeline_of(disease).disease == "DLBCL"
