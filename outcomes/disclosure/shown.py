"""The results that somebody is shown: the one way from stored results to a reader."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from outcomes.cohorts.kept import whole
from outcomes.cohorts.results import Results, compute_at
from outcomes.cohorts.shared import counted
from outcomes.cohorts.versions import at_version
from outcomes.cuts.results import PREFIX, NotInTheCut, cohort_of, past_of, study_of
from outcomes.disclosure.access import sees_rows
from outcomes.disclosure.guard import guarded
from outcomes.disclosure.rule import is_small
from outcomes.models import Cohort, DataCut, Snapshot
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import NotACut, cut_of
from outcomes.past.lookback import looked_back
from outcomes.past.results import Past
from outcomes.pipeline.versions import one_view
from outcomes.version import code_version, drawing_version
from registry.access.policy import Actor, Refused

KEPT_SECONDS = 60 * 60


def newest_for(actor: Actor, cohort: Cohort) -> Snapshot | None:
    """Return the newest results, or None before the first computation."""
    return _for(actor, cohort, cohort.snapshots.first())


def standing_for(actor: Actor, cohort: Cohort) -> Snapshot | None:
    """Return the newest results without what they say: which they are, how they stand.

    Whoever asks every few seconds whether there are newer ones has none guarded for it.
    """
    found = cohort.snapshots.defer("results", "days", "counted").first()
    if found is not None:
        guards = not sees_rows(actor, cohort)
        found.results = {"smallest_cell": settings.SMALLEST_CELL} if guards else {}
        found.listed = _beside_own(actor, cohort)[1] if guards else ""
        if guards:
            _few_aside(found)
    return found


def kept_for(actor: Actor, cohort: Cohort, pk: int) -> Snapshot | None:
    """Return one of the cohort's results while it is kept and open to the actor."""
    return _earlier(actor, cohort, cohort.snapshots.filter(pk=pk).first())


def version_for(actor: Actor, cohort: Cohort, number: int) -> Snapshot | None:
    """Return the last results of one version of the cohort while they are kept.

    None too where they are not open to the actor.
    """
    kept = cohort.snapshots.filter(cohort_version=number)
    return _earlier(actor, cohort, kept.first())


def _earlier(actor: Actor, cohort: Cohort, found: Snapshot | None) -> Snapshot | None:
    """Return results that are not the newest to whoever sees rows, then and now.

    The sums of two versions, or of two days, subtracted show single patients.
    """
    if found is None:
        return None
    newest = cohort.snapshots.values_list("pk", flat=True).first()
    if found.pk == newest and found.cohort_version == cohort.version:
        return _for(actor, cohort, found)
    then = at_version(cohort, found.cohort_version)
    return found if sees_rows(actor, cohort) and sees_rows(actor, then) else None


def _for(actor: Actor, cohort: Cohort, found: Snapshot | None) -> Snapshot | None:
    """Hide small cells from whoever sees sums alone."""
    if found is not None and not sees_rows(actor, cohort):
        unseen, found.listed = _beside_own(actor, cohort)
        found.results = _guarded(found, cohort, unseen)
        found.days, found.counted = {}, b""
        _few_aside(found)
    return found


def _few_aside(found: Snapshot) -> None:
    if is_small(found.set_aside, settings.SMALLEST_CELL):
        found.set_aside, found.few_aside = 0, True


def _beside_own(actor: Actor, cohort: Cohort) -> tuple[list[int], str]:
    """Return the centres whose patients the actor cannot list, beside some they can.

    And a name for those they can, "" without any: who takes their own patients off the
    figures of all has those of the rest (ADR 164).
    """
    centres = {centre.pk for centre in cohort.centres.all()}
    own = centres & actor.readable_centres
    if not own:
        return [], ""
    name = sha256(repr(sorted(own)).encode()).hexdigest()[:8]
    return sorted(centres - own), f"-{name}"


def _guarded(found: Snapshot, cohort: Cohort, unseen: list[int]) -> Results:
    """Hide the small cells of a snapshot, or remember how they were hidden.

    ``unseen`` are the centres that are left when the reader's own are taken off. Their
    results are computed once for a snapshot and the centres; who they are of changes
    with the snapshot.
    """
    smallest = settings.SMALLEST_CELL
    code = f"{code_version()}/{drawing_version()}"
    key = f"guarded/{found.pk}{found.listed}/{smallest}/{code}"
    kept: Results | None = cache.get(key)
    if kept is None:
        rest = _at(unseen, cohort) if unseen else None
        kept = guarded(whole(found), smallest, rest)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _at(centres: list[int], cohort: Cohort) -> Results:
    with counted(cohort), one_view():
        return compute_at(centres, cohort)


def past_for(actor: Actor, cohort: Cohort, text: str) -> Past:
    """Return the results as of the cut that ``text`` names.

    Raises NotACut; StillLooking where a worker is at it; Refused for whoever sees sums
    alone, since two days' sums subtracted show single patients; the same where the
    cohort of then had centres whose patients the actor may not see. ``cut:NAME`` names
    a data cut, whose results are kept.
    """
    require_rows(actor, cohort)
    if text.startswith(PREFIX):
        return _kept_past(actor, cohort, text.removeprefix(PREFIX))
    cut = cut_of(text)
    require_rows(actor, cohort_at(cohort, cut))
    return looked_back(cohort, cut)


def _kept_past(actor: Actor, cohort: Cohort, name: str) -> Past:
    """Return the results that a data cut keeps; see ``past_for``."""
    cut = DataCut.objects.visible_to(actor).filter(name=name, manifest__isnull=False)
    found = cut.select_related("manifest").first()
    if found is None:
        raise NotACut(_("There is no data cut %(name)s.") % {"name": name})
    study = study_of(found, cohort)
    if study is None:
        raise NotInTheCut(
            _("This study is not in the cut %(name)s: it was defined later.")
            % {"name": name}
        )
    study.cut = found
    then = cohort_of(study, cohort)
    require_rows(actor, then)
    return past_of(study, then)


def require_rows(actor: Actor, cohort: Cohort) -> None:
    """Raise Refused for whoever sees sums alone."""
    if not sees_rows(actor, cohort):
        raise Refused(
            _(
                "The past of this study is open to those who may see its patients: two "
                "days' numbers subtracted would show single ones."
            )
        )
