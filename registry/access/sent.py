"""Whole numbers that come with a request: keys, versions, places in a list."""

LARGEST = 2**63 - 1  # A key of the database; Python reads no number of 5,000 digits.


def whole(text: str | None) -> int | None:
    """Read a whole number; None for what is none, or larger than any key."""
    if not text or len(text) > len(str(LARGEST)):
        return None
    if not (text.isascii() and text.isdecimal()):
        return None
    return number if (number := int(text)) <= LARGEST else None
