"""What Celery beat starts, how often, and which worker takes it."""

from typing import Any

from celery.schedules import crontab

# A seal waits for nothing and a figure for no import: each has workers of its own.
# Everything else, which may take an hour, goes to the others.
EVERYTHING_ELSE = "celery"
QUEUES = {"outcomes.sweep": "sweeps", "registry.seal": "seals"}

SCHEDULE: dict[str, dict[str, Any]] = {
    "send the digests of the morning": {
        "task": "registry.digests",
        # Mornings come at different times to different centres.
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "tell of emergency accesses": {
        "task": "registry.tell_of_emergencies",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "make visits again that fell behind": {
        "task": "registry.reschedule",
        "schedule": crontab(minute="5-59/10"),
        "options": {"expires": 300},
    },
    "sweep the work queue": {
        "task": "outcomes.sweep",
        "schedule": 1.0,
        # A sweep that waited longer than this has been followed by another.
        "options": {"expires": 5},
    },
    "seal the change log": {
        "task": "registry.seal",
        "schedule": 1.0,
        "options": {"expires": 5},
    },
    "send the head of the change log out": {
        "task": "registry.mail_audit_head",
        "schedule": crontab(hour=5, minute=0),
    },
    "compute the pasts that readers wait for": {
        "task": "outcomes.look_back",
        "schedule": 1.0,
        "options": {"expires": 5},
    },
    "make the data cuts that were asked for": {
        "task": "outcomes.make_cuts",
        "schedule": 1.0,
        "options": {"expires": 5},
    },
    "write the files that people wait for": {
        "task": "outcomes.write_exports",
        "schedule": 1.0,
        "options": {"expires": 5},
    },
    "delete the files that were kept long enough": {
        "task": "outcomes.expire_exports",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 300},
    },
    "tell webhooks of new data": {
        "task": "outcomes.tell_webhooks",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "check the whole registry": {
        "task": "registry.begin_checks",
        "schedule": crontab(hour=2, minute=0),
    },
    "go on with the imports": {
        "task": "registry.go_on_with_imports",
        "schedule": 1.0,
        # An import holds its worker: what waited meanwhile was followed by another.
        "options": {"expires": 5},
    },
    "go on with the checks": {
        "task": "registry.go_on_with_checks",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
}
