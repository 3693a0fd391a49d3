"""Read settings from environment variables."""

import os


def flag(name: str) -> bool:
    """Say whether the variable ``name`` is switched on."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("", "0", "false", "no", "off"):
        return False
    raise ValueError(f"{name} must be 1 or 0, not {value!r}.")


def words(name: str, default: str = "") -> list[str]:
    """Give the variable's comma-separated words."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word]
