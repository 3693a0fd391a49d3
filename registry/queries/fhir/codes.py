"""Codes of other systems where one says just what a field or a form says.

Everything has the registry's own code as well: the field of the codebook, the code of
its list. A field without an entry here has no code that says the same.

Sources: loinc.org, ICD-10-CM 2026, SNOMED CT, unitsofmeasure.org.
"""

from typing import Any

FIELDS, CODES = "urn:dayzero:codebook", "urn:dayzero:codes"
LOINC, ICD, UCUM = (
    "http://loinc.org",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://unitsofmeasure.org",
)
SNOMED = "http://snomed.info/sct"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

OF_FIELDS = {
    "blood_count.anc": (
        *(LOINC, "751-8"),
        "Neutrophils [#/volume] in Blood by Automated count",
    ),
    "blood_count.platelets": (
        *(LOINC, "777-3"),
        "Platelets [#/volume] in Blood by Automated count",
    ),
    "blood_count.hb_g_dl": (LOINC, "718-7", "Hemoglobin [Mass/volume] in Blood"),
    "blood_count.alc": (
        *(LOINC, "731-0"),
        "Lymphocytes [#/volume] in Blood by Automated count",
    ),
    "patient.height_cm": (LOINC, "8302-2", "Body height"),
    "patient.weight_kg": (LOINC, "29463-7", "Body weight"),
}
OF_FORMS = {
    "agvhd_episode": (ICD, "D89.810", "Acute graft-versus-host disease"),
    "cgvhd_episode": (ICD, "D89.811", "Chronic graft-versus-host disease"),
    "crs_episode": (ICD, "D89.839", "Cytokine release syndrome, grade unspecified"),
    "icans_episode": (
        *(ICD, "G92.00"),
        "Immune effector cell-associated neurotoxicity syndrome, grade unspecified",
    ),
    "sos_vod": (ICD, "K76.5", "Hepatic veno-occlusive disease"),
    "ta_tma": (
        *(ICD, "M31.11"),
        "Hematopoietic stem cell transplantation-associated thrombotic "
        "microangiopathy [HSCT-TMA]",
    ),
    "hsct": (SNOMED, "234336002", "Hemopoietic stem cell transplant"),
}
UCUM_OF = {
    "%": "%",
    "10^6/kg": "10*6/kg",
    "10^8/kg": "10*8/kg",
    "10^9/L": "10*9/L",
    "Gy": "Gy",
    "IU/mL": "[IU]/mL",
    "U/L": "U/L",
    "U/mL": "U/mL",
    "cells/µL": "{cells}/uL",
    "cm": "cm",
    "d": "d",
    "g/L": "g/L",
    "g/dL": "g/dL",
    "kg": "kg",
    "mL/day": "mL/d",
    "mL/min": "mL/min",
    "mg/L": "mg/L",
    "mg/dL": "mg/dL",
    "mg/kg": "mg/kg",
    "mg/m2": "mg/m2",
    "mmHg": "mm[Hg]",
    "mmol/L": "mmol/L",
    "ng/mL": "ng/mL",
    "pg/mL": "pg/mL",
    "y": "a",
    "°C": "Cel",
    "µmol/L": "umol/L",
}
# Why there is no answer, in FHIR's words; an assay's limits are said in text.
ABSENT_FOR = {
    "unknown": ("unknown", "Unknown"),
    "not_done": ("not-performed", "Not Performed"),
    "not_applicable": ("not-applicable", "Not Applicable"),
    "pending": ("temp-unknown", "Temporarily Unknown"),
}


def concept(
    own: str, code: str, text: str, also: tuple[str, str, str] | None = None
) -> Any:
    """Return a code of the registry with its words, and that of another system.

    ``also`` has the other's words last, in its own language.
    """
    said = [(own, code, text)]
    if also is not None:
        said.insert(0, also)
    return {"coding": [coding(*one) for one in said], "text": text}


def coding(system: str, code: str, display: str) -> dict[str, str]:
    """Return one code of a system, with the words that the system has for it."""
    return {"system": system, "code": code, "display": display}
