"""What follows from a disease assessment."""

from dataclasses import replace
from typing import Any

from registry.checks import Case
from registry.codelists.base import Label
from registry.codelists.response import MRDSTATUS, RESPONSE
from registry.grading import grade
from registry.queries.derived.value import Derived, Values, graded, told, yes_no

MRD_STATUS = Label("MRD status (0.01 %)", "MRD状态(0.01%)")
MRD_CATEGORY = Label("MRD category (ELN)", "MRD分类(ELN)")
BY_FINDINGS = Label("Response by findings", "按表现推导的疗效")


def assessment(values: Values, case: Case) -> list[Derived]:
    """Return MRD status and category, and the response that the findings give."""
    findings = {
        **told(values, "bm_blasts_pct", "extramedullary", "anc", "platelets"),
        **yes_no(values, "circulating_blasts"),
        "prior_remission": case.remission_before(values.get("assessment_date")),
    }
    response = graded("response_derived", BY_FINDINGS, "response_all", findings)
    category = graded("mrd_category", MRD_CATEGORY, "mrd_category", _mrd(values))
    return [
        Derived("mrd_status", MRD_STATUS, mrd_status(values), codes=MRDSTATUS),
        category,
        replace(response, codes=RESPONSE, recorded="response"),
    ]


def mrd_status(values: Values) -> str | None:
    """Return negative below 0.01 % or when not detected, as CAR-T trials count it.

    Not detected by an assay that is known not to reach 1e-4 is not evaluable; where
    the sensitivity is not stated, the laboratory's "not detected" stands.
    """
    if values.get("mrd_result") == "not_detected" and not values.get("mrd_sensitivity"):
        return "negative"
    findings = {k: v for k, v in _mrd(values).items() if v is not None}
    return grade("mrd_category", findings).mrd_status


def _mrd(values: Values) -> dict[str, Any]:
    findings = told(values, "mrd_result", "mrd_pct", "mrd_sensitivity")
    if sensitivity := findings["mrd_sensitivity"]:
        findings["mrd_sensitivity"] = float(sensitivity)
    return findings
