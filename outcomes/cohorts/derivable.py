"""Whose dates do not allow some endpoints."""

from collections.abc import Iterable

from django.db.models import Q

# What the states of a patient rest on: relapse, death, last contact.
OF_STATES = ("OS", "LFS")


def not_derivable(codes: Iterable[str]) -> Q:
    """Return the condition on subjects who lack one of these endpoints for that."""
    return Q(not_derivable__has_any_keys=[*codes])
