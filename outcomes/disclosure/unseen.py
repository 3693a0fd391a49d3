"""What is left of results without the patients whom their reader can list. Pure.

Its parts are set beside those of the whole, so that one mask hides what is small in
either.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.disclosure.rule import hidden_parts

Part = Mapping[str, Any]
NOBODY: Part = {"n": 0, "deaths": 0, "estimates": {}}


def beside(parts: Sequence[Part], rest: Sequence[Part]) -> list[Part] | None:
    """Return the rest's part beside each; ``NOBODY`` where the rest is not in one.

    None where the rest is cut at other points, as at a median of its own.
    """
    labels = {one["key"]: one["label"] for one in parts}
    found = {one["key"]: one for one in rest}
    if any(labels.get(key) != one["label"] for key, one in found.items()):
        return None
    return [found.get(key, NOBODY) for key in labels]


def hidden_in_either(
    counts: Sequence[int], rest: Sequence[Part] | None, smallest: int
) -> list[bool]:
    """Tell which parts of a whole are hidden, for what is left of them too.

    More hidden than either asks for gives away no more: those hidden stay two or more,
    and enough. Without ``rest`` all are.
    """
    if rest is None:
        return [True] * len(counts)
    left = hidden_parts([one["n"] for one in rest], smallest)
    pairs = zip(hidden_parts(counts, smallest), left, strict=True)
    return [one or other for one, other in pairs]
