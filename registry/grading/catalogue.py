"""Every engine by chapter and by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.codelists.base import Label
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


@dataclass(frozen=True, slots=True)
class Chapter:
    """Scales about the same thing, in the order in which people look for them."""

    name: str
    label: Label
    engines: tuple[Engine, ...]


CHAPTERS = (
    Chapter(
        "toxicity",
        Label("Toxicity of cell therapy", "细胞治疗毒性"),
        (
            crs_astct.ENGINE,
            crs_lee2014.ENGINE,
            crs_penn.ENGINE,
            icans.ICANS,
            icans.ICE_SCORE,
            icans.CAPD_SCORE,
            iec_hs.DIAGNOSIS,
            iec_hs.GRADE,
        ),
    ),
    Chapter(
        "blood",
        Label("Blood counts and engraftment", "血象与植入"),
        (
            *icaht.ENGINES,
            icaht_counts.FROM_COUNTS,
            hematotox.ENGINE,
            *engraftment.ENGINES,
        ),
    ),
    Chapter(
        "response",
        Label("Response and residual disease", "疗效与微小残留病"),
        (
            response.RESPONSE_ALL,
            response.RESPONSE_AML,
            mrd.MRD_CATEGORY,
            mrd.RESPONSE_MRD,
            lugano.ENGINE,
        ),
    ),
    Chapter(
        "acute_gvhd",
        Label("Acute GVHD", "急性GVHD"),
        (agvhd_grade.MAGIC, agvhd_grade.GLUCKSBERG, *agvhd_stages.ENGINES),
    ),
    Chapter(
        "chronic_gvhd",
        Label("Chronic GVHD", "慢性GVHD"),
        (cgvhd_nih.CGVHD, *cgvhd_organs.ENGINES),
    ),
    Chapter(
        "risk",
        Label("Risk before transplant", "移植前风险"),
        (*hct_ci.ENGINES, dri.ENGINE),
    ),
    Chapter(
        "vascular",
        Label("SOS/VOD and TA-TMA", "SOS/VOD与TA-TMA"),
        (
            *sos_diagnosis.ENGINES,
            sos_adult_severity.ENGINE,
            sos_child_severity.ENGINE,
            tma.ENGINE,
        ),
    ),
)

ENGINES: Mapping[str, Engine] = MappingProxyType(
    {engine.name: engine for chapter in CHAPTERS for engine in chapter.engines}
)
