"""Take a dataset out: who may, what is in it, the file, and the log of it."""

from dataclasses import dataclass
from typing import IO

from outcomes.exports.catalogue import DATASETS, FORMATS
from outcomes.exports.reach import Reach, reach_of
from outcomes.exports.table import Options
from outcomes.exports.writing import ALL, Written, write
from outcomes.models import Cohort, ExportLog
from outcomes.pipeline.versions import data_version, one_view
from outcomes.version import code_version
from registry.access.log import note
from registry.access.policy import Actor
from registry.models import Access


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send, and its manifest."""

    file: IO[bytes]
    log: ExportLog


def export(
    *,
    dataset: str,
    kind: str,
    cohort: Cohort | None,
    actor: Actor,
    options: Options = ALL,
) -> Export:
    """Write ``dataset`` from one moment's rows, log it, and return the file.

    Raises Refused, UnknownColumn, CannotHold; KeyError for a dataset or format that is
    not in the catalogue.
    """
    asked = DATASETS[dataset]
    with one_view():
        reach = reach_of(actor, cohort, main_only=asked.main_only, needs=asked.needs)
        with reach.within():
            written = write(asked, reach, FORMATS[kind], options)
        log = logged(actor, cohort, reach, Taken(dataset, kind, options.safe, written))
    return Export(written.file, log)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out: its name, and the file as it was written."""

    dataset: str
    kind: str
    safe: bool
    written: Written


def logged(
    actor: Actor, cohort: Cohort | None, reach: Reach, taken: Taken
) -> ExportLog:
    """Note who took what out, in the log of exports and in that of accesses."""
    written = taken.written
    log = ExportLog.objects.create(
        user_id=actor.user_id or 0,
        dataset=taken.dataset,
        kind=taken.kind,
        cohort=cohort.slug if cohort else "",
        pseudonymised=not reach.named,
        safe=taken.safe,
        columns=written.columns,
        rows=written.rows,
        size=written.size,
        sha256=written.sha256,
        data_version=data_version(),
        code_version=code_version(),
    )
    what = f"{taken.dataset}.{taken.kind} {log.cohort}".strip()
    note(Access.TOOK_OUT, user_id=actor.user_id, what=what, rows=log.rows)
    return log
