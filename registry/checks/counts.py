"""The daily counts of a patient, as the grading engines read them.

A count belongs to no treatment: the days tell. After an infusion the counts are read
from two weeks before it until what follows ends the course: progression, the next
therapy, a transplant, a stem-cell boost, death. After a transplant they are read until
the next one. A count below the detection limit is a count of 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.checks.case import Case, Record, is_blank
from registry.grading import Result, grade
from registry.grading.findings import Pair
from registry.grading.icaht_counts import LAST_DAY, by_day, cover, low_days, total

BEFORE = timedelta(days=14)
BELOW = "below_detection"
TRANSFUSED = "platelet_transfusion"


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts from ``day_zero`` until ``end``, the first day that is not read."""

    case: Case
    day_zero: date
    end: date | None

    def of(self, field: str) -> tuple[Pair, ...]:
        """Return (day, lowest value of that day) of ``field``, in order of days."""
        return tuple((day, value) for day, (value, _) in self.lowest(field).items())

    def lowest(self, field: str) -> dict[int, tuple[float, Record]]:
        """Return the lowest value of each day with its record, in order of days.

        Of records with the same value the first stands.
        """
        found: dict[int, tuple[float, Record]] = {}
        for record in self._records():
            day, value = self.day_of(record), _value(record, field)
            if value is not None and (day not in found or value < found[day][0]):
                found[day] = (value, record)
        return dict(sorted(found.items()))

    def day_of(self, record: Record) -> int:
        """Return the day of a count."""
        return int((record["count_date"] - self.day_zero).days)

    @property
    def transfusion_days(self) -> list[int] | None:
        """Return the days with platelets transfused; None where nobody said."""
        stated = [r for r in self._records() if not is_blank(r.get(TRANSFUSED))]
        given = [r for r in stated if r[TRANSFUSED] == "yes"]
        return sorted({self.day_of(one) for one in given}) if stated else None

    @property
    def ended_early(self) -> bool:
        """Tell whether they end before day 30 is over."""
        return self.end is not None and (self.end - self.day_zero).days <= LAST_DAY

    def _records(self) -> Iterator[Record]:
        for record in self.case.of("blood_count"):
            day = record.get("count_date")
            if day and day >= self.day_zero - BEFORE and not self._is_over(day):
                yield record

    def _is_over(self, day: date) -> bool:
        return self.end is not None and day >= self.end


def _value(record: Record, field: str) -> float | None:
    value = record.get(field)
    if value is not None:
        return float(value)
    return 0.0 if (record.get("absent") or {}).get(field) == BELOW else None


def after_infusion(case: Case, course_no: int | None) -> Counts | None:
    """Return the counts of a course, up to what ends it; None without its infusion."""
    day_zero = case.infusion_date(course_no)
    if day_zero is None:
        return None
    ends = [day for day in _ends(case) if day > day_zero]
    return Counts(case, day_zero, min(ends, default=None))


def _ends(case: Case) -> Iterator[date]:
    """Yield the days on which a course may end, whichever course it is."""
    days: list[Any] = [one["infusion_date"] for one in case.infusions]
    days += [one["hsct_date"] for one in case.hscts]
    days += [one.get("relapse_date") for one in case.of("relapse")]
    days += [one.get("subsequent_start") for one in case.of("subsequent_therapy")]
    days += [one.get("stem_cell_boost_date") for one in case.of("blood_count")]
    yield from (day for day in days if day)
    if case.death_date:
        yield case.death_date + timedelta(days=1)  # The day itself is still counted.


def after_hsct(case: Case, hsct_no: int | None) -> Counts | None:
    """Return the counts after a transplant, up to the next; None without it."""
    day_zero = case.hsct_date(hsct_no)
    if day_zero is None:
        return None
    later = [one["hsct_date"] for one in case.hscts if one["hsct_date"] > day_zero]
    return Counts(case, day_zero, min(later, default=None))


def treatment_of(case: Case, day: date | None) -> tuple[str, int]:
    """Return ("course" or "hsct", its number) that a count of ``day`` belongs to.

    The last treatment up to two weeks after that day; of none, the first course.
    """
    treated = [
        ("course", one.get("course_no") or 1, one["infusion_date"])
        for one in case.infusions
    ]
    treated += [
        ("hsct", one.get("hsct_no") or 1, one["hsct_date"]) for one in case.hscts
    ]
    before = [t for t in treated if day is not None and t[2] <= day]
    soon = [t for t in treated if day is not None and day < t[2] <= day + BEFORE]
    if before:
        return max(before, key=lambda one: one[2])[:2]
    return min(soon, key=lambda one: one[2])[:2] if soon else ("course", 1)


# ---- What they are graded as


def low_neutrophil_days(counts: Counts) -> dict[str, Any]:
    """Return the findings of early ICAHT, where the counts cover days 0 to 30."""
    days = _covered(counts, "anc")
    if not days:
        return {}
    return {
        "days_anc_le_500": total(low_days(days, 0.5)),
        "days_anc_le_100": total(low_days(days, 0.1)),
    }


def low_platelet_days(counts: Counts) -> dict[str, Any]:
    """Return the findings of early T-ICAHT, where the counts cover days 0 to 30."""
    days = _covered(counts, "platelets")
    if not days:
        return {}
    return {
        f"days_plt_lt_{limit}": total([d for d, v in days.items() if v < limit])
        for limit in (50, 20)
    }


def _covered(counts: Counts, field: str) -> dict[int, float]:
    pairs = counts.of(field)
    covered = pairs and cover(pairs, ended=counts.ended_early)
    return by_day(pairs) if covered else {}


def early_icaht(counts: Counts) -> Result:
    """Return the early ICAHT grade of a course."""
    return grade("icaht_early_from_counts", early_icaht_findings(counts))


def early_icaht_findings(counts: Counts) -> dict[str, Any]:
    """Return what early ICAHT is graded from."""
    known = counts.of("anc")
    ended = {"follow_up_ended": counts.ended_early}
    return {"counts": known, **ended} if known else ended


def late_nadir(counts: Counts) -> dict[str, Any]:
    """Return the finding of late ICAHT: the higher of the two lowest after day 30."""
    late = [value for day, value in counts.of("anc") if day > LAST_DAY]
    return {"anc_nadir_per_ul": sorted(late)[1] * 1000} if len(late) > 1 else {}


def anc_engraftment(counts: Counts) -> Result:
    """Return the day of neutrophil engraftment."""
    known = counts.of("anc")
    return grade("engraftment_anc", {"counts": known} if known else {})


def platelet_engraftment(counts: Counts) -> Result:
    """Return the day of platelet engraftment, without transfusion for seven days."""
    findings: dict[str, Any] = {}
    if known := counts.of("platelets"):
        findings["counts"] = known
    if (days := counts.transfusion_days) is not None:
        findings["transfusion_days"] = days
    return grade("engraftment_plt", findings)
