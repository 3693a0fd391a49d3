"""Codes of other systems where one says just what a field or a form says.

Everything has the registry's own code as well: the field of the codebook, the code of
its list. A field without an entry here has no code that says the same.

Sources: loinc.org, ICD-10-CM 2026, unitsofmeasure.org.
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
    "blood_count.anc": (LOINC, "751-8"),
    "blood_count.platelets": (LOINC, "777-3"),
    "blood_count.hb_g_dl": (LOINC, "718-7"),
    "blood_count.alc": (LOINC, "731-0"),
    "patient.height_cm": (LOINC, "8302-2"),
    "patient.weight_kg": (LOINC, "29463-7"),
}
OF_FORMS = {
    "agvhd_episode": (ICD, "D89.810"),
    "cgvhd_episode": (ICD, "D89.811"),
    "crs_episode": (ICD, "D89.839"),
    "icans_episode": (ICD, "G92.00"),
    "sos_vod": (ICD, "K76.5"),
    "ta_tma": (ICD, "M31.11"),
    "hsct": (SNOMED, "234336002"),
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
    "unknown": "unknown",
    "not_done": "not-performed",
    "not_applicable": "not-applicable",
    "pending": "temp-unknown",
}


def concept(own: str, code: str, text: str, also: tuple[str, str] | None = None) -> Any:
    """Return a code of the registry with its words, and that of another system."""
    coding = [{"system": own, "code": code, "display": text}]
    if also is not None:
        coding.insert(0, {"system": also[0], "code": also[1]})
    return {"coding": coding, "text": text}
