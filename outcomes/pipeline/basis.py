"""What a cohort's results rest on beside the data, and what is counted for it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from outcomes.cohorts.belonging import Row, scopes_of
from outcomes.cohorts.definition import Definition, NotValid, parse
from outcomes.cohorts.parts import parts_of
from outcomes.cohorts.tally import Counted, Part, counted
from outcomes.models import Cohort
from outcomes.version import code_version


def basis_of(cohort: Cohort) -> str:
    """Return a digest of definition, centres and code."""
    centres = sorted((centre.pk, centre.code) for centre in cohort.centres.all())
    said = [cohort.version, cohort.definition, centres, code_version()]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Counting:
    """How rows are counted for one basis."""

    definition: Definition
    parts: tuple[Part, ...]

    def cells(self, rows: list[Row]) -> Counted:
        """Count rows of the cohort's centres."""
        return counted(rows, self.parts, lambda row: scopes_of(self.definition, row))


def counting_of(cohort: Cohort, basis: str) -> Counting | None:
    """Return how a cohort's rows are counted; None while it cannot be used."""
    return _counting(basis, json.dumps(cohort.definition))


@lru_cache(maxsize=200)
def _counting(_basis: str, definition: str) -> Counting | None:
    said: dict[str, Any] = json.loads(definition)
    try:
        found = parse(said)
    except NotValid:
        return None
    return Counting(found, tuple(parts_of(found)))
