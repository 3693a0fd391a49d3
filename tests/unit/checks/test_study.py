"""The study's rows are taken as they are."""

import pytest

from registry.checks import Severity, run_case
from tests.unit.checks.cases import VARIABLES
from tests.unit.checks.study import studied

CASES = list(studied())


def test_every_row_is_read():
    assert len(CASES) == 158


@pytest.mark.parametrize(("number", "case"), CASES)
def test_a_study_row_has_no_hard_finding(number, case):
    found = run_case(case, VARIABLES)
    assert [one for one in found if one.severity is Severity.HARD] == []


def test_what_the_study_leaves_open_is_asked():
    found = [one.check for _, case in CASES for one in run_case(case, VARIABLES)]
    assert set(found) == {
        *("DQ050", "DQ077", "DQ095", "DQ106", "DQ113", "DQ119"),
        # The synthetic patients were last heard of years before the test's day.
        *("DQ116", "DQ117"),
    }
