"""The months under a curve: to three years, or as far as it is read. Pure."""

from math import ceil

from outcomes.cohorts.shapes import AtRisk

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
SHORTEST, EVERY = 36, (6, 12, 24, 36, 60, 120)
MOST_STEPS = 6  # as many numbers as stand beside each other under a figure
# Leap days make a whole number of years a day longer than as many months.
SPARE = 0.05


def in_months(until: int) -> AtRisk:
    """Return the months at which numbers are told of a curve read at day ``until``."""
    last = max(SHORTEST, until / DAYS_A_MONTH - SPARE)
    every = next((n for n in EVERY if n * MOST_STEPS >= last), ceil(last / MOST_STEPS))
    at = [every * step for step in range(ceil(last / every) + 1)]
    return {
        "unit": "months",
        "at": at,
        "days": [round(month * DAYS_A_MONTH) for month in at],
    }
