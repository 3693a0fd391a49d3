"""Counts of each centre, kept up to date; filled from the rows that are kept."""

import django.db.models.deletion
from django.db import migrations, models

# What ``registry.services.counting`` says of a patient, for all there are.
FILL = """
WITH begun AS (
  SELECT patient_id, form, count(*) AS forms FROM registry_begunform GROUP BY 1, 2
), forms AS (
  SELECT t.patient_id, jsonb_object_agg(t.form, jsonb_build_array(
    1, (b.forms IS NOT NULL)::int, t.records, coalesce(b.forms, 0))) AS said
  FROM registry_formtally t LEFT JOIN begun b USING (patient_id, form) GROUP BY 1
), total AS (
  SELECT patient_id, sum(forms)::int AS forms FROM begun GROUP BY 1
), infused AS (
  SELECT patient_id, min(infusion_date) AS day FROM registry_infusion GROUP BY 1
), transplanted AS (
  SELECT patient_id, min(hsct_date) AS day FROM registry_hsct GROUP BY 1
)
UPDATE registry_followupclock c SET
  counted = coalesce(f.said, '{}')
    || CASE WHEN b.forms IS NULL THEN '{}'
       ELSE jsonb_build_object('@begun', jsonb_build_array(1, 1, b.forms, b.forms)) END
    || CASE WHEN c.ended = '' AND coalesce(c.infused_on, c.transplanted_on) IS NOT NULL
       THEN '{"@followed": [1, 0, 0, 0]}' ELSE '{}' END::jsonb
    || CASE WHEN c.ended = 'lost' THEN '{"@lost": [1, 0, 0, 0]}' ELSE '{}' END::jsonb,
  covered = NOT coalesce(
    p.consent_status = 'withdrawn'
      AND p.consent_withdrawn_scope IS DISTINCT FROM 'collection'
    OR p.consent_status IN ('given', 'withdrawn') AND cardinality(p.consent_scope) > 0
      AND NOT p.consent_scope @> ARRAY['registry']::varchar[], false),
  crs_from = CASE WHEN asked.still AND NOT EXISTS (
    SELECT FROM registry_crsepisode r WHERE r.patient_id = c.patient_id)
    THEN i.day + 31 END,
  icans_from = CASE WHEN asked.still AND NOT EXISTS (
    SELECT FROM registry_icansepisode r WHERE r.patient_id = c.patient_id)
    THEN i.day + 31 END,
  engraftment_from = CASE WHEN asked.still AND NOT EXISTS (
    SELECT FROM registry_engraftment r WHERE r.patient_id = c.patient_id)
    THEN h.day + 46 END
FROM registry_patient p
LEFT JOIN forms f ON f.patient_id = p.id
LEFT JOIN total b ON b.patient_id = p.id
LEFT JOIN infused i ON i.patient_id = p.id
LEFT JOIN transplanted h ON h.patient_id = p.id,
LATERAL (SELECT p.merged_into_id IS NULL
  AND p.consent_status IS DISTINCT FROM 'withdrawn' AS still) AS asked
WHERE p.id = c.patient_id;
INSERT INTO registry_centrecount
  (centre_id, covered, what, patients, begun, records, records_begun)
SELECT centre_id, covered, key, sum((value->>0)::int), sum((value->>1)::int),
  sum((value->>2)::int), sum((value->>3)::int)
FROM registry_followupclock, jsonb_each(counted) GROUP BY 1, 2, 3
"""


def clock_index(column: str, name: str) -> migrations.operations.base.Operation:
    """Return the operation that makes the index of those who wait from a day on."""
    return migrations.AddIndex(
        model_name="followupclock",
        index=models.Index(
            condition=models.Q((f"{column}__isnull", False)),
            fields=["centre", column],
            include=("covered",),
            name=name,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0038_seal_query_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="CentreCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("covered", models.BooleanField()),
                ("what", models.CharField(max_length=30)),
                ("patients", models.IntegerField()),
                ("begun", models.IntegerField()),
                ("records", models.BigIntegerField()),
                ("records_begun", models.BigIntegerField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={"verbose_name": "count of a centre"},
        ),
        *(
            migrations.AddField(
                model_name="followupclock",
                name=name,
                field=models.DateField(null=True),
            )
            for name in ("crs_from", "icans_from", "engraftment_from")
        ),
        migrations.AddField(
            model_name="followupclock",
            name="covered",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="followupclock",
            name="counted",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="followupclock", name="clock_silent"),
        clock_index("silent_after", "clock_silent"),
        clock_index("crs_from", "clock_crs"),
        clock_index("icans_from", "clock_icans"),
        clock_index("engraftment_from", "clock_engraftment"),
    ]
