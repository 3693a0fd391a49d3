"""The founding study's numbers of patients and reactions, published and ours."""

from typing import TypedDict

from outcomes.cohorts.described import Distribution
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Words, words
from outcomes.cohorts.subgroups import SubgroupPart
from outcomes.study.published import targets
from registry.codelists.base import Label


class Count(TypedDict):
    """One number, published and reproduced."""

    name: str
    label: Words
    published: float
    reproduced: float | None
    decimals: int
    agrees: bool


def counts(results: Results) -> list[Count]:
    """Return the paper's counts beside those of these results."""
    said = targets()
    arms = {group["key"]: group for group in results["groups"]}
    car_t, chemotherapy = arms.get("car_t"), arms.get("chemotherapy")
    crs, icans = (results["toxicity"][name] for name in ("crs_grade", "icans_grade"))
    mrd, young = results["day_28"]["d28_mrd"], _youngest(results)
    values = {
        "car_t": (said["patients"]["car_t"], car_t and car_t["n"]),
        "chemotherapy": (
            said["patients"]["chemotherapy"],
            chemotherapy and chemotherapy["n"],
        ),
        "days_to_hsct": (
            said["median_days_car_t_to_hsct"],
            car_t and car_t["median_car_t_to_hsct"],
        ),
        "crs": (said["crs"]["patients"], _graded(crs, 1, 5)),
        "crs_1_2": (
            said["crs"]["grade_1_2_pct_of_34"],
            100 * _graded(crs, 1, 2) / crs["n"] if crs["n"] else None,
        ),
        "icans": (said["icans"]["patients"], _graded(icans, 1, 5)),
        "mrd_negative": (said["day_28"]["mrd_negative_cr"], _of(mrd, "negative")),
        "mrd_positive": (said["day_28"]["mrd_positive_cr"], _of(mrd, "positive")),
        "os_young": (said["age_le_14"]["OS_pct"], _percent(young, "OS")),
        "lfs_young": (said["age_le_14"]["LFS_pct"], _percent(young, "LFS")),
    }
    return [_count(name, *values[name]) for name in LABELS]


LABELS = {
    "car_t": (Label("CAR-T patients", "CAR-T组患者"), 0),
    "chemotherapy": (Label("Chemotherapy patients", "化疗组患者"), 0),
    "days_to_hsct": (Label("Median days, CAR-T to HSCT", "CAR-T至移植中位天数"), 1),
    "crs": (Label("Patients with CRS", "发生CRS的患者"), 0),
    "crs_1_2": (Label("CRS of grade 1-2, %", "1-2级CRS，%"), 1),
    "icans": (Label("Patients with ICANS", "发生ICANS的患者"), 0),
    "mrd_negative": (Label("MRD negative, day 28", "第28天MRD阴性"), 0),
    "mrd_positive": (Label("MRD positive, day 28", "第28天MRD阳性"), 0),
    "os_young": (Label("2-year OS, age ≤ 14, %", "≤14岁2年总生存，%"), 1),
    "lfs_young": (Label("2-year LFS, age ≤ 14, %", "≤14岁2年无白血病生存，%"), 1),
}


def _count(name: str, published: float, ours: float | None) -> Count:
    label, decimals = LABELS[name]
    return {
        "name": name,
        "label": words(label),
        "published": published,
        "reproduced": ours,
        "decimals": decimals,
        "agrees": ours is not None and round(ours, decimals) == published,
    }


def _youngest(results: Results) -> SubgroupPart | None:
    by_age = (s for s in results["subgroups"] if s["variable"] == "age")
    return next((part for s in by_age for part in s["groups"]), None)


def _percent(part: SubgroupPart | None, paramcd: str) -> float | None:
    found = part and part["estimates"][paramcd]["estimate"]
    return None if found is None else 100 * found


def _graded(grades: Distribution, low: int, high: int) -> int:
    return sum(_of(grades, str(grade)) for grade in range(low, high + 1))


def _of(found: Distribution, key: str) -> int:
    return sum(c["n"] for c in found["categories"] if c["key"] == key)
