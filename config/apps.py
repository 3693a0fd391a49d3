"""The platform as a Django app: it loads Celery wherever Django runs."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "config"
    verbose_name = "Platform"

    def ready(self) -> None:
        # Tasks then bind to this app in the web process and in commands too.
        from config import celery  # noqa: F401
