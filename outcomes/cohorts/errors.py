"""Why a cohort was not written; nothing was when one of these is raised."""

from outcomes.models import Cohort


class ReasonNeeded(Exception):
    """A change of a cohort, or of who may see it, has a reason."""


class NameTaken(Exception):
    """Another cohort has this short name."""


class SavedMeanwhile(Exception):
    """Somebody changed the cohort after it was read; ``current`` is what it says."""

    def __init__(self, current: Cohort) -> None:
        super().__init__(f"version {current.version} was saved meanwhile")
        self.current = current
