"""Random patients with many ties, in the columns that R and we are asked about."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outcomes.estimators import Counts, Stays
from outcomes.estimators.regression import Design

STATES = ("alive", "moved", "relapse", "dead")


@dataclass(frozen=True)
class Patients:
    """Columns of patients; ``day`` is one later where nothing may end on day 0."""

    time: list[float]
    status: list[int]
    group: list[str]
    layer: list[str]
    entry: list[float]
    changed: list[float | None]
    x1: list[float]
    x2: list[int]
    id: list[int]

    @property
    def later(self) -> list[float]:
        return [time + 1 for time in self.time]

    @property
    def event(self) -> list[int]:
        return [min(status, 1) for status in self.status]

    @property
    def known(self) -> list[float]:
        return [math.nan if day is None else day for day in self.changed]

    def counts(self, layer: str | None = None) -> Counts:
        kept = [i for i, x in enumerate(self.layer) if layer in (None, x)]
        return Counts.from_rows(
            [self.time[i] for i in kept],
            [self.status[i] for i in kept],
            [self.group[i] for i in kept],
            n_causes=2,
            groups=sorted(set(self.group)),
        )

    def design(self, *, group: bool = False) -> Design:
        more = {"group": self.group} if group else {}
        return Design.of({"x1": self.x1, "x2": self.x2, **more})

    def stays(self) -> Stays:
        """Follow each patient through the states, relapse and death a day apart."""
        dead = [
            t if s == 2 else math.nan
            for t, s in zip(self.later, self.status, strict=True)
        ]
        relapse = [
            t / 2 if s == 1 else math.nan
            for t, s in zip(self.later, self.status, strict=True)
        ]
        days = np.column_stack((self.known, relapse, dead))
        return Stays.from_days(days, self.later, states=STATES)

    def asked(self, days: Sequence[float], landmark: float) -> dict[str, Any]:
        """Return what R is asked."""
        stays = self.stays()
        to = ["", *STATES]
        return {
            "days": list(days),
            "landmark": landmark,
            "patients": self.__dict__,
            "stays": {
                "start": stays.start.tolist(),
                "stop": stays.stop.tolist(),
                "state": [STATES[i] for i in stays.state],
                "to": [to[i + 1] for i in stays.to],
                "patient": stays.patient.tolist(),
            },
        }


def patients(seed: int, many: int, groups: str, last: int, step: float) -> Patients:
    """Return random patients on a coarse grid of days; the seed says which."""
    chance = random.Random(seed)
    time = [step * chance.randint(0, last) for _ in range(many)]
    return Patients(
        time=time,
        status=[chance.choice([0, 0, 1, 1, 2]) for _ in time],
        group=[chance.choice(groups) for _ in time],
        layer=[chance.choice("pq") for _ in time],
        entry=[float(chance.randint(0, int(t) // 2)) for t in time],
        changed=[chance.choice([None, step, 2.0 * step, 3.0 * step]) for _ in time],
        x1=[round(chance.gauss(0, 1), 3) for _ in time],
        x2=[chance.randint(0, 1) for _ in time],
        id=[chance.randint(1, many // 2) for _ in time],
    )


def of(time: list[float], status: list[int], group: str) -> Patients:
    """Return a few patients, given day by day."""
    n = len(time)
    return Patients(
        time=time, status=status, group=list(group), layer=["p"] * n,
        entry=[0.0] * n, changed=[None] * n, x1=[float(i % 3) for i in range(n)],
        x2=[i % 2 for i in range(n)], id=list(range(n)),
    )  # fmt: skip


RANDOM = {
    "many ties": patients(1, 60, "AB", 12, 3),
    "three groups": patients(2, 150, "ABC", 40, 1),
    "half days": patients(3, 90, "ABCD", 9, 2.5),
    "few days": patients(4, 80, "AB", 6, 7),
    "larger": patients(5, 400, "ABC", 25, 1.5),
}
SMALL = {
    "one patient with the event": of([7], [1], "A"),
    "one patient, censored": of([7], [0], "A"),
    "all censored": of([3, 5, 5, 9], [0, 0, 0, 0], "AABB"),
    "all on day 0": of([0, 0, 0, 0], [1, 0, 1, 2], "ABBA"),
    "a group without events": of([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 2, 1], "AAABBB"),
    "a group of one": of([1, 2, 3, 4, 5], [1, 2, 1, 0, 1], "ABBBB"),
    "one cause alone": of([1, 2, 2, 3, 4, 4], [1, 1, 0, 1, 1, 0], "ABABAB"),
    "all at once": of([5] * 6, [1, 1, 1, 0, 1, 0], "AAABBB"),
}
