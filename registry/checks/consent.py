"""What a patient's consent allows: to go on collecting, and to analyse.

The database says the same of many patients (``PatientQuerySet``).
"""

from collections.abc import Mapping
from typing import Any


def withdrawn(patient: Mapping[str, Any]) -> bool:
    """Tell whether consent was withdrawn, so that nothing more may be collected."""
    return patient.get("consent_status") == "withdrawn"


def may_be_analysed(patient: Mapping[str, Any]) -> bool:
    """Tell whether the consent covers analyses.

    A withdrawal ends them, unless it says that what was collected may stay; a
    consent whose stated scope leaves the registry out never allowed them.
    """
    if withdrawn(patient):
        return patient.get("consent_withdrawn_scope") == "collection"
    scope = patient.get("consent_scope") or []
    given = patient.get("consent_status") == "given"
    return not (given and scope and "registry" not in scope)
