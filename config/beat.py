"""A scheduler that goes on when the clock of its machine is set back.

Celery's own waits until the old time comes again: set back by an hour, no queue would
be swept, nothing sealed and no import continued for an hour.
"""

import time
from typing import Any

from celery.beat import PersistentScheduler

# A clock that is kept right by small steps is no clock that was set back.
STEP_SECONDS = 2.0


class SteadyScheduler(PersistentScheduler):
    """Begin again from the present wherever the last times lie in the future."""

    _seen = 0.0

    def setup_schedule(self) -> None:
        """Read what was kept, perhaps by a clock that was ahead."""
        super().setup_schedule()
        self._from_now()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Start what is due; return how many seconds nothing will be."""
        now = time.time()
        if now < self._seen - STEP_SECONDS:
            self._from_now()
        self._seen = now
        return super().tick(*args, **kwargs)

    def _from_now(self) -> None:
        for entry in self.schedule.values():
            now = entry.default_now()
            entry.last_run_at = min(entry.last_run_at or now, now)
        self._heap = None
