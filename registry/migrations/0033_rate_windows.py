"""Count requests of a token in the database, for all web processes together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0032_found_among_a_million")]

    operations = [
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                (
                    "who",
                    models.CharField(max_length=80, primary_key=True, serialize=False),
                ),
                ("began", models.BigIntegerField()),
                ("used", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "rate window"},
        ),
        # Counts of a minute: not worth a write-ahead log, nor the wait for it.
        migrations.RunSQL(
            "ALTER TABLE registry_ratewindow SET UNLOGGED",
            "ALTER TABLE registry_ratewindow SET LOGGED",
        ),
    ]
