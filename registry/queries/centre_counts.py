"""What the patients of somebody's centres count: read, never counted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from registry.access.policy import Actor
from registry.models import CentreCount

# Patients with a begun form, in follow-up after a treatment, and known to be lost.
BEGUN, FOLLOWED, LOST = "@begun", "@followed", "@lost"


@dataclass(frozen=True, slots=True)
class Count:
    """How many patients there are of a kind, and records, and of both begun ones."""

    patients: int = 0
    begun: int = 0
    records: int = 0
    records_begun: int = 0


Counts = Mapping[str, Count]


def centre_counts(actor: Actor) -> Counts:
    """Return by form, or kind, what the patients count whom ``actor`` may see.

    Of whom more may be asked; one query, whatever the registry's size.
    """
    names = ("patients", "begun", "records", "records_begun")
    rows = CentreCount.objects.visible_to(actor).order_by().values_list("what")
    summed = rows.annotate(*map(Sum, names))
    return defaultdict(Count, {what: Count(*numbers) for what, *numbers in summed})
