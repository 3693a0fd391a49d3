"""Work at the pasts that readers wait for: one at a time, safe to kill anywhere."""

import logging

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from outcomes.models import Lookback
from outcomes.past.cut import cut_of
from outcomes.past.lookback import KEPT, answer, question
from outcomes.past.results import results_as_of
from outcomes.pipeline.alone import Lock, alone
from outcomes.pipeline.faults import described
from outcomes.pipeline.telling import telling

log = logging.getLogger(__name__)

# One by all workers together: the others go on with the figures of now.
ATTEMPTS = 3

TELL = "UPDATE outcomes_lookback SET done = %s, total = %s WHERE id = %s"


def look_back() -> bool:
    """Compute the past that waits longest; False when there is none to compute."""
    with alone(Lock.LOOKBACK) as mine:
        if not mine:
            return False
        Lookback.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
        waiting = Lookback.objects.filter(computed_at=None, failed=False)
        waiting.filter(attempts__gte=ATTEMPTS).update(failed=True)
        found = waiting.first()
        if found is None:
            return False
        Lookback.objects.filter(pk=found.pk).update(attempts=F("attempts") + 1)
        _look(found)
    return True


def _look(found: Lookback) -> None:
    row = Lookback.objects.filter(pk=found.pk)
    try:
        cut = cut_of(found.cut)
        with telling(TELL, found.pk) as tell:
            past = results_as_of(found.cohort, cut, tell)
        # Who withdrew meanwhile is in it: whoever asks again gets another.
        same = question(found.cohort, cut).key == found.key or not cut.closed
        row.update(**answer(past)) if same else row.delete()
    except OperationalError:
        raise
    except Exception as error:
        log.error("no past of cohort %s: %s", found, described(error))
        row.update(failed=True)
