"""Switch one of the two layers off, to see that the other holds alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from outcomes.models.cohort import CohortQuerySet
from registry.access import middleware, reach
from registry.access.policy import Action, Actor
from registry.models import Centre
from registry.models.base import RecordQuerySet
from registry.models.data_query import DataQuerySet
from registry.models.patient import PatientQuerySet
from registry.models.transfer import TransferQuerySet

SCOPES = (
    PatientQuerySet,
    RecordQuerySet,
    DataQuerySet,
    TransferQuerySet,
    CohortQuerySet,
)


@contextmanager
def without_scoping() -> Iterator[None]:
    """Let no queryset leave anything out, as if every scope had been forgotten.

    Whoever may do something at one centre may then do it at every centre.
    """
    centres_for = Actor.centres_for
    every = frozenset(Centre.objects.values_list("pk", flat=True))

    def everywhere(self: Actor, action: Action) -> frozenset[int]:
        return every if centres_for(self, action) else frozenset()

    with pytest.MonkeyPatch.context() as patch:
        for scope in SCOPES:
            patch.setattr(scope, "visible_to", lambda self, _actor: self.all())
        patch.setattr(
            PatientQuerySet,
            "merged_visible_to",
            lambda self, _actor: self.filter(merged_into__isnull=False),
        )
        patch.setattr(PatientQuerySet, "opened_to", lambda self, _actor: self.all())
        patch.setattr(Actor, "centres_for", everywhere)
        yield


@contextmanager
def without_policies() -> Iterator[None]:
    """Let every row pass its policy, whoever asks."""
    with pytest.MonkeyPatch.context() as patch:
        everything = reach.SYSTEM_REACH
        patch.setattr(middleware, "Reach", lambda **_: everything)
        patch.setattr(reach, "reach_of", lambda _actor: everything)
        patch.setattr(reach, "Reach", lambda *_, **__: everything)
        yield
