"""The rule of small cells: a count is shown when it is none, or enough. Pure.

Source: the cell suppression policy of the US Centers for Medicare & Medicaid Services
(no count of 1 to 10, nor one that follows from others). ``SMALLEST_CELL`` is set by
``DAYZERO_SMALLEST_CELL``.
"""

from collections.abc import Sequence

COARSE = 10


def is_small(count: int, smallest: int) -> bool:
    """Tell whether a count could point at somebody: some, and below ``smallest``."""
    return 0 < count < smallest


def about(count: int | None, smallest: int) -> int | None:
    """Return a count to the nearest ten, None where it is small."""
    if count is None or is_small(count, smallest):
        return None
    return (count + COARSE // 2) // COARSE * COARSE


def split(part: int, whole: int, smallest: int) -> bool:
    """Tell whether a part of a whole, or what is left of it, is small."""
    return is_small(part, smallest) or is_small(whole - part, smallest)


def shows_few(events: int, n: int, smallest: int) -> bool:
    """Tell whether so few are there, or had the event, or had none."""
    return is_small(n, smallest) or split(events, n, smallest)


def hidden_parts(
    counts: Sequence[int], smallest: int, also: Sequence[bool] = ()
) -> list[bool]:
    """Tell which parts of a whole that is shown must be hidden.

    Small ones; and while those hidden are one alone, or few together, the next
    smallest beside them, since the whole less the rest would give them away. ``also``
    marks parts that are hidden for another reason.
    """
    hidden = [
        is_small(count, smallest) or (place < len(also) and also[place])
        for place, count in enumerate(counts)
    ]
    rest = sorted(
        (place for place, count in enumerate(counts) if count and not hidden[place]),
        key=lambda place: counts[place],
    )
    for place in rest:
        if not _gives_away(counts, hidden, smallest):
            break
        hidden[place] = True
    return hidden


def _gives_away(counts: Sequence[int], hidden: list[bool], smallest: int) -> bool:
    among = [
        count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden
    ]
    return bool(among) and (len(among) == 1 or sum(among) < smallest)
