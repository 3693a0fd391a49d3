"""Make the cuts that were asked for: one at a time, whole or not at all.

The tables are put as they stood (``outcomes.past.shadow``), every dataset and study is
read from them in one view, and all of it is written in one transaction afterwards.
"""

import json
import logging
import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from outcomes.cohorts.definition import NotValid, parse
from outcomes.cohorts.members import members
from outcomes.cohorts.results import to_keep
from outcomes.cuts.catalogue import KEPT
from outcomes.cuts.freezing import Frozen, freeze
from outcomes.models import (
    Cohort,
    CutDataset,
    CutManifest,
    CutPart,
    CutStudy,
    CutWork,
    DataCut,
)
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.results import derive_anew, not_analysed
from outcomes.past.shadow import analysed, as_it_stood, conducted, recorded
from outcomes.pipeline.alone import Lock, alone
from outcomes.pipeline.faults import described
from outcomes.pipeline.telling import Tell, telling
from outcomes.version import code_version
from registry.audit.context import SYSTEM, acting
from registry.models import Centre

log = logging.getLogger(__name__)

ATTEMPTS = 3
TELL = "UPDATE outcomes_cutwork SET done = %s, total = %s WHERE cut_id = %s"


@dataclass(slots=True)
class Study:
    """One study as it stood: what ``CutStudy`` keeps of it."""

    cohort: Cohort
    centres: list[int]
    members: bytes = b""
    endpoints: tuple[str, ...] = ()
    results: Any = None
    days: Any = None
    counts: bytes = b""
    why: str = ""


@dataclass(slots=True)
class Made:
    """Everything of a cut, read and not yet written."""

    datasets: list[Frozen]
    studies: list[Study]
    computed_at: datetime
    set_aside: int


def make_cuts() -> bool:
    """Make the cut that waits longest; False when there is none to make."""
    with alone(Lock.CUT) as mine:
        if not mine:
            return False
        waiting = CutWork.objects.filter(cut__manifest=None, failed=False)
        waiting.filter(attempts__gte=ATTEMPTS).update(failed=True)
        work = waiting.select_related("cut").first()
        if work is None:
            return False
        CutWork.objects.filter(pk=work.pk).update(attempts=F("attempts") + 1)
        _make(work.cut)
    return True


def _make(cut: DataCut) -> None:
    try:
        with TemporaryFile() as spool, telling(TELL, cut.pk) as tell:
            made = _read(cut, spool, tell)
            _write(cut, made, spool)
    except OperationalError:
        raise
    except Exception as error:
        log.error("cut %s was not made: %s", cut, described(error))
        CutWork.objects.filter(cut=cut).update(failed=True)


def _read(cut: DataCut, spool: IO[bytes], tell: Tell) -> Made:
    # By its number, so that the same rows count whenever a worker comes to it.
    point = Cut(cut.at, change=cut.data_version)
    centres = sorted(Centre.objects.values_list("pk", flat=True))
    cohorts = [cohort_at(one, point) for one in Cohort.objects.current()]
    held = {one.pk: sorted(c.pk for c in one.centres.all()) for one in cohorts}
    total = len(KEPT) + len(cohorts) + 1
    with as_it_stood(
        point, cohorts=held, centres=centres, withdrawn=not_analysed()
    ) as anew:
        tell(0, total)
        set_aside = derive_anew(anew)
        analysed()
        recorded()
        conducted(point)
        made = Made([], [], timezone.now(), set_aside)
        for dataset in KEPT.values():
            tell(len(made.datasets) + 1, total)
            made.datasets.append(freeze(dataset, spool))
        for cohort in cohorts:
            tell(len(KEPT) + len(made.studies) + 1, total)
            made.studies.append(_study(cohort, held[cohort.pk]))
    return made


def _study(cohort: Cohort, centres: list[int]) -> Study:
    try:
        definition = parse(cohort.definition)
        # Refused inside, so that the next study's statements still run.
        with transaction.atomic():
            kept, days, counts = to_keep(cohort)
    except NotValid as refused:
        return Study(cohort, centres, why="; ".join(refused.reasons)[:500])
    subjects = (
        members(cohort, definition)
        .order_by("pk")
        .values_list("patient_id", "index_kind", "first_allogeneic", "index_no")
    )
    lines = (
        f"{patient},{kind}|{0 if first else 1}|{number:05d}\n"
        for patient, kind, first, number in subjects.iterator(chunk_size=10_000)
    )
    packed = zlib.compress("".join(sorted(lines)).encode())
    found = (definition.endpoints, kept, days, counts)
    return Study(cohort, centres, packed, *found)


def _write(cut: DataCut, made: Made, spool: IO[bytes]) -> None:
    with acting(SYSTEM, f"cut {cut}"):
        hashes = [
            f"{one.dataset.name} {_keep(cut, one, spool)}" for one in made.datasets
        ]
        hashes += [
            f"{one.cohort.slug} {_keep_study(cut, one, made.computed_at)}"
            for one in made.studies
        ]
        CutManifest.objects.create(
            cut=cut,
            code_version=code_version(),
            set_aside=made.set_aside,
            sha256=sha256("\n".join(hashes).encode()).hexdigest(),
        )


def _keep(cut: DataCut, frozen: Frozen, spool: IO[bytes]) -> str:
    dataset = frozen.dataset
    kept = CutDataset.objects.create(
        cut=cut,
        name=dataset.name,
        label_en=dataset.label.en,
        label_zh=dataset.label.zh,
        columns=frozen.columns,
        sha256=frozen.sha256,
    )
    for part in frozen.parts:
        spool.seek(part.at)
        CutPart.objects.create(
            dataset=kept,
            centre_id=part.centre,
            number=part.number,
            rows=part.rows,
            sha256=part.sha256,
            content=spool.read(part.size),
        )
    return kept.sha256


def _keep_study(cut: DataCut, study: Study, at: datetime) -> str:
    cohort = study.cohort
    said = {
        "version": cohort.version,
        "definition": cohort.definition,
        "centres": study.centres,
        "results": study.results,
        "days": study.days or {},
        "why": study.why,
    }
    text = json.dumps(said, sort_keys=True).encode() + study.members + study.counts
    digest = sha256(text).hexdigest()
    CutStudy.objects.create(
        cut=cut,
        cohort_id=cohort.pk,
        endpoints=[*study.endpoints],
        computed_at=at,
        members=study.members,
        counted=study.counts,
        sha256=digest,
        **said,
    )
    return digest
