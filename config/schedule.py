"""What Celery beat starts, and how often."""

SCHEDULE = {
    "sweep the work queue": {
        "task": "outcomes.sweep",
        "schedule": 1.0,
        # A sweep that waited longer than this has been followed by another.
        "options": {"expires": 5},
    },
}
