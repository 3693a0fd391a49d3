"""When a patient is to be seen, what is asked then, and why. Pure."""

from registry.schedule.clock import Clock, clock
from registry.schedule.planned import Planned
from registry.schedule.state import GRACE, State, state_on
from registry.schedule.visits import BY_KEY, VISITS, Track, Visit
from registry.schedule.why import why

# Raised when the rules change: what is stored by older ones is made again.
RULES = 4

__all__ = [
    "BY_KEY",
    "GRACE",
    "RULES",
    "VISITS",
    "Clock",
    "Planned",
    "State",
    "Track",
    "Visit",
    "clock",
    "state_on",
    "why",
]
