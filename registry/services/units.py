"""Remember in which unit somebody enters a number; it changes no record."""

from collections.abc import Mapping

from registry.access.policy import Actor
from registry.models import UnitChoice


def remember_units(*, actor: Actor, units: Mapping[str, str]) -> None:
    """Let the actor's next form start with these units, by field: one statement."""
    choices = [
        UnitChoice(user_id=actor.person, field=field, unit=unit)
        for field, unit in units.items()
    ]
    UnitChoice.objects.bulk_create(
        choices,
        update_conflicts=True,
        unique_fields=("user", "field"),
        update_fields=("unit",),
    )


def units_of(actor: Actor) -> dict[str, str]:
    """Return the units that the actor chose last, by field."""
    mine = UnitChoice.objects.filter(user_id=actor.person)
    return dict(mine.values_list("field", "unit"))
