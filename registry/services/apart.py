"""One who cannot be read holds up nobody else."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import OperationalError, transaction

log = logging.getLogger(__name__)

Key = TypeVar("Key")
Done = TypeVar("Done")


def apart(keys: Sequence[Key], work: Callable[[Sequence[Key]], Done]) -> Iterator[Done]:
    """Work at all of them together, and in ever smaller parts where that fails.

    Yield what each part came to. Who fails alone is logged, without a value of theirs,
    and left out. A database that is gone is nobody's fault: it is raised.
    """
    try:
        with transaction.atomic():
            done = work(keys)
    except OperationalError:
        raise
    except Exception as error:
        if len(keys) == 1:
            who = getattr(keys[0], "pk", keys[0])
            log.error("patient %s is left out: %s", who, type(error).__name__)
            return
        half = len(keys) // 2
        yield from apart(keys[:half], work)
        yield from apart(keys[half:], work)
    else:
        yield done
