"""A study's results as a cut keeps them."""

from typing import Any

from outcomes.models import Cohort, CutStudy, DataCut, Snapshot
from outcomes.past.cut import Cut, NotACut
from outcomes.past.results import Past
from registry.access.reach import everywhere
from registry.models import Centre

# How an address names a cut where a day or a change may stand too.
PREFIX = "cut:"


class NotInTheCut(NotACut):
    """The study is not in the cut, or has no results there; the message says why."""


def study_of(cut: DataCut, cohort: Cohort) -> CutStudy | None:
    """Return what a cut keeps of a study that the caller may see."""
    return CutStudy.objects.filter(cut=cut, cohort=cohort).first()


def cohort_of(study: CutStudy, cohort: Cohort) -> Cohort:
    """Return the cohort as it stood in the cut; its ``centres`` are those of then."""
    then = Cohort(
        pk=cohort.pk,
        slug=cohort.slug,
        title_en=cohort.title_en,
        title_zh=cohort.title_zh,
        definition=study.definition,
        version=study.version,
        made_by_id=cohort.made_by_id,
    )
    with everywhere():  # which centres it had, not whose patients
        centres = list(Centre.objects.filter(pk__in=study.centres).order_by("code"))
    kept: Any = Centre.objects.filter(pk__in=study.centres)
    kept._result_cache = centres
    then._prefetched_objects_cache = {"centres": kept}  # type: ignore[attr-defined]
    return then


def past_of(study: CutStudy, then: Cohort) -> Past:
    """Return the results that a cut keeps, as those of a past day are given.

    Raises NotInTheCut where the definition of then could not be used.
    """
    if study.results is None:
        raise NotInTheCut(study.why)
    cut = study.cut
    snapshot = Snapshot(
        cohort=then,
        cohort_version=study.version,
        data_version=cut.data_version,
        code_version=cut.manifest.code_version,
        computed_at=study.computed_at,
        set_aside=cut.manifest.set_aside,
        results=study.results,
    )
    text = f"{PREFIX}{cut.name}"
    snapshot.as_of, snapshot.lookback = text, study
    return Past(Cut(text, change=cut.data_version, name=cut.name), then, snapshot, 0)
