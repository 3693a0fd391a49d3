"""A record that breaks a check, and the nearest one that does not."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.checks.cases import (
    PATIENT,
    RECORDS,
    TODAY,
    day,
)

NOBODY_DIED = {"death": [], "follow_up": []}
NO_GVHD = {"agvhd_episode": [], "cgvhd_episode": [], "chimerism": []}
NO_REMISSION = {
    "prior_line": [],
    "disease_assessment": [],
    "hsct": [],
    "follow_up": [],
}
D = Decimal


@dataclass
class Broken:
    """``bad`` answers break the check, ``good`` ones do not; what else is around."""

    check: str
    form: str
    bad: dict[str, Any]
    good: dict[str, Any] = field(default_factory=dict)
    around: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Any] | None = None  # what is around the good record
    today: date = TODAY

    def __str__(self) -> str:
        return f"{self.check}-{self.form}-{'-'.join(self.bad) or 'around'}"


def first(form: str, **answers: Any) -> dict[str, Any]:
    """Return the form's uneventful record with other answers."""
    return {**RECORDS[form][0], **answers}


def another(form: str, **answers: Any) -> list[dict[str, Any]]:
    """Return the form's uneventful record and a second one."""
    return [RECORDS[form][0], {**RECORDS[form][0], "id": 2, **answers}]


OLDER = PATIENT["birth_date"] - timedelta(1)
ICE = dict(
    zip(
        (
            "ice_orientation",
            "ice_naming",
            "ice_commands",
            "ice_writing",
            "ice_attention",
        ),
        (4, 3, 1, 0, 1),
        strict=True,
    )
)
CAPD = dict.fromkeys(
    (
        "capd_eye_contact",
        "capd_purposeful",
        "capd_aware",
        "capd_communicates",
        "capd_restless",
        "capd_inconsolable",
        "capd_underactive",
        "capd_slow_response",
    ),
    "sometimes",
)
CHILD = {"patient": {"birth_date": date(2012, 5, 6)}}
AUTOLOGOUS = {
    "hsct_type": "autologous",
    "donor": "autologous",
    **dict.fromkeys(
        (
            "donor_relation",
            "hla_match",
            "donor_age",
            "donor_sex",
            "donor_blood_group",
            "abo_match",
            "cmv_donor",
        )
    ),
}
ICANS = {"icans_occurred": "yes", "icans_onset_date": day(7)}
