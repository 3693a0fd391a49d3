"""The registry as a Django application."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """What happened to each patient."""

    name = "registry"
    verbose_name = _("Registry")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have triggers and row policies made after migrations, and sign-ins noted.

        Ahead of a migration what it would stumble over is looked for.
        """
        import registry.access.log
        import registry.access.sessions  # noqa: F401  receivers note who comes in
        from registry.access.reach import attend
        from registry.access.rows import protect
        from registry.audit.triggers import attach
        from registry.queries.unreadable_days import refuse_upgrade

        pre_migrate.connect(
            refuse_upgrade, sender=self, dispatch_uid="registry.unreadable_days"
        )
        # Sent once an app, after the migrations of all of them: once is enough.
        post_migrate.connect(attach, sender=self, dispatch_uid="registry.audit.attach")
        post_migrate.connect(
            protect, sender=self, dispatch_uid="registry.access.protect"
        )
        connection_created.connect(attend, dispatch_uid="registry.access.attend")
