"""The edit checks: declared once, run by form, API, import and patient page. Pure."""

from importlib import import_module

from registry.checks.case import Case, Record
from registry.checks.declare import Check, Rule, catalogue
from registry.checks.engine import run
from registry.checks.findings import Finding, Group, Severity
from registry.checks.whole import JudgedCase, Judgement, run_case

# Each declares the checks of its subject when it is imported.
SUBJECTS = (
    "dated",
    "bridging",
    "iec_hs",
    "course_events",
    "complications",
    "chimerism",
    "sos_vod",
    "comorbidity",
    "late_effects",
    "patient",
    "diagnosis",
    "prior_line",
    "disease_assessment",
    "residual_disease",
    "apheresis_product",
    "lymphodepletion",
    "infusion",
    "course",
    "expansion",
    "crs_episode",
    "crs_grade",
    "icans_episode",
    "icans_score",
    "hsct",
    "status_at_hsct",
    "after_hsct",
    "donor",
    "conditioning",
    "autologous",
    "engraftment",
    "agvhd_episode",
    "cgvhd_episode",
    "relapse",
    "follow_up",
    "death",
    "contact",
)
for subject in SUBJECTS:
    import_module(f"registry.checks.{subject}")

CHECKS = catalogue()

__all__ = [
    "CHECKS",
    "Case",
    "Check",
    "Finding",
    "Group",
    "JudgedCase",
    "Judgement",
    "Record",
    "Rule",
    "Severity",
    "run",
    "run_case",
]
