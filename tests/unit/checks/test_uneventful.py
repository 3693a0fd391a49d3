"""A patient to whom nothing odd happened is left alone."""

import pytest

from registry.checks import Case, Severity, run, run_case
from tests.unit.checks.cases import TODAY, VARIABLES, a_case

KEYS_ASKED = {"DQ003", "DZ003"}


def test_an_uneventful_patient_has_no_finding():
    assert run_case(a_case(), VARIABLES) == []


@pytest.mark.parametrize("form", VARIABLES)
def test_saving_a_form_of_an_uneventful_patient_finds_nothing(form):
    case = a_case()
    assert run(form, case.of(form)[0], case, VARIABLES[form]) == []


@pytest.mark.parametrize("form", VARIABLES)
def test_a_blank_form_is_only_asked_for_its_keys(form):
    blank = dict.fromkeys(VARIABLES[form])
    patient, forms = (blank, {}) if form == "patient" else ({}, {form: [blank]})
    found = run(form, blank, Case(patient, forms, TODAY), VARIABLES[form])
    hard = {one.check for one in found if one.severity is Severity.HARD}
    assert hard <= KEYS_ASKED
