"""What was verified against its paper, as the specification marks it.

A table counts as verified only where it was read and agrees (the mark V). Read in part
(V*) or known from training (K) it is not.
"""

import pytest

from registry.grading import ENGINES

VERIFIED = {
    # 2.1, 2.4: the child table and the CAPD items were not read in the paper.
    "crs_astct",
    "icans_astct",
    "ice_score",
    # 2.6: the platelet table alone.
    "t_icaht_early",
    # 2.7
    "agvhd_skin_stage",
    "agvhd_liver_stage",
    "agvhd_liver_stage_umol",
    "agvhd_upper_gi_stage",
    "agvhd_lower_gi_stage",
    "agvhd_lower_gi_stage_episodes",
    # 2.11
    "hct_ci",
    "hct_ci_risk",
    "hct_ci_age",
    "hct_ci_pulmonary",
    "hct_ci_hepatic",
    # 2.13
    "sos_adult_2016",
    "sos_paed_2018",
    "sos_paed_severity",
    # 2.14
    "tma_modified_jodele",
    # 2.15: response and residual disease, not Lugano.
    "response_all",
    "response_aml",
    "mrd_category",
    "response_mrd",
    # 2.16
    "engraftment_anc",
    "engraftment_plt",
}


@pytest.mark.parametrize("name", ENGINES)
def test_verified_is_what_was_read_and_agreed(name):
    assert ENGINES[name].verified is (name in VERIFIED)


def test_there_are_no_engines_that_nobody_knows():
    assert set(ENGINES) > VERIFIED
    assert len(ENGINES) == 46
