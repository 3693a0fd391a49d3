"""A data cut, asked for and made."""

from outcomes.cuts.asking import ask_as_typed
from outcomes.cuts.making import make_cuts
from outcomes.models import DataCut
from outcomes.pipeline.sweep import sweep
from registry.audit.context import SYSTEM
from tests.sealing import settle


def a_cut(name="first", at="", reason="for the paper") -> DataCut:
    """Return a cut of the registry as it is, or as it was at a change."""
    settle()
    sweep(seconds=float("inf"))
    cut = ask_as_typed(SYSTEM, name, at, reason)
    assert make_cuts()
    cut = DataCut.objects.select_related("work").get(pk=cut.pk)
    assert not cut.work.failed
    assert cut.made
    return cut
