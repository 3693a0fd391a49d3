"""Hatching as lines: Vega-Lite has no patterns, and a colour alone says too little."""


def hatching(
    share: float, y: float, *, length: float, thick: float, apart: float = 5
) -> list[dict[str, float]]:
    """Return the diagonals across a bar of ``share``, cut off at its edges.

    ``length`` is the pixels of the whole axis, ``thick`` those of the bar around ``y``.
    """
    width, bottom = share * length, y + thick / 2
    lines = []
    start = apart - thick
    while start < width:
        left, right = max(start, 0), min(start + thick, width)
        lines.append(
            {
                "share": left / length,
                "share2": right / length,
                "from": bottom - (left - start),
                "to": bottom - (right - start),
            }
        )
        start += apart
    return lines
