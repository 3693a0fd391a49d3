"""Who may do what, and where. Pure: the whole policy is the table below."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the registry."""

    DATA_MANAGER = "data_manager"
    INVESTIGATOR = "investigator"
    MONITOR = "monitor"
    STATISTICIAN = "statistician"
    CENTRE_ADMINISTRATOR = "centre_administrator"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class Action(StrEnum):
    """What can be done with a centre's data, or with the registry itself."""

    READ_RECORD = "read_record"
    EDIT_RECORD = "edit_record"
    READ_IDENTITY = "read_identity"
    MOVE_RECORD = "move_record"
    TRANSFER_PATIENT = "transfer_patient"
    VERIFY_RECORD = "verify_record"
    SIGN_RECORD = "sign_record"
    LOCK_RECORD = "lock_record"
    OPEN_QUERY = "open_query"
    ANSWER_QUERY = "answer_query"
    CLOSE_QUERY = "close_query"
    CONFIGURE_CENTRE = "configure_centre"
    IMPORT = "import"
    EXPORT = "export"
    EXPORT_PSEUDONYMISED = "export_pseudonymised"
    VIEW_COHORT = "view_cohort"
    EDIT_COHORT = "edit_cohort"
    MAKE_CUT = "make_cut"
    MANAGE_USERS = "manage_users"
    CONFIGURE = "configure"
    READ_AUDIT = "read_audit"
    REGISTER_WEBHOOK = "register_webhook"
    OPEN_IN_EMERGENCY = "open_in_emergency"


# Either takes data out: with names, or without.
EXPORTS = (Action.EXPORT, Action.EXPORT_PSEUDONYMISED)

_READ = {Action.READ_RECORD, Action.VIEW_COHORT}
_ENTER = _READ | {
    Action.EDIT_RECORD,
    Action.EXPORT,
    Action.READ_IDENTITY,
    Action.OPEN_QUERY,
}
_CLEAN = _ENTER | {
    Action.IMPORT,
    Action.ANSWER_QUERY,
    Action.MOVE_RECORD,
    Action.TRANSFER_PATIENT,
}

MAY: dict[Role, frozenset[Action]] = {
    Role.DATA_MANAGER: frozenset(_CLEAN),
    Role.INVESTIGATOR: frozenset(
        _ENTER
        | {
            Action.SIGN_RECORD,
            Action.EDIT_COHORT,
            Action.MAKE_CUT,
            # At any centre: who treats. See docs/adr.
            Action.OPEN_IN_EMERGENCY,
        }
    ),
    Role.MONITOR: frozenset(
        _READ
        | {
            Action.VERIFY_RECORD,
            Action.OPEN_QUERY,
            Action.CLOSE_QUERY,
            Action.READ_AUDIT,
        }
    ),
    Role.STATISTICIAN: frozenset(
        {
            Action.VIEW_COHORT,
            Action.EDIT_COHORT,
            Action.EXPORT_PSEUDONYMISED,
            Action.MAKE_CUT,
            Action.REGISTER_WEBHOOK,
        }
    ),
    Role.CENTRE_ADMINISTRATOR: frozenset(
        _CLEAN
        | {
            Action.LOCK_RECORD,
            Action.CLOSE_QUERY,
            Action.CONFIGURE_CENTRE,
            Action.EDIT_COHORT,
            Action.MAKE_CUT,
            Action.MANAGE_USERS,
            Action.READ_AUDIT,
            Action.REGISTER_WEBHOOK,
        }
    ),
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            Action.CONFIGURE,
            Action.MAKE_CUT,
            Action.MANAGE_USERS,
            Action.READ_AUDIT,
            Action.REGISTER_WEBHOOK,
        }
    ),
}

# Roles that can be held without a centre. A statistician's reach is the cohorts
# granted to them; a system administrator reaches no clinical data at all.
SYSTEM_WIDE = frozenset({Role.STATISTICIAN, Role.SYSTEM_ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, at one centre (its key) or without a centre."""

    role: Role
    centre: int | None


# So long before a role ends its person is told.
WARNED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a signed-in person, or the system itself.

    ``ends`` is when the first of the grants ends, None where none does.
    """

    user_id: int | None
    name: str
    grants: frozenset[Grant] = frozenset()
    system: bool = False
    ends: datetime | None = None

    def ends_soon(self, now: datetime) -> datetime | None:
        """Return when the first of the grants ends, where the person is to be told."""
        return self.ends if self.ends is not None and self.ends - now < WARNED else None

    @property
    def person(self) -> int:
        """Return the key of the person; ValueError for the system, which is nobody."""
        if self.user_id is None:
            raise ValueError(f"{self.name} is not a person")
        return self.user_id

    @property
    def roles(self) -> frozenset[Role]:
        """Return every role the actor holds anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def centres_for(self, action: Action) -> frozenset[int]:
        """Return the centres at which the actor may do ``action``."""
        return frozenset(
            grant.centre
            for grant in self.grants
            if grant.centre is not None and action in MAY[grant.role]
        )

    def holds_everywhere(self, action: Action) -> bool:
        """Tell whether a role without a centre lets the actor do ``action``."""
        return self.system or any(
            grant.centre is None and action in MAY[grant.role] for grant in self.grants
        )

    @property
    def readable_centres(self) -> frozenset[int]:
        """Return the centres whose records the actor may read."""
        return self.centres_for(Action.READ_RECORD)


def may(actor: Actor, action: Action, centre: int | None = None) -> bool:
    """Tell whether ``actor`` may do ``action`` at ``centre``, or anywhere if None."""
    if actor.system:
        return True
    return any(
        action in MAY[grant.role]
        and (centre is None or grant.centre is None or grant.centre == centre)
        for grant in actor.grants
    )


class Refused(Exception):
    """The actor may not do this here."""


def require(actor: Actor, action: Action, centre: int | None = None) -> None:
    """Raise Refused unless ``actor`` may do ``action`` at ``centre``."""
    if not may(actor, action, centre):
        raise Refused(f"{actor.name} may not {action.replace('_', ' ')} here")
