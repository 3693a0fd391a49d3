"""Whose rows of a cut somebody may take out.

By centres and studies as they stood in the cut. Of today only this counts: who the
actor is, and who withdrew since (``docs/adr/0120-cuts-and-consent.md``).
"""

import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from outcomes.cohorts.shared import counted
from outcomes.cuts.catalogue import KEPT, needed
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Parts, parts_of, thawed
from outcomes.exports.datasets import Dataset
from outcomes.exports.profiles import Profile
from outcomes.exports.reach import own_centres, profile_of
from outcomes.exports.table import Made
from outcomes.models import Cohort, CutStudy, DataCut
from outcomes.past.results import not_analysed
from registry.access.policy import Action, Actor, Refused, may
from registry.access.reach import everywhere
from registry.models.patient import leaves_out

CHOSEN = """
CREATE TEMP TABLE chosen (patient bigint, place text COLLATE "C") ON COMMIT DROP;
"""
# Of a patient's subjects, the one that ``outcomes.exports.reach`` takes.
ONCE = """
DELETE FROM chosen WHERE (patient, place) NOT IN (
  SELECT patient, min(place) FROM chosen GROUP BY patient{kind})
"""
EACH_KIND = ", split_part(place, '|', 1)"


@dataclass(frozen=True, slots=True)
class CutReach:
    """Rows of one dataset of a cut that may be taken out, and in which profile.

    ``patients_alone``: rows of a form, which belong to a patient and to no subject.
    ``everybody``: no choice among them is needed. ``gone`` withdrew since. ``read``:
    which of the parts that are kept the rows are from. ``made``: with the cut.
    """

    profile: Profile
    endpoints: tuple[str, ...]
    gone: tuple[int, ...]
    patients_alone: bool
    everybody: bool
    read: Parts
    made: Made

    def within(self) -> AbstractContextManager[None]:
        """Return a context: the rows stand in a table of the transaction's own."""
        return nullcontext()

    @property
    def whole(self) -> bool:
        """Tell whether all that is kept is read."""
        return self.read.whole

    @property
    def most_rows(self) -> int | None:
        """Return how many rows are kept, for those who may know."""
        return self.read.rows if self.profile is Profile.FULL else None

    def condition(self, dataset: Dataset) -> tuple[str, dict[str, Any]]:
        """Return which rows of ``dataset``, as SQL with its values."""
        said = ["f.held_patient <> ALL(%(gone)s)"]
        if self.profile is not Profile.FULL:
            said.append("f.held_shared")
        if not self.everybody:
            said.append(
                "f.held_patient IN (SELECT patient FROM chosen)"
                if self.patients_alone
                else "(f.held_patient, f.held_place) IN (SELECT * FROM chosen)"
            )
        if not self.patients_alone and self.endpoints:
            said.append(
                "(f.held_endpoint IS NULL OR f.held_endpoint = ANY(%(endpoints)s))"
            )
        values = {"gone": [*self.gone], "endpoints": [*self.endpoints]}
        return " AND ".join(said), values


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a cut is asked for: a dataset, of one study or of all, in a profile."""

    cut: DataCut
    dataset: str
    cohort: Cohort | None = None
    profile: Profile | None = None


@contextmanager
def opened(
    actor: Actor, asked: Asked, table: str = "thawed", most: int | None = None
) -> Iterator[tuple[Dataset, CutReach]]:
    """Yield a dataset of a cut and what of it ``actor`` may take, inside a transaction.

    With ``most`` the first parts alone are read, of about so many rows. Raises Refused;
    NotInTheCut for a dataset or a study that the cut has not got; Damaged where what is
    stored is not what was.
    """
    kept = asked.cut.datasets.filter(name=asked.dataset).first()
    if kept is None:
        raise _not_kept(asked)
    centres, studies, own = whose(actor, asked)
    profile = profile_for(asked, own=own)
    analysed = asked.dataset in ("adsl", "adtte")
    cohorts = [study.cohort for study in studies]
    with (
        nullcontext() if own else counted(*cohorts),
        thawed(kept, parts := parts_of(kept, centres, most), table) as dataset,
    ):
        everybody = own and not studies and not analysed
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.chosen")
            cursor.execute(CHOSEN)
        for study in studies:
            _choose(study)
        if own and not studies and analysed:
            _choose_all(table)
        if asked.cohort is None and not everybody:
            _once(asked.dataset)
        endpoints = tuple(studies[0].endpoints) if asked.cohort else ()
        gone = gone_since(profile)
        yield (
            _ordered(dataset, profile),
            CutReach(
                profile,
                endpoints,
                tuple(gone),
                not analysed,
                everybody,
                read=parts,
                made=made_of(asked.cut),
            ),
        )


def _not_kept(asked: Asked) -> NotInTheCut:
    says = _("The cut %(cut)s has no dataset %(name)s.")
    if asked.dataset in KEPT:
        says = _(
            "The cut %(cut)s has no dataset %(name)s: it was made before cuts kept it."
        )
    return NotInTheCut(says % {"cut": asked.cut.name, "name": asked.dataset})


def profile_for(asked: Asked, *, own: bool) -> Profile:
    """Return the profile to use of a dataset of a cut. Raises NotThisProfile."""
    staff = needed(asked.dataset) is not None
    return profile_of(asked.profile, own=own, staff=staff)


def made_of(cut: DataCut) -> Made:
    """Return when a cut was made, and by which code."""
    return Made(cut.manifest.made_at.astimezone(UTC), cut.manifest.code_version)


def _ordered(dataset: Dataset, profile: Profile) -> Dataset:
    """Order by the pseudonym whoever must not learn the order of the numbers."""
    by = 'f."USUBJID__other", f.held_order'
    return replace(dataset, order="f.held_order" if profile is Profile.FULL else by)


def gone_since(profile: Profile) -> list[int]:
    """Return who may not be taken out today: who withdrew, and who shares no more."""
    with everywhere():  # numbers to leave out, wherever the patient is now
        gone = not_analysed()
        if profile is Profile.FULL:
            return gone
        return sorted({*gone, *not_analysed(leaves_out("sharing"))})


def whose(actor: Actor, asked: Asked) -> tuple[list[int], list[CutStudy], bool]:
    """Return the centres and studies of then, and whether they are the actor's own.

    Of who did what and when, nobody has more than their own. Raises Refused;
    NotInTheCut for a study that was defined later.
    """
    needs = needed(asked.dataset)
    own = sorted(own_centres(actor, needs))
    pseudonymised = not needs and may(actor, Action.EXPORT_PSEUDONYMISED)
    studies = CutStudy.objects.filter(cut=asked.cut).select_related("cohort")
    if asked.cohort is not None:
        study = studies.filter(cohort=asked.cohort).first()
        if study is None:
            raise NotInTheCut(
                _(
                    "The study %(study)s is not in the cut %(cut)s: it was defined "
                    "later."
                )
                % {"study": asked.cohort.slug, "cut": asked.cut.name}
            )
        if study.centres and {*study.centres} <= {*own}:
            return sorted(study.centres), [study], True
        if pseudonymised and asked.cohort.grants.to(actor).exists():
            return sorted(study.centres), [study], False
        raise Refused(f"{actor.name} may not export {asked.cohort}")
    if own:
        return own, [], True
    if not pseudonymised:
        raise Refused(f"{actor.name} may not export")
    granted = Cohort.objects.granted_to(actor)
    members = list(studies.filter(cohort__in=granted))
    return sorted({one for study in members for one in study.centres}), members, False


def _choose(study: CutStudy) -> None:
    """Add the members of a study."""
    text = zlib.decompress(study.members) if study.members else b""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY pg_temp.chosen FROM STDIN (FORMAT csv)") as rows,
    ):
        rows.write(text)


def _choose_all(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO chosen SELECT DISTINCT held_patient, held_place FROM {table}"
        )


def _once(dataset: str) -> None:
    kind = EACH_KIND if dataset == "adtte" else ""
    with connection.cursor() as cursor:
        cursor.execute(ONCE.format(kind=kind))
