"""Who is missing from the figures, and why: said beside them, never in silence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.cohorts.register import FEWEST
from outcomes.models import Snapshot


def left_out(snapshot: Snapshot) -> list[str]:
    """Return a sentence for every kind of patient that the curves lack."""
    aside = snapshot.set_aside
    dates = snapshot.results["not_derivable"] or 0
    groups = snapshot.results["ungrouped"] or 0
    told = {
        ngettext(
            "%(n)s patient could not be derived: the newest changes are missing.",
            "%(n)s patients could not be derived: their newest changes are missing.",
            aside,
        ): aside,
        ngettext(
            "%(n)s patient has dates that do not allow every endpoint, and is not in "
            "those curves.",
            "%(n)s patients have dates that do not allow every endpoint, and are not "
            "in those curves.",
            dates,
        ): dates,
        ngettext(
            "%(n)s patient is in no group, because its value is not known.",
            "%(n)s patients are in no group, because their value is not known.",
            groups,
        ): groups,
    }
    said = [text % {"n": n} for text, n in told.items() if n]
    if snapshot.few_aside:
        few = _(
            "Fewer than %(n)s patients could not be derived: their newest changes are "
            "missing."
        )
        said.insert(0, few % {"n": snapshot.results["smallest_cell"]})
    return [*said, *_withdrawn(snapshot), *_hidden(snapshot)]


def _hidden(snapshot: Snapshot) -> list[str]:
    """Say that numbers are hidden from this reader."""
    smallest = snapshot.results.get("smallest_cell")
    if smallest is None:
        return []
    return [
        _(
            "You see sums, not patients: numbers below %(n)s are hidden, and those "
            "from which they would follow; curves go in steps of at least so many."
        )
        % {"n": smallest}
    ]


def _withdrawn(snapshot: Snapshot) -> list[str]:
    """Say how many withdrew, without pointing at one; older snapshots do not know."""
    count = snapshot.results.get("withdrawn", 0)
    if count == 0:
        return []
    if count is None:
        few = _(
            "Fewer than %(n)s patients of these centres are left out: consent "
            "withdrawn."
        )
        return [few % {"n": max(FEWEST, snapshot.results.get("smallest_cell", 0))}]
    return [
        _("%(n)s patients of these centres are left out: consent withdrawn.")
        % {"n": count}
    ]


def imputed(snapshot: Snapshot) -> str:
    """Return the sentence that says for how many patients a day was imputed."""
    n = snapshot.results.get("imputed", 0)
    if not n:
        return ""
    text = ngettext(
        "Of %(n)s patient an event is dated by its month or year alone: the 15th, or "
        "1 July, stands for the day.",
        "Of %(n)s patients an event is dated by its month or year alone: the 15th, or "
        "1 July, stands for the day.",
        n,
    )
    return text % {"n": n}
