"""Who is registered at a cohort's centres, and whose consent ended. Pure."""

from outcomes.cohorts.belonging import REGISTERED
from outcomes.cohorts.tally import Cells, Part

# Of a patient: whether registered, and for which index events consent was withdrawn.
SAID = ("registered", "withdrawn_infusion", "withdrawn_hsct")
# A smaller number could point at somebody.
FEWEST = 5


def parts() -> list[Part]:
    """Return what is counted of patients, treated or not."""
    return [
        Part("register", REGISTERED, lambda row: [tuple(row[name] for name in SAID)])
    ]


def registered_in(cells: Cells) -> int:
    """Return how many patients are registered at the centres."""
    return _with(cells, "registered")


def withdrawn_in(cells: Cells, index: str) -> int | None:
    """Count who withdrew, were treated so, and are not analysed; None for 1 to 4.

    The cohort's other conditions are not asked: these patients have no analysis rows.
    """
    count = _with(cells, f"withdrawn_{index}")
    return None if 0 < count < FEWEST else count


def _with(cells: Cells, name: str) -> int:
    place = SAID.index(name)
    return sum(n for key, n in cells["register"].items() if key[place])
