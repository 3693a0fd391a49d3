"""A past keeps the counts that its results are made of, for R scripts."""

from django.db import migrations, models

# Packed already.
AS_IT_IS = """
ALTER TABLE outcomes_cutstudy ALTER counted SET STORAGE EXTERNAL;
ALTER TABLE outcomes_lookback ALTER counted SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0018_where_a_day_is_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="cutstudy",
            name="counted",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="lookback",
            name="counted",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
    ]
