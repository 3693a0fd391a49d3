"""Snapshots keep counts in place of days, and patients what they count as."""

import django.db.models.deletion
from django.db import migrations, models

# What the worker writes of each patient it derives, of those derived so far.
EVERYBODY = """
INSERT INTO outcomes_analysispatient
  (patient_id, centre_id, registered, withdrawn_infusion, withdrawn_hsct)
SELECT id, centre_id, merged_into_id IS NULL,
  gone AND EXISTS (SELECT FROM registry_infusion r WHERE r.patient_id = p.id),
  gone AND EXISTS (SELECT FROM registry_hsct r WHERE r.patient_id = p.id)
FROM registry_patient p CROSS JOIN LATERAL (SELECT consent_status IS NOT DISTINCT FROM 'withdrawn'
  AND consent_withdrawn_scope IS DISTINCT FROM 'collection') withdrawn (gone)
"""
# Counts are packed in another way: made again at the next sweep.
ANEW = "DELETE FROM outcomes_tally"
# Packed already.
AS_IT_IS = """
ALTER TABLE outcomes_tally ALTER cells SET STORAGE EXTERNAL;
ALTER TABLE outcomes_snapshot ALTER counted SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0012_data_cuts"),
        ("registry", "0032_found_among_a_million"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalysisPatient",
            fields=[
                (
                    "patient_id",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("registered", models.BooleanField()),
                ("withdrawn_infusion", models.BooleanField()),
                ("withdrawn_hsct", models.BooleanField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "patient as analysed",
                "verbose_name_plural": "patients as analysed",
                "indexes": [models.Index(fields=["centre"], name="patient_of_centre")],
            },
        ),
        migrations.AddField(
            model_name="snapshot",
            name="counted",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.RunSQL(EVERYBODY, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
    ]
