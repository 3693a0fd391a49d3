"""Keep the number that patients are compared by as a column, for row policies' sake."""

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models.functions import Trim, Upper


class Migration(migrations.Migration):
    dependencies = [("registry", "0033_rate_windows")]

    operations = [
        migrations.RemoveIndex(model_name="patient", name="patient_number_like"),
        migrations.AddField(
            model_name="patient",
            name="number",
            field=models.GeneratedField(
                db_persist=True,
                expression=Upper(Trim("study_no")),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=models.Index(
                fields=["centre", "number", "id"], name="patient_by_number"
            ),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("number", name="gin_trgm_ops"),
                name="patient_number_like",
            ),
        ),
    ]
