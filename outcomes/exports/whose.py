"""Whose rows a file has, and whether all of them may still be given to its reader.

A file that lies ready is fetched later than it was written, and each fetch is a use of
that day (``docs/adr/0159-files-that-outlive-a-right.md``).
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, QueryDict

from outcomes.cuts.reach import gone_since, profile_for
from outcomes.cuts.reach import whose as whose_of_cut
from outcomes.cuts.results import NotInTheCut
from outcomes.exports.address import asked_of
from outcomes.exports.datasets import Dataset
from outcomes.exports.taking import Asked, of_cut, reach_now
from outcomes.exports.writing import Reached, distinct, patient_of
from outcomes.models import ExportJob
from registry.access.policy import Actor, Refused


@dataclass(frozen=True, slots=True)
class Given:
    """The patients of a file's rows; of a cut's, by which right they were taken too.

    ``own``: as rows of own ``centres``; without, as members of ``studies``.
    """

    patients: list[int]
    own: bool = True
    centres: tuple[int, ...] = ()
    studies: tuple[int, ...] = ()

    @property
    def kept(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return asdict(self)


def given(actor: Actor, asked: Asked, dataset: Dataset, reach: Reached) -> Given:
    """Return whose rows are taken out, where these rows may be read."""
    patients = _patients(dataset, reach, asked)
    if asked.cut is None:
        return Given(patients)
    centres, studies, own = whose_of_cut(actor, of_cut(asked, asked.cut))
    return Given(
        patients, own, tuple(centres), tuple(study.cohort_id for study in studies)
    )


def still_given(actor: Actor, job: ExportJob) -> bool:
    """Tell whether all of a job's file may be given to the person today.

    In the same profile, and with every patient in it.
    """
    if job.given is None or job.log is None:
        return False
    then = Given(**job.given)
    query = QueryDict(job.query)
    try:
        asked, unclear = asked_of(
            actor, job.dataset, job.kind, query, language=job.language
        )
        if unclear:
            return False
        same = _of_cut(actor, asked, then) if asked.cut else _of_now(actor, asked, then)
    except (Http404, Refused, NotInTheCut):
        return False
    return same == job.log.profile


def _of_now(actor: Actor, asked: Asked, then: Given) -> str:
    """Return the profile of today, none where a patient may not be taken any more."""
    reach = reach_now(actor, asked)
    with reach.within():
        today = set(reach.patients.values_list("pk", flat=True))
    return reach.profile if today.issuperset(then.patients) else ""


def _of_cut(actor: Actor, asked: Asked, then: Given) -> str:
    """Return the profile of today, none where a right to a row or a patient is gone.

    A cut stands still: but for consent, its rows follow from the right to them.
    """
    assert asked.cut is not None
    of = of_cut(asked, asked.cut)
    centres, studies, own = whose_of_cut(actor, of)
    profile = profile_for(of, own=own)
    lost = (
        own is not then.own
        or {*then.centres} - {*centres}
        or {*then.studies} - {study.cohort_id for study in studies}
        or not {*then.patients}.isdisjoint(gone_since(profile))
    )
    return "" if lost else profile


def _patients(dataset: Dataset, reach: Reached, asked: Asked) -> list[int]:
    if dataset.said is not None:
        return []
    held = distinct(dataset, reach, [patient_of(dataset)], asked.options)
    return sorted(patient for (patient,) in held)
