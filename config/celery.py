"""The Celery application: configured in settings, scheduled in config/schedule.py."""

from typing import Any

from celery import Celery, Task

from config.schedule import EVERYTHING_ELSE, QUEUES, SCHEDULE
from registry.access.reach import everywhere


class SystemTask(Task):
    """A task is the system's, which sees every centre."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with everywhere():
            return super().__call__(*args, **kwargs)


app = Celery("dayzero", task_cls=SystemTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.conf.task_default_queue = EVERYTHING_ELSE
app.conf.task_routes = {task: {"queue": queue} for task, queue in QUEUES.items()}
app.autodiscover_tasks()
app.autodiscover_tasks(["outcomes.pipeline"])
