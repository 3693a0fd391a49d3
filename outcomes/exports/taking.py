"""What is asked for, and whose rows of it there are: of now, or of a data cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from outcomes.cuts.reach import Asked as OfCut
from outcomes.cuts.reach import made_of, opened, whose
from outcomes.cuts.thawing import as_dataset
from outcomes.exports.abroad import Recipient, at_home
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.codebook import codebook_of
from outcomes.exports.datasets import Dataset
from outcomes.exports.profiles import Profile, allowed
from outcomes.exports.reach import Reach, is_own, profile_of, reach_of
from outcomes.exports.size import is_large
from outcomes.exports.table import Options
from outcomes.exports.writing import ALL, Reached
from outcomes.models import AnalysisSubject, Cohort, DataCut
from registry.access.policy import Actor, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a dataset in a format, of one study or of all.

    Of the registry as it is now, or of a cut; in a profile, or in the usual one; for
    somebody, in this country or another.
    """

    dataset: str
    kind: str
    cohort: Cohort | None = None
    options: Options = ALL
    profile: Profile | None = None
    cut: DataCut | None = None
    recipient: Recipient = field(default_factory=at_home)

    @property
    def is_large(self) -> bool:
        """Tell whether a worker writes the file, and nobody waits at the connection."""
        return is_large(DATASETS[self.dataset], self.cohort)

    @property
    def query(self) -> dict[str, object]:
        """Return what of it an address says beside the dataset and the format."""
        options = self.options
        said: dict[str, object] = {
            "cohort": self.cohort.slug if self.cohort else "",
            "cut": self.cut.name if self.cut else "",
            "profile": self.profile or "",
            "columns": list(options.columns),
            "only": {name: list(values) for name, values in options.only.items()},
            "since": options.since.isoformat() if options.since else "",
            "safe": options.safe,
            "language": options.language,
            **self.recipient.kept,
        }
        return {name: value for name, value in said.items() if value}


@contextmanager
def rows_of(
    actor: Actor, asked: Asked, most: int | None = None
) -> Iterator[tuple[Dataset, Reached]]:
    """Yield the dataset and whose rows of it, of now or of a cut. Raises Refused.

    With ``most`` about so many rows of a cut are read, its first.
    """
    if asked.cut is not None:
        if asked.options.since is not None:
            raise Refused("days of edits are of the registry of now, not of a cut")
        if DATASETS[asked.dataset].said is not None:
            yield _codebook(actor, asked, asked.cut)
            return
        with opened(actor, of_cut(asked, asked.cut), most=most) as found:
            yield found
        return
    reach = reach_now(actor, asked)
    with reach.within():
        yield DATASETS[asked.dataset], reach


def reach_now(actor: Actor, asked: Asked) -> Reach:
    """Return whose rows there are in the registry of now. Raises Refused."""
    dataset = DATASETS[asked.dataset]
    return reach_of(
        actor,
        asked.cohort,
        main_only=dataset.main_only,
        needs=dataset.needs,
        profile=asked.profile,
    )


def profiles_for(actor: Actor, asked: Asked) -> tuple[Profile, ...]:
    """Return the profiles that ``actor`` may use here, the usual one first.

    Raises Refused; NotInTheCut.
    """
    needs = DATASETS[asked.dataset].needs
    if asked.cut is not None:
        *_rows, own = whose(actor, of_cut(asked, asked.cut))
        return allowed(own=own, staff=own and needs is not None)
    own = is_own(actor, asked.cohort, needs)
    return allowed(own=own, staff=own and needs is not None)


def _codebook(actor: Actor, asked: Asked, cut: DataCut) -> tuple[Dataset, Reach]:
    """Return the codebook of the columns that a cut keeps. It is about no patient."""
    *_rows, own = whose(actor, of_cut(asked, cut))
    kept = {one.name: as_dataset(one) for one in cut.datasets.all()}
    profile = profile_of(asked.profile, own=own)
    nobody = Reach(AnalysisSubject.objects.none(), profile, made=made_of(cut))
    return codebook_of(kept, of_now=False), nobody


def of_cut(asked: Asked, cut: DataCut) -> OfCut:
    """Return what of a cut is asked for."""
    return OfCut(cut, asked.dataset, asked.cohort, asked.profile)
