"""Single patients as they were at a cut: for the lists behind figures, and for courses.

Rows are put as they stood while somebody waits, and nothing of them is kept. Whom a
reader may see is asked of today: who moved since is another centre's.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from outcomes.cohorts.shared import counted
from outcomes.models import Cohort
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.lookback import few
from outcomes.past.results import derive_anew, not_analysed
from outcomes.past.shadow import analysed, as_it_stood, recorded
from registry.access.policy import Actor
from registry.models import Patient


def lists_then(then: Cohort) -> bool:
    """Tell whether single patients of a past are put while somebody waits.

    ``then`` is the cohort as it was.
    """
    return few([centre.pk for centre in then.centres.all()])


@contextmanager
def rows_as_of(
    actor: Actor, cohort: Cohort, cut: Cut
) -> Iterator[tuple[Cohort, Collection[int]]]:
    """Put the rows of a cut before today's; yield the cohort, and whom one may see.

    What is asked within has to be read within: at the end all is as it was.
    """
    visible = set(Patient.objects.visible_to(actor).values_list("pk", flat=True))
    with counted(cohort):
        then = cohort_at(cohort, cut)
        centres = sorted(centre.pk for centre in then.centres.all())
        with as_it_stood(
            cut, cohorts={then.pk: centres}, centres=centres, withdrawn=not_analysed()
        ) as anew:
            derive_anew(anew)
            analysed()
            recorded()
            yield then, visible
