"""What the builder says beside the form: counts step by step, and the words."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.building.defining import Defined
from outcomes.building.steps import Step, flow
from outcomes.cohorts.access import open_within
from outcomes.disclosure.rule import is_small
from registry.access.policy import Action, Actor
from registry.models import Centre

COARSE = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words: what is asked, how many are left, how many that took."""

    text: str
    count: str
    less: str = ""
    share: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The flow as a page shows it; ``exact`` when the reader may know each patient."""

    steps: list[Line]
    groups: list[Line]
    exact: bool
    nobody: bool

    @property
    def left(self) -> str:
        """Return how many are left after every step."""
        return self.steps[-1].count


def counted(actor: Actor, centres: list[Centre], made: Defined) -> Counted | None:
    """Count the definition's patients for somebody; None where there is nothing yet.

    Exact for who may read the records of every centre, or works within a cohort that
    is open to them; for others to the nearest ten, and small counts are not told.
    """
    if made.definition is None or not centres:
        return None
    keys = [centre.pk for centre in centres]
    found = flow(keys, made.definition)
    exact = _may_know(actor, keys, made.said)
    start = found.steps[0].n
    steps = [_line(step, start, exact=exact) for step in found.steps]
    groups = [_line(step, found.n, exact=exact) for step in found.groups]
    return Counted(steps, groups, exact, nobody=not found.n)


def _may_know(actor: Actor, centres: list[int], said: dict[str, Any]) -> bool:
    if actor.system or set(centres) <= actor.centres_for(Action.READ_RECORD):
        return True
    return open_within(actor, centres, said)


def _line(step: Step, total: int, *, exact: bool) -> Line:
    less = number(step.less, exact=exact) if step.less else ""
    count = number(step.n, exact=exact)
    text = step.says.in_language(get_language() or "en")
    if not exact:
        step, total = replace(step, n=_rounded(step.n)), _rounded(total)
    return Line(text, count, less, step.n, total)


def _rounded(n: int) -> int:
    return (n + COARSE // 2) // COARSE * COARSE


def number(n: int, *, exact: bool) -> str:
    """Write a count, or as much of it as may be told."""
    if exact or n == 0:
        return str(n)
    if is_small(n, settings.SMALLEST_CELL):
        return _("fewer than %(n)s") % {"n": settings.SMALLEST_CELL}
    return _("about %(n)s") % {"n": _rounded(n)}
