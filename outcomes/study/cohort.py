"""The founding study's cohort: CAR-T then HSCT against chemotherapy then HSCT."""

from typing import Any

from registry.codelists.base import Label

SLUG = "cd7-hsct"
TITLE = Label("CD7 CAR-T then allogeneic HSCT", "CD7 CAR-T后异基因移植")
CENTRE = "LDP"
TWO_YEARS = 730
FROM_INFUSION = "cd7-infusion"
FROM_INFUSION_TITLE = Label("CD7 CAR-T, from infusion", "CD7 CAR-T，自回输起")
FROM_INFUSION_DEFINITION: dict[str, Any] = {
    "index": "infusion",
    "horizon": TWO_YEARS,
    "filters": [{"variable": "disease", "in": ["T-ALL", "ETP-ALL", "T-LBL"]}],
    "subgroups": [
        {"variable": "age", "cut": 14},
        {"variable": "blasts_before_car_t", "cut": 20},
        {"variable": "car_t_dose", "cut": "median"},
    ],
}
DEFINITION: dict[str, Any] = {
    "index": "hsct",
    "horizon": TWO_YEARS,
    "filters": [
        {"variable": "disease", "in": ["T-ALL", "ETP-ALL", "T-LBL"]},
        {"variable": "first_allogeneic", "is": True},
    ],
    "groups": {"variable": "arm"},
    "subset": {"variable": "arm", "is": True},
    "subgroups": [
        {"variable": "age", "cut": 14},
        {"variable": "blasts_before_car_t", "cut": 20},
        {"variable": "copies_before_hsct", "cut": "median"},
        {"variable": "car_t_dose", "cut": "median"},
    ],
}
