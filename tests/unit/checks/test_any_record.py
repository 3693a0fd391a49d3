"""Whatever a record holds, the checks answer and never fail."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.checks import run, run_case
from registry.variables.spec import Kind, Variable
from tests.unit.checks.cases import RECORDS, VARIABLES, a_case

DAYS = st.dates(date(1890, 1, 1), date(2030, 1, 1))
ODD = st.sampled_from(["", "?", "12", "2021-13", -1, 0, 1e9, True, Decimal("NaN"), []])


def likely(variable: Variable) -> st.SearchStrategy:
    """Return values of the kind that the field asks for."""
    if variable.codes is not None:
        code = st.sampled_from(variable.codes.values)
        return st.lists(code, max_size=3) if variable.kind is Kind.CODES else code
    if variable.kind is Kind.DAY:
        return DAYS
    if variable.kind is Kind.TEXT:
        return st.text(max_size=30)
    return st.decimals(-10, 5000, places=2) | st.integers(-1, 12)


def records(form: str, values: st.SearchStrategy | None = None) -> st.SearchStrategy:
    """Return records of a form with any of its fields blank."""
    fields = {
        name: st.none() | (likely(variable) if values is None else values)
        for name, variable in VARIABLES[form].items()
    }
    return st.fixed_dictionaries(fields)


def saved(form: str, answers: dict) -> None:
    """Run the form's checks, and those of the whole patient, on these answers."""
    record = {**RECORDS.get(form, [{}])[0], **answers}
    around = {"patient": record} if form == "patient" else {form: [record]}
    case = a_case(around)
    alone = run(form, case.of(form)[0], case, VARIABLES[form])
    assert all(one.form == form and one.says.en and one.says.zh for one in alone)
    run_case(case, VARIABLES)


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("form", VARIABLES)
def test_any_likely_record_is_judged(form):
    @QUICK
    @given(records(form))
    def judged(answers):
        saved(form, answers)

    judged()


@pytest.mark.parametrize("form", VARIABLES)
def test_any_odd_record_is_judged(form):
    @QUICK
    @given(records(form, ODD))
    def judged(answers):
        saved(form, answers)

    judged()


def test_the_checks_know_no_framework():
    code = "import sys, registry.checks; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
