"""The demonstration's synthetic study rows as cases."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from registry.checks import Case

STUDY = Path(__file__).parents[3] / "demo" / "study_reconstruction.csv"
STATUS = {
    "relapsed": "relapsed",
    "primary_refractory": "primary_refractory",
    "first_remission": "first_remission",
    "later_remission": "later_remission",
}
RELAPSE = {"bone_marrow": "haematological"}
Row = dict[str, str]


def studied() -> Iterator[tuple[str, Case]]:
    """Yield study number and case of every row."""
    with STUDY.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            forms = {
                "diagnosis": [_diagnosis(row)],
                "disease_assessment": list(_assessments(row)),
                "hsct": [_hsct(row)],
                "engraftment": [_engraftment(row)],
                "agvhd_episode": [_acute(row)],
                "cgvhd_episode": [_chronic(row)],
                "follow_up": [_last_contact(row)],
                **_course(row),
                **_events(row),
            }
            patient = {
                "study_no": row["study_no"],
                "sex": row["sex"],
                "birth_date": _day(row["birth_date"]),
            }
            yield row["study_no"], Case(patient, forms, date(2024, 12, 31))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _diagnosis(row: Row) -> dict[str, Any]:
    return {
        "disease": row["diagnosis"],
        "etp": row["etp"] or None,
        "recorded_status": STATUS.get(row["disease_status"]),
        "recorded_prior_lines": _number(row["prior_lines"]),
    }


def _assessments(row: Row) -> Iterator[dict[str, Any]]:
    if row["bm_blasts_pct_before_car_t"]:
        yield {
            "absent": {"assessment_date": "unknown"},
            "time_point": "pre_ld",
            "bm_done": "yes",
            "bm_blasts_pct": Decimal(row["bm_blasts_pct_before_car_t"]),
            "extramedullary": "present" if row["extramedullary"] == "yes" else "none",
        }
    if row["d28_date"]:
        level = Decimal(row["d28_mrd_pct"])
        yield {
            "assessment_date": _day(row["d28_date"]),
            "time_point": "D28",
            "response": row["d28_response"],
            "mrd_method": row["d28_mrd_method"],
            "mrd_result": "quantified" if level else "not_detected",
            "mrd_pct": level or None,
        }


def _course(row: Row) -> dict[str, list[dict[str, Any]]]:
    day0 = _day(row["car_t_date"])
    if day0 is None:
        return {}
    peak = timedelta(int(row["car_t_peak_day"]))
    return {
        "apheresis_product": [
            {
                "product": row["car_t_product"],
                "target": row["car_t_target"],
                "cell_source": row["car_t_source"],
            }
        ],
        "lymphodepletion": [{"ld_regimen": row["lymphodepletion"].replace("/", "_")}],
        "infusion": [
            {
                "course_no": 1,
                "infusion_date": day0,
                "dose_1e6_per_kg": Decimal(row["car_t_dose_1e6_per_kg"]),
            }
        ],
        "expansion": [
            {
                "expansion_date": day0 + peak,
                "copies_per_ug": Decimal(row["car_t_peak_copies_per_ug"]),
            },
            {
                "absent": {"expansion_date": "unknown"},
                "time_point": "pre_hsct",
                "copies_per_ug": _number(row["car_t_copies_per_ug_before_hsct"]),
            },
        ],
        "crs_episode": [_crs(row)],
        "icans_episode": [{"icans_occurred": row["icans"]}],
    }


def _crs(row: Row) -> dict[str, Any]:
    return {
        "crs_occurred": row["crs"],
        "crs_onset_date": _day(row["crs_onset_date"]),
        "crs_resolved_date": _day(row["crs_resolved_date"]),
        "max_temp_c": _number(row["crs_max_temp_c"]),
        "hypotension": row["crs_hypotension"] or None,
        "hypoxia": row["crs_hypoxia"] or None,
        "steroids": row["crs_steroids"] or None,
    }


def _hsct(row: Row) -> dict[str, Any]:
    return {
        "hsct_no": 1,
        "hsct_type": "allogeneic",
        "hsct_date": _day(row["hsct_date"]),
        "donor": row["donor"],
        "hla_match": row["hla_match"],
        "graft": row["graft"],
        "conditioning": row["conditioning"],
        "intensity": row["conditioning_intensity"],
        "gvhd_prophylaxis": row["gvhd_prophylaxis"].split("+"),
        "cd34_1e6_per_kg": _number(row["cd34_1e6_per_kg"]),
        "status_at_hsct": row["hsct_disease_status"],
        "mrd_at_hsct": row["hsct_mrd"],
    }


def _engraftment(row: Row) -> dict[str, Any]:
    return {
        "anc_engraftment_date": _day(row["anc_engraftment_date"]),
        "plt_engraftment_date": _day(row["plt_engraftment_date"]),
    }


def _acute(row: Row) -> dict[str, Any]:
    if not row["agvhd_onset_date"]:
        return {"agvhd_occurred": "no"}
    return {
        "agvhd_occurred": "yes",
        "agvhd_onset_date": _day(row["agvhd_onset_date"]),
        "skin": row["agvhd_skin"],
        "liver": row["agvhd_liver"],
        "lower_gi": row["agvhd_lower_gi"],
        "upper_gi": row["agvhd_upper_gi"],
    }


def _chronic(row: Row) -> dict[str, Any]:
    if not row["cgvhd_onset_date"]:
        return {"cgvhd_occurred": "no"}
    return {
        "cgvhd_occurred": "yes",
        "cgvhd_onset_date": _day(row["cgvhd_onset_date"]),
        "cgvhd_max_recorded_severity": row["cgvhd_severity"],
    }


def _last_contact(row: Row) -> dict[str, Any]:
    contact = _day(row["last_contact_date"])
    return {
        "visit_date": contact,
        "vital_status": row["vital_status"],
        "last_contact_date": contact,
    }


def _events(row: Row) -> dict[str, list[dict[str, Any]]]:
    events: dict[str, list[dict[str, Any]]] = {}
    if row["relapse_date"]:
        site = row["relapse_site"]
        events["relapse"] = [
            {
                "relapse_date": _day(row["relapse_date"]),
                "relapse_type": RELAPSE.get(site, site),
            }
        ]
    if row["death_date"]:
        cause = row["death_cause"]
        acute_alone = row["agvhd_onset_date"] and not row["cgvhd_onset_date"]
        if cause == "gvhd":
            cause = "gvhd_acute" if acute_alone else "gvhd_chronic"
        events["death"] = [
            {"death_date": _day(row["death_date"]), "cause_of_death": cause}
        ]
    return events
