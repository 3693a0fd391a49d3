"""What stands in place of a number that is hidden, and why. Pure."""

from typing import Any

from outcomes.cohorts.shapes import Estimate, Reason, Test


def hidden_reason(smallest: int) -> Reason:
    """Say why a number is not shown."""
    return {
        "code": "small_cell",
        "en": f"hidden: fewer than {smallest} patients, or next to so few",
        "zh": f"已隐藏：患者少于{smallest}例，或可由此推算",
    }


def nothing(found: Estimate, why: Reason) -> Any:
    return {
        "day": found["day"],
        "at_risk": None,
        "estimate": None,
        "std_err": dict.fromkeys(found["std_err"]),
        "limits": {kind: [None, None] for kind in found["limits"]},
        "why": why,
    }


def no_test(found: Test, smallest: int) -> Any:
    gone = {"chisq": None, "df": None, "p": None, "why": hidden_reason(smallest)}
    return {**found, **gone}
