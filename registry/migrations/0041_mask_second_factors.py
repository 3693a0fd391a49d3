"""Mask the secrets of second factors, which stood in plain text."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.db import migrations, models

from registry.audit.context import SYSTEM, acting
from registry.services.masking import PREFIX, masked, unmasked


def mask(apps, schema_editor):
    """Mask every secret that is not yet; safe to run again."""
    plain = apps.get_model("registry", "SecondFactor").objects.exclude(
        key__startswith=PREFIX
    )
    if plain.exists() and not os.environ.get("DAYZERO_SECRET_KEY"):
        raise ImproperlyConfigured(
            "Set DAYZERO_SECRET_KEY to what the registry runs with: second factors are "
            "masked with it, and would work with no other."
        )
    with acting(SYSTEM, "second factors masked"):
        for factor in plain:
            factor.key = masked(factor.key, factor.user_id)
            factor.save(update_fields=["key"])


def unmask(apps, schema_editor):
    """Put back what the release before reads."""
    kept = apps.get_model("registry", "SecondFactor").objects
    with acting(SYSTEM, "second factors unmasked"):
        for factor in kept.filter(key__startswith=PREFIX):
            factor.key = unmasked(factor.key, factor.user_id)
            factor.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0040_who_gives_roles"),
    ]
    operations = [
        migrations.AlterField(
            model_name="secondfactor",
            name="key",
            field=models.CharField(max_length=160),
        ),
        migrations.RunPython(mask, unmask),
    ]
