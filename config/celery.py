"""The Celery application: configured in settings, scheduled in config/schedule.py."""

from celery import Celery

from config.schedule import SCHEDULE

app = Celery("dayzero")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
app.autodiscover_tasks(["outcomes.pipeline"])
