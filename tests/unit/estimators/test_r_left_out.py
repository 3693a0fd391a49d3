"""Which of R's cases no test asks for, by name."""

import pytest

from tests.unit.estimators import test_r_cases, test_r_regression, test_r_states
from tests.unit.estimators.r_cases import ASKED, R, read

pytestmark = pytest.mark.shared

LEFT_OUT = {
    "crr_bmtcrr_cengroup": "censoring of each group by itself is not offered",
    "crr_bmtcrr_td": "ratios that change with time are not offered: landmarks are",
    "finegray_coxph_bmtcrr_breslow": "ties of deaths and censoring unlike crr's",
    "finegray_coxph_bmtcrr_efron": "the same, and ties unlike crr's",
    "ms_ebmt3_landmark100": "prediction from a state at a day is not offered",
    "pseudo_kmsurvbmt": "pseudo-values are not offered",
}


def test_every_case_is_asked_for_or_named_here():
    assert all((test_r_cases, test_r_regression, test_r_states))
    known = {case["id"] for path in R.glob("*.json") for case in read(path.stem, "")}
    assert known - ASKED == set(LEFT_OUT)
