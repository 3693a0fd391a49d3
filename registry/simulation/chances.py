"""Draws of one patient's story, from a seed of their own."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal


class Chances(random.Random):
    """What may happen: each draw moves on, and the same seed draws the same."""

    def happens(self, share: float) -> bool:
        """Tell whether something of this probability happens."""
        return self.random() < share

    def one_of(self, shares: Mapping[str, float]) -> str:
        """Return one key, as often as its share of all says."""
        return self.choices([*shares], [*shares.values()])[0]

    def yes(self, share: float) -> str:
        """Return yes with this probability, else no."""
        return "yes" if self.happens(share) else "no"

    def within(self, low: int, high: int) -> int:
        """Return a whole number, both ends possible."""
        return self.randint(low, high)

    def amount(self, low: float, high: float, places: int = 1) -> Decimal:
        """Return a number between two, as a laboratory would round it."""
        return Decimal(f"{self.uniform(low, high):.{places}f}")

    def spread(self, middle: float, times: float) -> Decimal:
        """Return a number around ``middle``, most within ``times`` it, two digits."""
        drawn = middle * times ** self.gauss(0, 0.7)
        return Decimal(f"{drawn:.1e}")

    def waiting(self, mean: float) -> int:
        """Return days until something that may happen on any day."""
        return 1 + int(self.expovariate(1 / mean))


def after(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)
