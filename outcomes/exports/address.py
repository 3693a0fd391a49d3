"""From the address of a file to what it asks for; one for page, REST and worker."""

from collections.abc import Iterable

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from outcomes.cohorts.access import cohort_or_404
from outcomes.cuts.sight import made_cuts
from outcomes.exports.abroad import recipient_of
from outcomes.exports.asked import Unclear, options_of
from outcomes.exports.catalogue import DATASETS, is_known
from outcomes.exports.profiles import Profile
from outcomes.exports.taking import Asked
from outcomes.models import DataCut
from registry.access.policy import Actor
from registry.codelists.base import Label

NO_SUCH_PROFILE = Label(
    f"There is no such profile. There are: {', '.join(Profile)}.",
    f"没有该去标识方案。可用的有：{'、'.join(Profile)}。",
)
NOT_OF_A_CUT = Label(
    "Days of edits are of the registry as it is now: leave out the day, or the cut.",
    "修改日期只适用于当前数据：请去掉日期，或去掉数据截取。",
)


def asked_of(
    actor: Actor,
    dataset: str,
    kind: str,
    query: QueryDict,
    *,
    language: str,
    more: Iterable[str] = (),
) -> tuple[Asked, list[Unclear]]:
    """Return what an address asks for, and every parameter that cannot be read.

    ``more`` are parameters that others read. Raises Http404 for a dataset, a format, a
    study or a cut that is not there for the actor.
    """
    if not is_known(dataset, kind):
        raise Http404(f"{dataset}.{kind}")
    options, unclear = options_of(query, DATASETS[dataset], language, more)
    recipient, unknown = recipient_of(query)
    unclear += unknown
    cohort = cohort_or_404(actor, query.get("cohort"))
    cut = _cut(actor, query.get("cut"))
    profile = query.get("profile") or None
    if profile not in {None, *Profile}:
        unclear.append(Unclear("profile", NO_SUCH_PROFILE))
        profile = None
    if cut and options.since:
        unclear.append(Unclear("updated_since", NOT_OF_A_CUT))
    used = Profile(profile) if profile else None
    return Asked(dataset, kind, cohort, options, used, cut, recipient), unclear


def _cut(actor: Actor, name: str | None) -> DataCut | None:
    """Return the data cut that is asked for, None for the registry as it is now."""
    return get_object_or_404(made_cuts(actor), name=name) if name else None
