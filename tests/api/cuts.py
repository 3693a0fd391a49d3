"""A data cut, asked for and made, and its files."""

import csv
import io

from outcomes.cuts.asking import ask_as_typed
from outcomes.cuts.making import make_cuts
from outcomes.models import CutPart, DataCut
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


def damage(cut: DataCut) -> None:
    """Give the subjects of a cut a part that is not what its hash says."""
    part = CutPart.objects.filter(dataset__cut=cut, dataset__name="adsl").get()
    CutPart.objects.create(
        dataset=part.dataset,
        centre=part.centre,
        number=1,
        rows=1,
        sha256="0" * 64,
        content=bytes(part.content),
    )


def fetch(client, name, **query):
    answer = client.get(f"/api/v1/exports/{name}", query)
    assert answer.status_code == 200, answer.content
    return answer, b"".join(answer.streaming_content)


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


def compared(client, dataset, before="first", after="second", **query):
    address = f"/api/v1/cuts/{before}/compare/{after}/"
    answer = client.get(address, {"dataset": dataset, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()
