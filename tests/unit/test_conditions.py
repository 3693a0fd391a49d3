"""Conditions on the form's own answers, on other forms' and on age; what is unknown."""

from datetime import date

import pytest

from registry.models import FORMS, Patient
from registry.queries.conditions import in_words
from registry.variables.conditions import (
    After,
    Aged,
    Having,
    answered,
    completed_years,
    unless,
    when,
)

BORN = date(2010, 6, 15)
ONSET = date(2022, 6, 15)  # the 12th birthday
OF_CD7 = when("target", "CD7", of="apheresis_product")
AFTER_INFUSION = After("relapse_date", "infusion", "infusion_date")


def case(**forms):
    return lambda form: forms.get(form, ())


def a_patient(born=BORN):
    return [{"birth_date": born}]


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        (when("disease", "AML"), {"disease": "AML"}, True),
        (when("disease", "AML"), {"disease": "MM"}, False),
        (when("disease", "AML"), {"disease": None}, None),
        (when("sites", "CNS"), {"sites": ["skin", "CNS"]}, True),
        (when("stage", "4"), {"stage": 4}, True),
        (unless("regimen", "none"), {"regimen": "Flu/Cy"}, True),
        (unless("regimen", "none"), {"regimen": "none"}, False),
        (unless("regimen", "none"), {}, None),
        (answered("platelets"), {"platelets": 0}, True),
        (answered("platelets"), {"platelets": ""}, None),
    ],
)
def test_an_own_answer_decides_and_a_blank_does_not(condition, values, holds):
    assert condition.holds(values, case()) is holds
    assert condition.met_by(values) is (holds is True)


def test_another_form_is_asked_for_all_its_records():
    two = case(diagnosis=[{"disease": "AML"}, {"disease": "MM"}])
    assert when("disease", "MM", of="diagnosis").holds({}, two) is True
    assert when("disease", "FL", of="diagnosis").holds({}, two) is False
    assert when("disease", "FL", of="diagnosis").holds({}, case()) is None


def test_numbered_forms_ask_the_same_course():
    products = case(
        apheresis_product=[
            {"course_no": 1, "target": "CD19"},
            {"course_no": 2, "target": "CD7"},
        ]
    )
    assert OF_CD7.holds({"course_no": 1}, products) is False
    assert OF_CD7.holds({"course_no": None}, products) is False
    assert OF_CD7.holds({"course_no": 2}, products) is True
    assert OF_CD7.holds({"course_no": 3}, products) is None
    assert OF_CD7.holds({"disease": "T-ALL"}, products) is True


@pytest.mark.parametrize(
    ("onset", "with_ice"),
    [(ONSET, True), (date(2022, 6, 14), False), (None, True)],
)
def test_age_is_exact_on_the_day_or_on_day_0(onset, with_ice):
    zero = ("infusion", "infusion_date")
    known = case(
        patient=a_patient(), infusion=[{"course_no": 1, "infusion_date": ONSET}]
    )
    values = {"onset": onset, "course_no": 1}
    assert Aged("onset", zero, least=12).holds(values, known) is with_ice
    assert Aged("onset", zero, below=12).holds(values, known) is not with_ice


def test_age_is_unknown_without_a_day():
    aged = Aged("onset", ("infusion", "infusion_date"), least=12)
    assert aged.holds({"onset": None}, case(patient=a_patient())) is None
    assert aged.holds({"onset": ONSET}, case()) is None


def test_born_on_the_29_february_is_older_on_1_march():
    assert completed_years(date(2012, 2, 29), date(2024, 2, 28)) == 11
    assert completed_years(date(2012, 2, 29), date(2023, 2, 28)) == 10
    assert completed_years(date(2012, 2, 29), date(2023, 3, 1)) == 11


def test_something_happened_by_the_day_or_on_no_known_one():
    infused = case(infusion=[{"infusion_date": ONSET}])
    assert AFTER_INFUSION.holds({"relapse_date": ONSET}, infused) is True
    assert AFTER_INFUSION.holds({"relapse_date": BORN}, infused) is False
    assert AFTER_INFUSION.holds({"relapse_date": None}, infused) is True
    assert AFTER_INFUSION.holds({"relapse_date": ONSET}, case()) is None


def test_what_happened_has_to_be_what_is_meant():
    allogeneic = After(
        "visit_date", "hsct", "hsct_date", being=when("hsct_type", "allogeneic")
    )
    of = {"visit_date": ONSET}
    for kind, holds in (("allogeneic", True), ("autologous", False)):
        hsct = [{"hsct_date": BORN, "hsct_type": kind}]
        assert allogeneic.holds(of, case(hsct=hsct)) is holds


def test_a_form_may_be_there_or_still_come():
    treated = Having(("infusion", "hsct"))
    assert treated.holds({}, case(hsct=[{}])) is True
    assert treated.holds({}, case()) is None


def test_of_two_conditions_one_that_fails_decides():
    both = when("aplasia_type", "T_cell") & OF_CD7
    product = case(apheresis_product=[{"target": "CD7"}])
    assert both.holds({"aplasia_type": "T_cell"}, product) is True
    assert both.holds({"aplasia_type": "B_cell"}, case()) is False
    assert both.holds({"aplasia_type": "T_cell"}, case()) is None
    assert both.elsewhere
    assert [one.elsewhere for one in both.parts] == [False, True]


@pytest.mark.parametrize("form", ["patient", *FORMS])
def test_every_condition_asks_for_fields_that_there_are(form):
    """Saying it in words looks up each field and code that it names."""
    for variable in FORMS.get(form, Patient).variables().values():
        for condition in (variable.only, variable.core_where):
            said = in_words(condition, form)
            assert bool(said.en) is bool(said.zh) is (condition is not None)


def test_conditions_are_said_in_both_languages():
    said = in_words(
        FORMS["sos_vod"].variables()["hepatomegaly"].only,
        "sos_vod",
    )
    assert said.en == (
        "the age is below 18 y on sos_onset_date, or on hsct/hsct_date where that is "
        "not known"
    )
    assert said.zh == "发生日期时（日期不详时以“造血干细胞移植”表的移植日期计）未满18岁"
