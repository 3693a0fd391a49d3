"""Who may take anything out at all, with names or without."""

from registry.access.policy import EXPORTS, Actor, Refused, may


def may_export(actor: Actor) -> bool:
    """Tell whether a role of the actor takes data out."""
    return any(may(actor, action) for action in EXPORTS)


def require_export(actor: Actor) -> None:
    """Raise Refused for whoever takes nothing out."""
    if not may_export(actor):
        raise Refused(f"{actor.name} may not export")
