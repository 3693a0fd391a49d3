"""An address answered: the file, or the problem that says why there is none."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers, status

from config.rest.problems import Explained
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Damaged
from outcomes.exports.abroad import NumberNeeded
from outcomes.exports.address import asked_of
from outcomes.exports.asked import Unclear
from outcomes.exports.catalogue import DATASETS, FORMATS, is_known
from outcomes.exports.export import Export, export
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.progress import Progress
from outcomes.exports.reach import NotThisProfile
from outcomes.exports.taking import Asked
from outcomes.exports.writing import UnknownColumn
from outcomes.models import ExportJob
from registry.access.policy import Actor


def understood(actor: Actor, dataset: str, kind: str, query: QueryDict) -> Asked:
    """Return what an address asks for. Raises Http404, and problems."""
    _known(dataset, kind)
    language = get_language() or "en"
    asked, unclear = asked_of(actor, dataset, kind, query, language=language)
    require_clear(unclear)
    return asked


def require_clear(unclear: Iterable[Unclear]) -> None:
    """Raise the problem that names each parameter that cannot be read."""
    language = get_language() or "en"
    errors = {one.parameter: one.says.in_language(language) for one in unclear}
    if errors:
        raise serializers.ValidationError(errors)


def taken(actor: Actor, asked: Asked, *, follow: Progress | None = None) -> Export:
    """Return the file. Raises Refused, Cancelled, and problems."""
    try:
        with from_cuts(), by_number():
            return export(actor, asked, follow=follow)
    except UnknownColumn as error:
        raise _no_column(error) from error
    except CannotHold as error:
        raise _cannot_hold(error) from error
    except NotThisProfile as other:
        raise _not_this_profile(other) from other


def taken_by_job(job: ExportJob, actor: Actor, progress: Progress) -> Export:
    """Return the file of the address that a job was asked for."""
    query = QueryDict(job.query)
    asked = understood(actor, job.dataset, job.kind, query)
    return taken(actor, asked, follow=progress)


@contextmanager
def from_cuts() -> Iterator[None]:
    """Turn why a cut does not give what is asked into a problem."""
    try:
        yield
    except NotInTheCut as missing:
        raise Explained(
            status.HTTP_404_NOT_FOUND,
            "not-in-the-cut",
            str(missing),
            _("The cut’s manifest says what it holds."),
        ) from missing
    except Damaged as damaged:
        raise Explained(
            status.HTTP_500_INTERNAL_SERVER_ERROR,
            "damaged-cut",
            _("What is stored of this cut is not what was stored."),
            _("Tell those who run the registry: a backup has it."),
        ) from damaged


@contextmanager
def by_number() -> Iterator[None]:
    """Turn the want of a number for abroad into a problem at its field."""
    try:
        yield
    except NumberNeeded as needed:
        raise serializers.ValidationError({"approval": str(needed)}) from needed


def _no_column(error: UnknownColumn) -> Explained:
    return Explained(
        status.HTTP_400_BAD_REQUEST,
        "no-such-column",
        _("There is no column %(name)s for you.") % {"name": error.name},
        _("There are: %(names)s.") % {"names": ", ".join(error.known)},
    )


def _cannot_hold(error: CannotHold) -> Explained:
    return Explained(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        "format-cannot-hold",
        _("The format cannot hold what was asked for."),
        error.why.in_language(get_language()),
    )


def _not_this_profile(other: NotThisProfile) -> Explained:
    return Explained(
        status.HTTP_403_FORBIDDEN,
        "not-this-profile",
        _("There is no such file in this profile."),
        str(other),
    )


def _known(dataset: str, kind: str) -> None:
    if is_known(dataset, kind):
        return
    raise Explained(
        status.HTTP_404_NOT_FOUND,
        "no-such-export",
        _("There is no %(name)s to take out.") % {"name": f"{dataset}.{kind}"},
        _("There are: %(names)s.")
        % {"names": ", ".join(f"{d}.{f}" for d in DATASETS for f in FORMATS)},
        datasets=list(DATASETS),
        formats=list(FORMATS),
    )
