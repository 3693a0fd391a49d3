"""Take a dataset out: who may, what is in it, the file, and the log of it."""

from dataclasses import dataclass
from typing import IO

from outcomes.exports.abroad import genetic, noted_if_kept_back, require_number
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.profiles import Profile
from outcomes.exports.progress import Progress
from outcomes.exports.small_groups import SmallGroups, behind, small_groups
from outcomes.exports.taking import Asked, rows_of
from outcomes.exports.whose import Given, given
from outcomes.exports.writing import (
    Written,
    chosen,
    closing_on_error,
    counted,
    write,
)
from outcomes.models import ExportLog
from outcomes.pipeline.versions import data_version, one_view
from outcomes.version import code_version
from registry.access.log import note
from registry.access.policy import Actor
from registry.models import Access


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send, and its manifest; whose rows it has if it is to be kept."""

    file: IO[bytes]
    log: ExportLog
    given: Given | None = None


def export(actor: Actor, asked: Asked, *, follow: Progress | None = None) -> Export:
    """Write what is asked for from one moment's rows, log it, and return the file.

    Who is to ``follow`` it fetches it later: its rows are counted before they are read,
    and whose they are is returned along. Raises Refused, UnknownColumn, CannotHold;
    NumberNeeded, which is logged; NotInTheCut, Damaged; Cancelled; KeyError for a
    dataset or format that is not in the catalogue.
    """
    with noted_if_kept_back(actor.user_id, f"{asked.dataset}.{asked.kind}"):
        return _exported(actor, asked, follow)


def _exported(actor: Actor, asked: Asked, follow: Progress | None) -> Export:
    with one_view():
        with rows_of(actor, asked) as (rows, reach):
            kind, used = FORMATS[asked.kind], reach.profile
            columns = chosen(rows, reach, kind, asked.options)
            require_number(asked.recipient, genetic(rows, columns, asked.options))
            if follow is not None:
                follow.total = counted(rows, reach, kind, asked.options)
            written = write(rows, reach, kind, asked.options, follow)
            with closing_on_error(written.file):
                patients = behind(rows, reach, asked.options)
                whose = given(actor, asked, rows, reach) if follow else None
        with closing_on_error(written.file):
            groups = small_groups(actor, asked, patients)
            log = logged(actor, asked, Taken(used, groups, written))
    return Export(written.file, log, whose)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out: in which profile, from which groups, and the file."""

    profile: Profile
    groups: SmallGroups | None
    written: Written


def logged(actor: Actor, asked: Asked, taken: Taken) -> ExportLog:
    """Note who took what out, in the log of exports and in that of accesses."""
    written, cut = taken.written, asked.cut
    log = ExportLog.objects.create(
        user_id=actor.user_id or 0,
        dataset=asked.dataset,
        kind=asked.kind,
        cohort=asked.cohort.slug if asked.cohort else "",
        profile=taken.profile,
        cut=cut.name if cut else "",
        query=asked.query,
        smallest_group=taken.groups.smallest if taken.groups else None,
        in_small_groups=taken.groups.patients if taken.groups else None,
        pseudonymised=taken.profile is not Profile.FULL,
        safe=asked.options.safe,
        columns=written.columns,
        rows=written.rows,
        size=written.size,
        sha256=written.sha256,
        data_version=cut.data_version if cut else data_version(),
        code_version=cut.manifest.code_version if cut else code_version(),
    )
    file = f"{asked.dataset}.{asked.kind}{asked.recipient.in_log}"
    what = f"{file} {log.cohort} {log.cut}".strip()
    note(Access.TOOK_OUT, user_id=actor.user_id, what=what, rows=log.rows)
    return log
