"""Every engine by name."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.grading import (
    agvhd_grade,
    agvhd_stages,
    cgvhd_nih,
    cgvhd_organs,
    crs_astct,
    crs_lee2014,
    crs_penn,
    dri,
    engraftment,
    hct_ci,
    hematotox,
    icaht,
    icaht_counts,
    icans,
    iec_hs,
    lugano,
    mrd,
    response,
    sos_adult_severity,
    sos_child_severity,
    sos_diagnosis,
    tma,
)
from registry.grading.engine import Engine

_ALL = (
    crs_astct.ENGINE,
    crs_lee2014.ENGINE,
    crs_penn.ENGINE,
    icans.ICANS,
    icans.ICE_SCORE,
    icans.CAPD_SCORE,
    iec_hs.DIAGNOSIS,
    iec_hs.GRADE,
    *icaht.ENGINES,
    icaht_counts.FROM_COUNTS,
    hematotox.ENGINE,
    response.RESPONSE_ALL,
    response.RESPONSE_AML,
    mrd.MRD_CATEGORY,
    mrd.RESPONSE_MRD,
    lugano.ENGINE,
    *engraftment.ENGINES,
    agvhd_grade.MAGIC,
    agvhd_grade.GLUCKSBERG,
    *agvhd_stages.ENGINES,
    cgvhd_nih.CGVHD,
    *cgvhd_organs.ENGINES,
    *hct_ci.ENGINES,
    dri.ENGINE,
    *sos_diagnosis.ENGINES,
    sos_adult_severity.ENGINE,
    sos_child_severity.ENGINE,
    tma.ENGINE,
)

ENGINES: Mapping[str, Engine] = MappingProxyType({e.name: e for e in _ALL})
