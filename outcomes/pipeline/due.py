"""Which cohorts are due, in which order, and which of them in one transaction."""

from collections.abc import Container, Mapping
from operator import itemgetter

from outcomes.models import Cohort, Snapshot, StaleCohort
from outcomes.pipeline.basis import basis_of
from outcomes.pipeline.tallies import centres_ahead, kept_for

# Cohorts of one transaction: what they share is asked once, and another worker may
# take the next ones.
TOGETHER = 5


def due() -> list[Cohort]:
    """Return the cohorts that are marked, were redefined, or used other code.

    First those that were computed longest ago: each sweep of a long backlog has time
    for a few, and all are to move.
    """
    marked = set(StaleCohort.objects.values_list("cohort_id", flat=True).distinct())
    newest = {
        cohort: (basis, at.timestamp())
        for cohort, basis, at in Snapshot.objects.order_by("cohort_id", "-id")
        .distinct("cohort_id")
        .values_list("cohort_id", "basis", "computed_at")
    }
    cohorts = Cohort.objects.current().prefetch_related("centres").order_by("pk")
    found = [(one, *newest.get(one.pk, ("", 0.0))) for one in cohorts]
    some = [x for x in found if x[0].pk in marked or x[1] != basis_of(x[0])]
    return [one for one, _basis, _at in sorted(some, key=itemgetter(2))]


def batches_of(cohorts: list[Cohort]) -> list[list[Cohort]]:
    """Return the cohorts of each transaction: those to be counted anew one by one.

    Each of these takes a minute at 10⁶ patients. They come last: what a few counts
    change does not wait for them. Those that wait for a worker have no turn.
    """
    ahead = centres_ahead()
    cohorts = [one for one in cohorts if not waits(one, ahead)]
    kept = kept_for({one.pk: basis_of(one) for one in cohorts})
    untold = StaleCohort.objects.filter(cohort__in=cohorts, changed__isnull=True)
    anew = {*untold.values_list("cohort_id", flat=True)} | {
        one.pk for one in cohorts if one.pk not in kept or is_of(one, ahead)
    }
    quick = [one for one in cohorts if one.pk not in anew]
    batches = [quick[at : at + TOGETHER] for at in range(0, len(quick), TOGETHER)]
    return batches + [[one] for one in cohorts if one.pk in anew]


def waits(cohort: Cohort, ahead: Mapping[int, bool]) -> bool:
    """Tell whether a worker is to take somebody out of the cohort at any moment.

    What is kept has them still, and to count anew without them, and once more when
    they are gone, would take the longer the larger the registry is.
    """
    return any(ahead.get(centre.pk, False) for centre in cohort.centres.all())


def is_of(cohort: Cohort, centres: Container[int]) -> bool:
    """Tell whether any of these is a centre of the cohort."""
    return any(centre.pk in centres for centre in cohort.centres.all())
