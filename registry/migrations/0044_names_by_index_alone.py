"""Let an index alone say who has a name: its keys go by the patient.

The policy of the keys asked for the identity, and that one's for the patient: three
tables for each namesake (ADR 0183).
"""

import django.db.models.deletion
from django.db import migrations, models

# Under the policy that stands, which names the column: it follows the new name.
BY_PATIENT = """
UPDATE registry_identitykey k SET patient_id = i.patient_id
FROM registry_patientidentity i WHERE i.id = k.patient_id
"""
BY_IDENTITY = """
UPDATE registry_identitykey k SET patient_id = i.id
FROM registry_patientidentity i WHERE i.patient_id = k.patient_id
"""


def identity(**said):
    """Return the field, without its constraint where ``said`` so."""
    return migrations.AlterField(
        model_name="identitykey",
        name="identity",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.CASCADE,
            related_name="keys",
            to="registry.patientidentity",
            **said,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0043_clocks_by_index_alone")]

    operations = [
        migrations.RemoveConstraint(model_name="identitykey", name="identity_key_once"),
        migrations.RemoveIndex(model_name="identitykey", name="identity_key_begins"),
        identity(db_column="patient_id", db_constraint=False, db_index=False),
        migrations.RunSQL(BY_PATIENT, BY_IDENTITY),
        identity(db_column="patient_id", db_index=False, to_field="patient"),
        migrations.AlterField(
            model_name="identitykey",
            name="centre",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="registry.centre",
            ),
        ),
        migrations.AddConstraint(
            model_name="identitykey",
            constraint=models.UniqueConstraint(
                fields=("identity", "key"), name="identity_key_once"
            ),
        ),
        migrations.AddIndex(
            model_name="identitykey",
            index=models.Index(
                fields=["centre", "key"],
                include=("identity",),
                name="identity_key_begins",
                opclasses=("int8_ops", "text_pattern_ops"),
            ),
        ),
    ]
