"""Made-up patients at scale, the same for the same seed. Pure, and nobody's data.

Frequencies are of the order that publications report, so that lists, figures and
queries have what real ones have; nothing may be concluded from them.
"""

from registry.simulation.story import CENTRES, Story, story

__all__ = ["CENTRES", "Story", "story"]
