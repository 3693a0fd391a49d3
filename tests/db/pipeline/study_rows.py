"""Load the study's rows into the forms, straight: the import has tests of its own."""

import csv
from datetime import date, timedelta
from pathlib import Path

from registry.models import FORMS, Patient
from tests.builders import a_centre

SHEET = Path(__file__).parents[2] / "data" / "study_reconstruction.csv"


def rows():
    """Return the sheet's rows."""
    with SHEET.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load_study(limit=None):
    """Write the sheet's patients and their forms, one statement a form."""
    centre = a_centre("LDP")
    sheet = rows()[:limit]
    patients = Patient.objects.bulk_create(
        Patient(
            centre=centre,
            study_no=row["study_no"],
            sex=row["sex"],
            birth_date=row["birth_date"],
        )
        for row in sheet
    )
    for form, model in FORMS.items():
        model.objects.bulk_create(
            model(patient=patient, **{k: v or None for k, v in values.items()})
            for patient, row in zip(patients, sheet, strict=True)
            for values in FILLED.get(form, lambda row: ())(row)
        )
    return patients


def _diagnosis(row):
    yield {
        "disease": row["diagnosis"],
        "etp": row["etp"],
        "recorded_status": row["disease_status"],
        "recorded_prior_lines": row["prior_lines"],
    }


def _assessments(row):
    if row["bm_blasts_pct_before_car_t"]:
        yield {
            "absent": {"assessment_date": "unknown"},
            "time_point": "pre_ld",
            "bm_blasts_pct": row["bm_blasts_pct_before_car_t"],
        }
    if row["d28_date"]:
        found = float(row["d28_mrd_pct"]) > 0
        yield {
            "assessment_date": row["d28_date"],
            "time_point": "D28",
            "response": row["d28_response"],
            "mrd_method": row["d28_mrd_method"],
            "mrd_result": "quantified" if found else "not_detected",
            "mrd_pct": row["d28_mrd_pct"] if found else None,
        }


def _infusion(row):
    if row["car_t_date"]:
        dose = row["car_t_dose_1e6_per_kg"]
        day = row["car_t_date"]
        yield {"course_no": 1, "infusion_date": day, "dose_1e6_per_kg": dose}


def _product(row):
    if row["car_t_date"]:
        yield {
            "product": row["car_t_product"],
            "target": row["car_t_target"],
            "cell_source": row["car_t_source"],
        }


def _expansion(row):
    if row["car_t_date"]:
        peak = timedelta(days=int(row["car_t_peak_day"]))
        yield {
            "expansion_date": date.fromisoformat(row["car_t_date"]) + peak,
            "copies_per_ug": row["car_t_peak_copies_per_ug"],
        }
        yield {
            "absent": {"expansion_date": "unknown"},
            "time_point": "pre_hsct",
            "copies_per_ug": row["car_t_copies_per_ug_before_hsct"],
        }


def _crs(row):
    if row["crs"]:
        yield {
            "crs_occurred": row["crs"],
            "crs_onset_date": row["crs_onset_date"],
            "max_temp_c": row["crs_max_temp_c"],
            "hypotension": row["crs_hypotension"],
            "hypoxia": row["crs_hypoxia"],
            "crs_resolved_date": row["crs_resolved_date"],
            "steroids": row["crs_steroids"],
        }


def _icans(row):
    if row["icans"]:
        yield {"icans_occurred": row["icans"]}


def _hsct(row):
    yield {
        "hsct_no": 1,
        "hsct_type": "allogeneic",
        "hsct_date": row["hsct_date"],
        "donor": row["donor"],
        "conditioning": row["conditioning"],
        "status_at_hsct": row["hsct_disease_status"],
        "mrd_at_hsct": row["hsct_mrd"],
    }


def _relapse(row):
    if row["relapse_date"]:
        yield {"relapse_date": row["relapse_date"]}


def _follow_up(row):
    yield {"visit_date": row["last_contact_date"], "vital_status": row["vital_status"]}


def _death(row):
    if row["death_date"]:
        cause = row["death_cause"]
        cause = {"gvhd": "gvhd_chronic"}.get(cause, cause)
        yield {"death_date": row["death_date"], "cause_of_death": cause}


FILLED = {
    "diagnosis": _diagnosis,
    "disease_assessment": _assessments,
    "apheresis_product": _product,
    "infusion": _infusion,
    "expansion": _expansion,
    "crs_episode": _crs,
    "icans_episode": _icans,
    "hsct": _hsct,
    "relapse": _relapse,
    "follow_up": _follow_up,
    "death": _death,
}
