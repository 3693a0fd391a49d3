"""Let patients be found by a part of their number and by their birth date."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Trigrams(TrigramExtension):
    """The extension, which stays on the way back: a restored one is the superuser's."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave it, for it is in nobody's way."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0031_row_policies")]

    operations = [
        Trigrams(),
        migrations.AddIndex(
            model_name="patient",
            index=models.Index(fields=["birth_date", "centre"], name="patient_born"),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper(
                        django.db.models.functions.text.Trim("study_no")
                    ),
                    name="gin_trgm_ops",
                ),
                name="patient_number_like",
            ),
        ),
    ]
