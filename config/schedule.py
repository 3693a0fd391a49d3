"""What Celery beat starts, and how often."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep the work queue": {
        "task": "outcomes.sweep",
        "schedule": 1.0,
        # A sweep that waited longer than this has been followed by another.
        "options": {"expires": 5},
    },
    "check the whole registry": {
        "task": "registry.begin_checks",
        "schedule": crontab(hour=2, minute=0),
    },
    "go on with the checks": {
        "task": "registry.go_on_with_checks",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
}
