from decimal import Decimal

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import registry.access.policy
import registry.checks.findings
import registry.models.centre


class Migration(migrations.Migration):
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_record_lifecycle"),
        ("registry", "0003_queries"),
        ("registry", "0004_the_other_forms"),
        ("registry", "0005_patient_identity"),
        ("registry", "0006_name_blood_count_in_full"),
        ("registry", "0007_partial_dates"),
        ("registry", "0008_visits_kept"),
        ("registry", "0009_attestation"),
        ("registry", "0010_repeating_groups"),
        ("registry", "0011_log_workbooks_taken_out"),
        ("registry", "0012_remember_sayings"),
        ("registry", "0013_units_as_entered"),
        ("registry", "0014_recorded_hct_ci"),
        ("registry", "0015_notices"),
        ("registry", "0021_consent_withdrawn_scope"),
        ("registry", "0022_patient_transfer"),
        ("registry", "0023_duplicates"),
        ("registry", "0024_laboratories"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Centre",
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
                (
                    "code",
                    models.CharField(max_length=20, unique=True, verbose_name="code"),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="name"),
                ),
                (
                    "country",
                    models.CharField(blank=True, max_length=2, verbose_name="country"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=50,
                        validators=[registry.models.centre.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "centre",
                "verbose_name_plural": "centres",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Patient",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("study_no", models.CharField(max_length=20)),
                ("sex", models.CharField(max_length=40)),
                ("birth_date", models.DateField()),
                (
                    "consent_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("consent_date", models.DateField(blank=True, null=True)),
                (
                    "consent_scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("consent_withdrawn_date", models.DateField(blank=True, null=True)),
                (
                    "consent_withdrawn_scope",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("blood_group", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "height_cm",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("case_locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patients",
                        to="registry.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Patient",
                "verbose_name_plural": "Patient",
                "ordering": ("study_no",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("centre"),
                        django.db.models.functions.text.Upper(
                            django.db.models.functions.text.Trim("study_no")
                        ),
                        name="patient_study_no_in_centre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("birth_date__gte", "1900-01-01")),
                        name="patient_born_since_1900",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("study_no__regex", "^([A-Za-z0-9-]{3,20})$")
                        ),
                        name="patient_study_no_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["M", "F", "X"])),
                        name="patient_sex_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "consent_status__in",
                                ["given", "withdrawn", "waived", "pending"],
                            )
                        ),
                        name="patient_consent_status_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "consent_scope__contained_by",
                                [
                                    "registry",
                                    "biobank",
                                    "sharing",
                                    "recontact",
                                    "ltfu15",
                                ],
                            )
                        ),
                        name="patient_consent_scope_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consent_withdrawn_scope__in", ["all", "collection"])
                        ),
                        name="patient_consent_withdrawn_scope_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "blood_group__in",
                                ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"],
                            )
                        ),
                        name="patient_blood_group_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("height_cm__gte", Decimal("30")),
                            ("height_cm__lte", Decimal("250")),
                        ),
                        name="patient_height_cm_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_kg__gte", Decimal("1")),
                            ("weight_kg__lte", Decimal("350")),
                        ),
                        name="patient_weight_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="patient_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="patient_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last login"
                    ),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={
                            "unique": "A user with that username already exists."
                        },
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator()
                        ],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="first name"
                    ),
                ),
                (
                    "last_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="last name"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="email address"
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
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
                ("xid", models.BigIntegerField()),
                ("table", models.CharField(max_length=63)),
                ("record_id", models.BigIntegerField()),
                ("patient_id", models.BigIntegerField(null=True)),
                ("operation", models.CharField(max_length=1)),
                ("history_id", models.BigIntegerField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(null=True)),
                ("session_role", models.CharField(max_length=63)),
                ("at", models.DateTimeField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "verbose_name": "change",
                "indexes": [
                    models.Index(fields=["patient_id", "id"], name="change_of_patient"),
                    models.Index(
                        fields=["table", "record_id"], name="change_of_record"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("visit_date", models.DateField()),
                ("visit", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "contact_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "vital_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("performance", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "in_remission",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "immunosuppression",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("steroid_use", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "subsequent_events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Follow-up",
                "verbose_name_plural": "Follow-up",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "visit__in",
                                [
                                    "diagnosis",
                                    "baseline",
                                    "pre_ld",
                                    "pre_infusion",
                                    "D14",
                                    "D28",
                                    "D60",
                                    "D90",
                                    "M6",
                                    "M9",
                                    "M12",
                                    "pre_hsct",
                                    "D30_post_hsct",
                                    "D60_post_hsct",
                                    "D100_post_hsct",
                                    "M6_post_hsct",
                                    "M12_post_hsct",
                                    "annual",
                                    "relapse",
                                    "other",
                                ],
                            )
                        ),
                        name="follow_up_visit_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "contact_type__in",
                                ["clinic", "telephone", "records", "registry"],
                            )
                        ),
                        name="follow_up_contact_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vital_status__in", ["alive", "dead", "lost"])
                        ),
                        name="follow_up_vital_status_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "performance__in",
                                [
                                    "100",
                                    "90",
                                    "80",
                                    "70",
                                    "60",
                                    "50",
                                    "40",
                                    "30",
                                    "20",
                                    "10",
                                    "0",
                                ],
                            )
                        ),
                        name="follow_up_performance_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_remission__in", ["yes", "no", "unknown"])
                        ),
                        name="follow_up_in_remission_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("immunosuppression__in", ["on", "off", "never"])
                        ),
                        name="follow_up_immunosuppression_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("steroid_use__in", ["none", "topical", "systemic"])
                        ),
                        name="follow_up_steroid_use_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subsequent_events__contained_by",
                                [
                                    "none",
                                    "relapse",
                                    "gvhd",
                                    "infection",
                                    "malignancy",
                                    "hsct",
                                    "death",
                                ],
                            )
                        ),
                        name="follow_up_subsequent_events_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="follow_up_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="follow_up_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expansion",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("expansion_date", models.DateField(blank=True, null=True)),
                ("time_point", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "expansion_specimen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "expansion_method",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "copies_per_ug",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "car_t_pct_of_t",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "car_t_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "lod",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "CAR-T expansion",
                "verbose_name_plural": "CAR-T expansion",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expansion_date__isnull", False),
                            ("as_entered__has_key", "expansion_date"),
                            ("absent__has_key", "expansion_date"),
                            _connector="OR",
                        ),
                        name="expansion_expansion_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "expansion_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__expansion_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("expansion_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "expansion_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="expansion_expansion_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "time_point__in",
                                [
                                    "diagnosis",
                                    "baseline",
                                    "pre_ld",
                                    "pre_infusion",
                                    "D14",
                                    "D28",
                                    "D60",
                                    "D90",
                                    "M6",
                                    "M9",
                                    "M12",
                                    "pre_hsct",
                                    "D30_post_hsct",
                                    "D60_post_hsct",
                                    "D100_post_hsct",
                                    "M6_post_hsct",
                                    "M12_post_hsct",
                                    "annual",
                                    "relapse",
                                    "other",
                                ],
                            )
                        ),
                        name="expansion_time_point_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expansion_specimen__in", ["PB", "BM", "CSF", "other"])
                        ),
                        name="expansion_expansion_specimen_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expansion_method__in", ["qPCR", "ddPCR", "flow"])
                        ),
                        name="expansion_expansion_method_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("copies_per_ug__gte", Decimal("0")),
                            ("copies_per_ug__lte", Decimal("100000000")),
                        ),
                        name="expansion_copies_per_ug_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("car_t_pct_of_t__gte", Decimal("0")),
                            ("car_t_pct_of_t__lte", Decimal("100")),
                        ),
                        name="expansion_car_t_pct_of_t_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("car_t_per_ul__gte", Decimal("0")),
                            ("car_t_per_ul__lte", Decimal("1000000")),
                        ),
                        name="expansion_car_t_per_ul_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lod__gte", Decimal("0")), ("lod__lte", Decimal("1000"))
                        ),
                        name="expansion_lod_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="expansion_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="expansion_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Engraftment",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "anc_engrafted",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("anc_engraftment_date", models.DateField(blank=True, null=True)),
                (
                    "plt_engrafted",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("plt_engraftment_date", models.DateField(blank=True, null=True)),
                (
                    "graft_failure",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("graft_failure_date", models.DateField(blank=True, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Engraftment",
                "verbose_name_plural": "Engraftment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anc_engrafted__in", ["yes", "no", "unknown"])
                        ),
                        name="engraftment_anc_engrafted_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "anc_engraftment_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__anc_engraftment_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("anc_engraftment_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "anc_engraftment_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="engraftment_anc_engraftment_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plt_engrafted__in", ["yes", "no", "unknown"])
                        ),
                        name="engraftment_plt_engrafted_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "plt_engraftment_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__plt_engraftment_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("plt_engraftment_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "plt_engraftment_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="engraftment_plt_engraftment_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "graft_failure__in",
                                [
                                    "none",
                                    "primary",
                                    "secondary",
                                    "rejection",
                                    "poor_function",
                                ],
                            )
                        ),
                        name="engraftment_graft_failure_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "graft_failure_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__graft_failure_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("graft_failure_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "graft_failure_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="engraftment_graft_failure_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="engraftment_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="engraftment_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                ("form", models.CharField(max_length=30)),
                ("record_id", models.BigIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("typed", models.JSONField(default=dict)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "patient", "form", "record_id"),
                        name="draft_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DLI",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("dli_date", models.DateField(blank=True, null=True)),
                ("dli_reason", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "dli_cd3_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("dli_gvhd", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Donor lymphocytes",
                "verbose_name_plural": "Donor lymphocytes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "dli_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__dli_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("dli_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "dli_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="dli_dli_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dli_date__isnull", False),
                            ("as_entered__has_key", "dli_date"),
                            ("absent__has_key", "dli_date"),
                            _connector="OR",
                        ),
                        name="dli_dli_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "dli_reason__in",
                                [
                                    "prophylactic",
                                    "preemptive",
                                    "therapeutic",
                                    "infection",
                                    "graft_failure",
                                ],
                            )
                        ),
                        name="dli_dli_reason_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dli_cd3_1e6_per_kg__gte", Decimal("0")),
                            ("dli_cd3_1e6_per_kg__lte", Decimal("1000")),
                        ),
                        name="dli_dli_cd3_1e6_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dli_gvhd__in", ["yes", "no", "unknown"])),
                        name="dli_dli_gvhd_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="dli_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="dli_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiseaseAssessment",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("assessment_date", models.DateField(blank=True, null=True)),
                ("time_point", models.CharField(blank=True, max_length=40, null=True)),
                ("bm_done", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "bm_cellularity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bm_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "pb_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "circulating_blasts",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "wbc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "anc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelets",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hb_g_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelet_transfusion_7d",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gcsf_7d", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_result", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_method", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_target", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "mrd_specimen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "mrd_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "mrd_sensitivity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("mrd_cells_acquired", models.IntegerField(blank=True, null=True)),
                (
                    "extramedullary",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "extramedullary_largest_cm",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("cns_status", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "imaging",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("deauville", models.IntegerField(blank=True, null=True)),
                (
                    "uptake_change",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("new_lesions", models.CharField(blank=True, max_length=40, null=True)),
                ("response", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "lymphoma_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "myeloma_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Disease assessment",
                "verbose_name_plural": "Disease assessment",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessment_date__isnull", False),
                            ("as_entered__has_key", "assessment_date"),
                            ("absent__has_key", "assessment_date"),
                            _connector="OR",
                        ),
                        name="disease_assessment_assessment_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "assessment_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__assessment_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("assessment_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "assessment_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="disease_assessment_assessment_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "time_point__in",
                                [
                                    "diagnosis",
                                    "baseline",
                                    "pre_ld",
                                    "pre_infusion",
                                    "D14",
                                    "D28",
                                    "D60",
                                    "D90",
                                    "M6",
                                    "M9",
                                    "M12",
                                    "pre_hsct",
                                    "D30_post_hsct",
                                    "D60_post_hsct",
                                    "D100_post_hsct",
                                    "M6_post_hsct",
                                    "M12_post_hsct",
                                    "annual",
                                    "relapse",
                                    "other",
                                ],
                            )
                        ),
                        name="disease_assessment_time_point_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bm_done__in", ["yes", "no"])),
                        name="disease_assessment_bm_done_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "bm_cellularity__in",
                                ["aplastic", "hypo", "normo", "hyper", "not_evaluable"],
                            )
                        ),
                        name="disease_assessment_bm_cellularity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bm_blasts_pct__gte", Decimal("0")),
                            ("bm_blasts_pct__lte", Decimal("100")),
                        ),
                        name="disease_assessment_bm_blasts_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pb_blasts_pct__gte", Decimal("0")),
                            ("pb_blasts_pct__lte", Decimal("100")),
                        ),
                        name="disease_assessment_pb_blasts_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("circulating_blasts__in", ["yes", "no"])),
                        name="disease_assessment_circulating_blasts_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wbc__gte", Decimal("0")), ("wbc__lte", Decimal("1000"))
                        ),
                        name="disease_assessment_wbc_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "wbc"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__wbc__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("wbc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disease_assessment_wbc_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anc__gte", Decimal("0")), ("anc__lte", Decimal("200"))
                        ),
                        name="disease_assessment_anc_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "anc"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__anc__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("anc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disease_assessment_anc_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("platelets__gte", Decimal("0")),
                            ("platelets__lte", Decimal("3000")),
                        ),
                        name="disease_assessment_platelets_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "platelets"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__platelets__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("platelets__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disease_assessment_platelets_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hb_g_dl__gte", Decimal("2")),
                            ("hb_g_dl__lte", Decimal("25")),
                        ),
                        name="disease_assessment_hb_g_dl_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "hb_g_dl"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__hb_g_dl__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (g/L)$",
                                ),
                                ("hb_g_dl__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disease_assessment_hb_g_dl_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("platelet_transfusion_7d__in", ["yes", "no"])
                        ),
                        name="disease_assessment_platelet_transfusion_7d_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gcsf_7d__in", ["yes", "no"])),
                        name="disease_assessment_gcsf_7d_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mrd_result__in",
                                [
                                    "not_done",
                                    "not_detected",
                                    "positive_not_quantifiable",
                                    "quantified",
                                ],
                            )
                        ),
                        name="disease_assessment_mrd_result_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mrd_method__in", ["flow", "qPCR", "ddPCR", "NGS", "FISH"])
                        ),
                        name="disease_assessment_mrd_method_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mrd_target__in",
                                ["LAIP", "IG_TR", "fusion", "mutation", "other"],
                            )
                        ),
                        name="disease_assessment_mrd_target_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mrd_specimen__in", ["BM", "PB", "CSF", "tissue"])
                        ),
                        name="disease_assessment_mrd_specimen_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mrd_pct__gte", Decimal("0")),
                            ("mrd_pct__lte", Decimal("100")),
                        ),
                        name="disease_assessment_mrd_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mrd_sensitivity__in",
                                ["1e-2", "1e-3", "1e-4", "1e-5", "1e-6"],
                            )
                        ),
                        name="disease_assessment_mrd_sensitivity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mrd_cells_acquired__gte", 0),
                            ("mrd_cells_acquired__lte", 20000000),
                        ),
                        name="disease_assessment_mrd_cells_acquired_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "extramedullary__in",
                                ["none", "present", "resolved", "not_assessed"],
                            )
                        ),
                        name="disease_assessment_extramedullary_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "extramedullary_sites__contained_by",
                                [
                                    "mediastinum",
                                    "lymph_node",
                                    "CNS",
                                    "testis",
                                    "liver",
                                    "spleen",
                                    "kidney",
                                    "skin",
                                    "bone",
                                    "pleura_pericardium",
                                    "breast_ovary",
                                    "soft_tissue",
                                    "other",
                                ],
                            )
                        ),
                        name="disease_assessment_extramedullary_sites_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extramedullary_largest_cm__gte", Decimal("0.1")),
                            ("extramedullary_largest_cm__lte", Decimal("40")),
                        ),
                        name="disease_assessment_extramedullary_largest_cm_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cns_status__in", ["CNS1", "CNS2", "CNS3", "not_done"])
                        ),
                        name="disease_assessment_cns_status_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "imaging__contained_by",
                                ["PET", "CT", "MRI", "US", "none"],
                            )
                        ),
                        name="disease_assessment_imaging_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deauville__gte", 1), ("deauville__lte", 5)
                        ),
                        name="disease_assessment_deauville_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "uptake_change__in",
                                ["decreased", "unchanged", "increased"],
                            )
                        ),
                        name="disease_assessment_uptake_change_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_lesions__in", ["yes", "no"])),
                        name="disease_assessment_new_lesions_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "response__in",
                                [
                                    "CR",
                                    "CRh",
                                    "CRi",
                                    "MLFS",
                                    "PR",
                                    "NR",
                                    "relapse",
                                    "not_evaluable",
                                ],
                            )
                        ),
                        name="disease_assessment_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "lymphoma_response__in",
                                [
                                    "CMR",
                                    "PMR",
                                    "NMR",
                                    "PMD",
                                    "CR",
                                    "PR",
                                    "SD",
                                    "PD",
                                    "not_evaluable",
                                ],
                            )
                        ),
                        name="disease_assessment_lymphoma_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "myeloma_response__in",
                                [
                                    "sCR",
                                    "CR",
                                    "VGPR",
                                    "PR",
                                    "MR",
                                    "SD",
                                    "PD",
                                    "not_evaluable",
                                ],
                            )
                        ),
                        name="disease_assessment_myeloma_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="disease_assessment_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="disease_assessment_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Diagnosis",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("disease", models.CharField(max_length=40)),
                ("diagnosis_date", models.DateField(blank=True, null=True)),
                ("etp", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "immunophenotype",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cd7_expression_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "target_antigen_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "wbc_at_diagnosis",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cytogenetics",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "karyotype_text",
                    models.CharField(blank=True, max_length=500, null=True),
                ),
                (
                    "cytogenetic_risk",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("genes", models.JSONField(blank=True, null=True)),
                (
                    "cns_at_diagnosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_at_diagnosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_sites_dx",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("bulky", models.CharField(blank=True, max_length=40, null=True)),
                ("ann_arbor_stage", models.IntegerField(blank=True, null=True)),
                ("recorded_prior_lines", models.IntegerField(blank=True, null=True)),
                (
                    "recorded_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Diagnosis",
                "verbose_name_plural": "Diagnosis",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "disease__in",
                                [
                                    "T-ALL",
                                    "ETP-ALL",
                                    "T-LBL",
                                    "B-ALL",
                                    "B-LBL",
                                    "MPAL",
                                    "AML",
                                    "MDS",
                                    "DLBCL",
                                    "FL",
                                    "MCL",
                                    "PMBCL",
                                    "BL",
                                    "PTCL",
                                    "CLL",
                                    "MM",
                                    "PCL",
                                    "other",
                                ],
                            )
                        ),
                        name="diagnosis_disease_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "diagnosis_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__diagnosis_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("diagnosis_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "diagnosis_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="diagnosis_diagnosis_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etp__in", ["yes", "no", "unknown"])),
                        name="diagnosis_etp_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "immunophenotype__in",
                                [
                                    "pro_T",
                                    "pre_T",
                                    "cortical_T",
                                    "mature_T",
                                    "ETP",
                                    "pro_B",
                                    "common_B",
                                    "pre_B",
                                    "mature_B",
                                    "other",
                                ],
                            )
                        ),
                        name="diagnosis_immunophenotype_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cd7_expression_pct__gte", Decimal("0")),
                            ("cd7_expression_pct__lte", Decimal("100")),
                        ),
                        name="diagnosis_cd7_expression_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_antigen_pct__gte", Decimal("0")),
                            ("target_antigen_pct__lte", Decimal("100")),
                        ),
                        name="diagnosis_target_antigen_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wbc_at_diagnosis__gte", Decimal("0")),
                            ("wbc_at_diagnosis__lte", Decimal("2000")),
                        ),
                        name="diagnosis_wbc_at_diagnosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "wbc_at_diagnosis"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__wbc_at_diagnosis__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("wbc_at_diagnosis__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="diagnosis_wbc_at_diagnosis_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cytogenetics__in",
                                [
                                    "normal",
                                    "complex",
                                    "hyperdiploid",
                                    "hypodiploid",
                                    "other",
                                    "failed",
                                    "not_done",
                                ],
                            )
                        ),
                        name="diagnosis_cytogenetics_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cytogenetic_risk__in",
                                [
                                    "favorable",
                                    "intermediate",
                                    "adverse",
                                    "not_applicable",
                                    "unknown",
                                ],
                            )
                        ),
                        name="diagnosis_cytogenetic_risk_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("genes"),
                                models.Value('strict $ ? (@.type() != "array")'),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("genes"),
                                models.Value('strict $[*] ? (@.type() != "object")'),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("genes"),
                                models.Value(
                                    '$[*].keyvalue() ? (!(@.key == "gene" || @.key == "gene_result" || @.key == "gene_vaf_pct"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("genes"),
                                models.Value(
                                    '$[*]."gene" ? (!(@ == "BCR_ABL1" || @ == "ETV6_RUNX1" || @ == "TCF3_PBX1" || @ == "KMT2A_r" || @ == "Ph_like" || @ == "iAMP21" || @ == "IKZF1" || @ == "STIL_TAL1" || @ == "TLX1" || @ == "TLX3" || @ == "HOXA" || @ == "PICALM_MLLT10" || @ == "SET_NUP214" || @ == "NUP214_ABL1" || @ == "BCL11B" || @ == "NOTCH1" || @ == "FBXW7" || @ == "PTEN" || @ == "RAS" || @ == "JAK" || @ == "IL7R" || @ == "DNMT3A" || @ == "PHF6" || @ == "RUNX1" || @ == "ETV6" || @ == "TP53" || @ == "CDKN2A" || @ == "FLT3_ITD" || @ == "FLT3_TKD" || @ == "NPM1" || @ == "other"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("genes"),
                                models.Value(
                                    '$[*]."gene_result" ? (!(@ == "positive" || @ == "negative" || @ == "vus" || @ == "not_done"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("genes"),
                                models.Value(
                                    '$[*]."gene_vaf_pct" ? (@.type() != "number" || @ < 0 || @ > 100)'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                        ),
                        name="diagnosis_genes_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cns_at_diagnosis__in",
                                ["CNS1", "CNS2", "CNS3", "not_done"],
                            )
                        ),
                        name="diagnosis_cns_at_diagnosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "extramedullary_at_diagnosis__in",
                                ["yes", "no", "unknown"],
                            )
                        ),
                        name="diagnosis_extramedullary_at_diagnosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "extramedullary_sites_dx__contained_by",
                                [
                                    "mediastinum",
                                    "lymph_node",
                                    "CNS",
                                    "testis",
                                    "liver",
                                    "spleen",
                                    "kidney",
                                    "skin",
                                    "bone",
                                    "pleura_pericardium",
                                    "breast_ovary",
                                    "soft_tissue",
                                    "other",
                                ],
                            )
                        ),
                        name="diagnosis_extramedullary_sites_dx_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "bulky__in",
                                ["no", "yes_ge_5cm", "yes_ge_7_5cm", "yes_ge_10cm"],
                            )
                        ),
                        name="diagnosis_bulky_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ann_arbor_stage__gte", 1), ("ann_arbor_stage__lte", 4)
                        ),
                        name="diagnosis_ann_arbor_stage_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_prior_lines__gte", 0),
                            ("recorded_prior_lines__lte", 20),
                        ),
                        name="diagnosis_recorded_prior_lines_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recorded_status__in",
                                [
                                    "primary_refractory",
                                    "relapsed",
                                    "relapsed_refractory",
                                    "first_remission",
                                    "later_remission",
                                    "MRD_only",
                                    "untreated",
                                ],
                            )
                        ),
                        name="diagnosis_recorded_status_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="diagnosis_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="diagnosis_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Death",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("death_date", models.DateField(blank=True, null=True)),
                (
                    "cause_of_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "contributing_causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "remission_at_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("autopsy", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "place_of_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Death",
                "verbose_name_plural": "Death",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "death_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__death_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("death_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "death_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="death_death_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("death_date__isnull", False),
                            ("as_entered__has_key", "death_date"),
                            ("absent__has_key", "death_date"),
                            _connector="OR",
                        ),
                        name="death_death_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause_of_death__in",
                                [
                                    "relapse",
                                    "infection",
                                    "gvhd_acute",
                                    "gvhd_chronic",
                                    "graft_failure",
                                    "tma",
                                    "sos",
                                    "IPS",
                                    "organ_failure",
                                    "haemorrhage",
                                    "cardiac",
                                    "CNS",
                                    "crs",
                                    "icans",
                                    "iec_hs",
                                    "icaht",
                                    "PTLD",
                                    "second_malignancy",
                                    "conditioning_toxicity",
                                    "accident",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="death_cause_of_death_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "contributing_causes__contained_by",
                                [
                                    "relapse",
                                    "infection",
                                    "gvhd_acute",
                                    "gvhd_chronic",
                                    "graft_failure",
                                    "tma",
                                    "sos",
                                    "IPS",
                                    "organ_failure",
                                    "haemorrhage",
                                    "cardiac",
                                    "CNS",
                                    "crs",
                                    "icans",
                                    "iec_hs",
                                    "icaht",
                                    "PTLD",
                                    "second_malignancy",
                                    "conditioning_toxicity",
                                    "accident",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="death_contributing_causes_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remission_at_death__in", ["yes", "no", "unknown"])
                        ),
                        name="death_remission_at_death_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("autopsy__in", ["yes", "no", "unknown"])),
                        name="death_autopsy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place_of_death__in", ["hospital", "ICU", "home", "other"])
                        ),
                        name="death_place_of_death_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="death_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="death_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Day28",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "hsct_planned",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Day-28 evaluation",
                "verbose_name_plural": "Day-28 evaluation",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hsct_planned__in", ["yes", "no", "unknown"])
                        ),
                        name="day28_hsct_planned_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="day28_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="day28_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataQuery",
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
                ("form", models.CharField(max_length=30, verbose_name="form")),
                ("record_id", models.BigIntegerField(null=True)),
                (
                    "field",
                    models.CharField(blank=True, max_length=63, verbose_name="field"),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, max_length=10, verbose_name="check"),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                registry.checks.findings.Severity["HARD"],
                                registry.checks.findings.Severity["HARD"],
                            ),
                            (
                                registry.checks.findings.Severity["SOFT"],
                                registry.checks.findings.Severity["SOFT"],
                            ),
                        ],
                        max_length=4,
                        verbose_name="severity",
                    ),
                ),
                ("says_en", models.TextField()),
                ("says_zh", models.TextField()),
                ("fix_en", models.TextField(blank=True)),
                ("fix_zh", models.TextField(blank=True)),
                ("value", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "closed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "corrected"),
                            ("confirmed", "confirmed with a reason"),
                            ("accepted", "closed by the monitor"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="registry.patient",
                        verbose_name="patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "query",
                "verbose_name_plural": "queries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["assigned_to"],
                        name="query_unsettled_of",
                    ),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["patient"],
                        name="query_unsettled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("patient", "form", "record_id", "code", "fields"),
                        name="query_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "closed_as__in",
                                    ["corrected", "confirmed", "accepted", "withdrawn"],
                                ),
                                ("closed_at__isnull", False),
                                ("status", "closed"),
                            ),
                            models.Q(
                                ("closed_as", ""),
                                ("closed_at__isnull", True),
                                ("status__in", ["open", "answered"]),
                            ),
                            _connector="OR",
                        ),
                        name="query_closed_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CRSEpisode",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "crs_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("crs_onset_date", models.DateField(blank=True, null=True)),
                ("crs_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "max_temp_c",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "antipyretic_or_anticytokine",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("hypotension", models.CharField(blank=True, max_length=40, null=True)),
                ("hypoxia", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "hypotension_pressor_class",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("oxygen_need", models.CharField(blank=True, max_length=40, null=True)),
                ("organ_toxicity_grade", models.IntegerField(blank=True, null=True)),
                ("transaminitis_grade", models.IntegerField(blank=True, null=True)),
                (
                    "constitutional_symptoms",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hospitalised_for_crs",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("creatinine_grade", models.IntegerField(blank=True, null=True)),
                (
                    "oxygen_support",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "coagulopathy_replacement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("tocilizumab_doses", models.IntegerField(blank=True, null=True)),
                ("tocilizumab_first_date", models.DateField(blank=True, null=True)),
                ("steroids", models.CharField(blank=True, max_length=40, null=True)),
                ("steroid_days", models.IntegerField(blank=True, null=True)),
                (
                    "other_anticytokine",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "peak_crp_mg_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "peak_ferritin_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "peak_il6_pg_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("crs_icu", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "crs_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("crs_outcome", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "CRS",
                "verbose_name_plural": "CRS",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("crs_occurred__in", ["yes", "no", "unknown"])
                        ),
                        name="crs_episode_crs_occurred_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "crs_onset_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__crs_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("crs_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "crs_onset_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_crs_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "crs_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__crs_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("crs_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "crs_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_crs_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_temp_c__gte", Decimal("30")),
                            ("max_temp_c__lte", Decimal("45")),
                        ),
                        name="crs_episode_max_temp_c_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "max_temp_c"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__max_temp_c__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (°F)$",
                                ),
                                ("max_temp_c__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_max_temp_c_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("antipyretic_or_anticytokine__in", ["yes", "no"])
                        ),
                        name="crs_episode_antipyretic_or_anticytokine_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hypotension__in",
                                [
                                    "none",
                                    "fluids_only",
                                    "one_vasopressor",
                                    "multiple_vasopressors",
                                ],
                            )
                        ),
                        name="crs_episode_hypotension_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hypoxia__in",
                                ["none", "low_flow", "high_flow", "positive_pressure"],
                            )
                        ),
                        name="crs_episode_hypoxia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hypotension_pressor_class__in",
                                [
                                    "none",
                                    "fluids_only",
                                    "one_low_dose",
                                    "multiple_low_dose",
                                    "high_dose",
                                ],
                            )
                        ),
                        name="crs_episode_hypotension_pressor_class_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "oxygen_need__in",
                                ["none", "fio2_lt_40", "fio2_ge_40", "ventilator"],
                            )
                        ),
                        name="crs_episode_oxygen_need_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organ_toxicity_grade__gte", 0),
                            ("organ_toxicity_grade__lte", 4),
                        ),
                        name="crs_episode_organ_toxicity_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transaminitis_grade__gte", 0),
                            ("transaminitis_grade__lte", 4),
                        ),
                        name="crs_episode_transaminitis_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("constitutional_symptoms__in", ["yes", "no"])
                        ),
                        name="crs_episode_constitutional_symptoms_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hospitalised_for_crs__in", ["yes", "no"])),
                        name="crs_episode_hospitalised_for_crs_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("creatinine_grade__gte", 0), ("creatinine_grade__lte", 4)
                        ),
                        name="crs_episode_creatinine_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "oxygen_support__in",
                                ["none", "supplemental", "mechanical_ventilation"],
                            )
                        ),
                        name="crs_episode_oxygen_support_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("coagulopathy_replacement__in", ["yes", "no"])
                        ),
                        name="crs_episode_coagulopathy_replacement_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tocilizumab_doses__gte", 0), ("tocilizumab_doses__lte", 8)
                        ),
                        name="crs_episode_tocilizumab_doses_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "tocilizumab_first_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__tocilizumab_first_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("tocilizumab_first_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "tocilizumab_first_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_tocilizumab_first_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("steroids__in", ["yes", "no"])),
                        name="crs_episode_steroids_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("steroid_days__gte", 0), ("steroid_days__lte", 120)
                        ),
                        name="crs_episode_steroid_days_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "other_anticytokine__contained_by",
                                [
                                    "anakinra",
                                    "ruxolitinib",
                                    "siltuximab",
                                    "emapalumab",
                                    "dasatinib",
                                    "plasma_exchange",
                                    "etoposide",
                                    "other",
                                ],
                            )
                        ),
                        name="crs_episode_other_anticytokine_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("peak_crp_mg_l__gte", Decimal("0")),
                            ("peak_crp_mg_l__lte", Decimal("1000")),
                        ),
                        name="crs_episode_peak_crp_mg_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "peak_crp_mg_l"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__peak_crp_mg_l__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (mg/dL)$",
                                ),
                                ("peak_crp_mg_l__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_peak_crp_mg_l_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("peak_ferritin_ng_ml__gte", Decimal("0")),
                            ("peak_ferritin_ng_ml__lte", Decimal("1000000")),
                        ),
                        name="crs_episode_peak_ferritin_ng_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "peak_ferritin_ng_ml"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__peak_ferritin_ng_ml__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µg/L)$",
                                ),
                                ("peak_ferritin_ng_ml__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="crs_episode_peak_ferritin_ng_ml_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("peak_il6_pg_ml__gte", Decimal("0")),
                            ("peak_il6_pg_ml__lte", Decimal("1000000")),
                        ),
                        name="crs_episode_peak_il6_pg_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("crs_icu__in", ["yes", "no"])),
                        name="crs_episode_crs_icu_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("crs_recorded_grade__in", ["0", "1", "2", "3", "4", "5"])
                        ),
                        name="crs_episode_crs_recorded_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "crs_outcome__in",
                                [
                                    "resolved",
                                    "ongoing",
                                    "resolved_sequelae",
                                    "fatal",
                                    "unknown",
                                ],
                            )
                        ),
                        name="crs_episode_crs_outcome_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="crs_episode_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="crs_episode_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comorbidity",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("arrhythmia", models.CharField(blank=True, max_length=40, null=True)),
                ("cardiac", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "inflammatory_bowel",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("diabetes", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cerebrovascular",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("psychiatric", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "hepatic_mild",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("obesity", models.CharField(blank=True, max_length=40, null=True)),
                ("infection", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "rheumatologic",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "peptic_ulcer",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("renal", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "pulmonary_moderate",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "prior_malignancy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("heart_valve", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "pulmonary_severe",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatic_severe",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("recorded_hct_ci", models.IntegerField(blank=True, null=True)),
                (
                    "dlco_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "fev1_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("dyspnoea", models.CharField(blank=True, max_length=40, null=True)),
                ("oxygen", models.CharField(blank=True, max_length=40, null=True)),
                ("cirrhosis", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "chronic_hepatitis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "ef_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "creatinine_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bilirubin_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ast_alt_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Comorbidity before HSCT (HCT-CI)",
                "verbose_name_plural": "Comorbidity before HSCT (HCT-CI)",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrhythmia__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_arrhythmia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cardiac__in", ["yes", "no", "unknown"])),
                        name="comorbidity_cardiac_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inflammatory_bowel__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_inflammatory_bowel_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("diabetes__in", ["yes", "no", "unknown"])),
                        name="comorbidity_diabetes_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cerebrovascular__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_cerebrovascular_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("psychiatric__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_psychiatric_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hepatic_mild__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_hepatic_mild_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("obesity__in", ["yes", "no", "unknown"])),
                        name="comorbidity_obesity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("infection__in", ["yes", "no", "unknown"])),
                        name="comorbidity_infection_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rheumatologic__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_rheumatologic_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("peptic_ulcer__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_peptic_ulcer_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("renal__in", ["yes", "no", "unknown"])),
                        name="comorbidity_renal_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pulmonary_moderate__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_pulmonary_moderate_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prior_malignancy__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_prior_malignancy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("heart_valve__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_heart_valve_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pulmonary_severe__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_pulmonary_severe_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hepatic_severe__in", ["yes", "no", "unknown"])
                        ),
                        name="comorbidity_hepatic_severe_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_hct_ci__gte", 0), ("recorded_hct_ci__lte", 29)
                        ),
                        name="comorbidity_recorded_hct_ci_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dlco_pct__gte", Decimal("5")),
                            ("dlco_pct__lte", Decimal("200")),
                        ),
                        name="comorbidity_dlco_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fev1_pct__gte", Decimal("5")),
                            ("fev1_pct__lte", Decimal("200")),
                        ),
                        name="comorbidity_fev1_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dyspnoea__in", ["none", "slight_activity", "rest"])
                        ),
                        name="comorbidity_dyspnoea_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("oxygen__in", ["yes", "no"])),
                        name="comorbidity_oxygen_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cirrhosis__in", ["yes", "no"])),
                        name="comorbidity_cirrhosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chronic_hepatitis__in", ["yes", "no"])),
                        name="comorbidity_chronic_hepatitis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ef_pct__gte", Decimal("5")),
                            ("ef_pct__lte", Decimal("90")),
                        ),
                        name="comorbidity_ef_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("creatinine_mg_dl__gte", Decimal("0.1")),
                            ("creatinine_mg_dl__lte", Decimal("30")),
                        ),
                        name="comorbidity_creatinine_mg_dl_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "creatinine_mg_dl"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__creatinine_mg_dl__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µmol/L)$",
                                ),
                                ("creatinine_mg_dl__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="comorbidity_creatinine_mg_dl_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_x_uln__gte", Decimal("0")),
                            ("bilirubin_x_uln__lte", Decimal("100")),
                        ),
                        name="comorbidity_bilirubin_x_uln_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ast_alt_x_uln__gte", Decimal("0")),
                            ("ast_alt_x_uln__lte", Decimal("500")),
                        ),
                        name="comorbidity_ast_alt_x_uln_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="comorbidity_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="comorbidity_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChronicGVHD",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "cgvhd_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_onset_date", models.DateField(blank=True, null=True)),
                ("cgvhd_score_date", models.DateField(blank=True, null=True)),
                ("skin", models.CharField(blank=True, max_length=40, null=True)),
                ("mouth", models.CharField(blank=True, max_length=40, null=True)),
                ("eyes", models.CharField(blank=True, max_length=40, null=True)),
                ("gi", models.CharField(blank=True, max_length=40, null=True)),
                ("liver", models.CharField(blank=True, max_length=40, null=True)),
                ("lungs", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "joints_fascia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("genital", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "skin_bsa_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("sclerosis", models.CharField(blank=True, max_length=40, null=True)),
                ("dyspnoea", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "alt_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alp_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("gi_symptoms", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "weight_loss_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "gi_moderate_diarrhoea",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gi_severe", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "fev1_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("bos", models.CharField(blank=True, max_length=40, null=True)),
                ("cgvhd_type", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cgvhd_systemic_therapy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_systemic_start", models.DateField(blank=True, null=True)),
                (
                    "cgvhd_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "cgvhd_max_recorded_severity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Chronic GVHD",
                "verbose_name_plural": "Chronic GVHD",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cgvhd_occurred__in", ["yes", "no", "unknown"])
                        ),
                        name="cgvhd_episode_cgvhd_occurred_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "cgvhd_onset_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__cgvhd_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("cgvhd_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "cgvhd_onset_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cgvhd_episode_cgvhd_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "cgvhd_score_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__cgvhd_score_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("cgvhd_score_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "cgvhd_score_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cgvhd_episode_cgvhd_score_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skin__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_skin_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mouth__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_mouth_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("eyes__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_eyes_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gi__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_gi_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("liver__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_liver_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lungs__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_lungs_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joints_fascia__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_joints_fascia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("genital__in", ["0", "1", "2", "3"])),
                        name="cgvhd_episode_genital_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("skin_bsa_pct__gte", Decimal("0")),
                            ("skin_bsa_pct__lte", Decimal("100")),
                        ),
                        name="cgvhd_episode_skin_bsa_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sclerosis__in", ["none", "superficial", "deep_or_ulcer"])
                        ),
                        name="cgvhd_episode_sclerosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "dyspnoea__in",
                                ["none", "one_flight", "flat_ground", "rest_or_oxygen"],
                            )
                        ),
                        name="cgvhd_episode_dyspnoea_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alt_x_uln__gte", Decimal("0")),
                            ("alt_x_uln__lte", Decimal("500")),
                        ),
                        name="cgvhd_episode_alt_x_uln_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alp_x_uln__gte", Decimal("0")),
                            ("alp_x_uln__lte", Decimal("100")),
                        ),
                        name="cgvhd_episode_alp_x_uln_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gi_symptoms__in", ["yes", "no"])),
                        name="cgvhd_episode_gi_symptoms_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_loss_pct__gte", Decimal("0")),
                            ("weight_loss_pct__lte", Decimal("70")),
                        ),
                        name="cgvhd_episode_weight_loss_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gi_moderate_diarrhoea__in", ["yes", "no"])
                        ),
                        name="cgvhd_episode_gi_moderate_diarrhoea_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gi_severe__in", ["yes", "no"])),
                        name="cgvhd_episode_gi_severe_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fev1_pct__gte", Decimal("5")),
                            ("fev1_pct__lte", Decimal("200")),
                        ),
                        name="cgvhd_episode_fev1_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bos__in", ["yes", "no", "unknown"])),
                        name="cgvhd_episode_bos_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cgvhd_type__in",
                                [
                                    "classic_acute",
                                    "late_acute",
                                    "classic_chronic",
                                    "overlap",
                                ],
                            )
                        ),
                        name="cgvhd_episode_cgvhd_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cgvhd_systemic_therapy__in", ["yes", "no"])
                        ),
                        name="cgvhd_episode_cgvhd_systemic_therapy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "cgvhd_systemic_start"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__cgvhd_systemic_start__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("cgvhd_systemic_start__isnull", True),
                                models.Q(
                                    ("absent__has_key", "cgvhd_systemic_start"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cgvhd_episode_cgvhd_systemic_start_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cgvhd_therapy__contained_by",
                                [
                                    "steroids",
                                    "ruxolitinib",
                                    "ibrutinib",
                                    "belumosudil",
                                    "ECP",
                                    "axatilimab",
                                    "rituximab",
                                    "MMF",
                                    "CNI",
                                    "other",
                                ],
                            )
                        ),
                        name="cgvhd_episode_cgvhd_therapy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cgvhd_max_recorded_severity__in",
                                ["none", "mild", "moderate", "severe"],
                            )
                        ),
                        name="cgvhd_episode_cgvhd_max_recorded_severity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "cgvhd_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__cgvhd_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("cgvhd_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "cgvhd_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cgvhd_episode_cgvhd_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="cgvhd_episode_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="cgvhd_episode_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chimerism",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("chimerism_date", models.DateField(blank=True, null=True)),
                (
                    "chimerism_lineage",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "chimerism_method",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "donor_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Chimerism",
                "verbose_name_plural": "Chimerism",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "chimerism_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__chimerism_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("chimerism_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "chimerism_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="chimerism_chimerism_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chimerism_date__isnull", False),
                            ("as_entered__has_key", "chimerism_date"),
                            ("absent__has_key", "chimerism_date"),
                            _connector="OR",
                        ),
                        name="chimerism_chimerism_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "chimerism_lineage__in",
                                ["whole", "T", "B", "NK", "myeloid", "CD34"],
                            )
                        ),
                        name="chimerism_chimerism_lineage_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chimerism_method__in", ["STR", "qPCR", "NGS", "XY_FISH"])
                        ),
                        name="chimerism_chimerism_method_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("donor_pct__gte", Decimal("0")),
                            ("donor_pct__lte", Decimal("100")),
                        ),
                        name="chimerism_donor_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="chimerism_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="chimerism_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bridging",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "bridging_given",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bridging_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "bridging_regimen",
                    models.CharField(blank=True, max_length=200, null=True),
                ),
                ("bridging_start", models.DateField(blank=True, null=True)),
                ("bridging_end", models.DateField(blank=True, null=True)),
                (
                    "bridging_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bridging therapy",
                "verbose_name_plural": "Bridging therapy",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bridging_given__in", ["yes", "no"])),
                        name="bridging_bridging_given_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "bridging_class__contained_by",
                                [
                                    "chemotherapy",
                                    "steroids",
                                    "radiotherapy",
                                    "intrathecal",
                                    "blinatumomab",
                                    "inotuzumab",
                                    "daratumumab",
                                    "nelarabine",
                                    "venetoclax",
                                    "TKI",
                                    "HMA",
                                    "HDACi",
                                    "proteasome",
                                    "IMiD",
                                    "CAR_T",
                                    "DLI",
                                    "HSCT",
                                    "checkpoint",
                                    "ruxolitinib",
                                    "trial",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="bridging_bridging_class_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "bridging_start"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__bridging_start__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("bridging_start__isnull", True),
                                models.Q(
                                    ("absent__has_key", "bridging_start"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bridging_bridging_start_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "bridging_end"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__bridging_end__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("bridging_end__isnull", True),
                                models.Q(
                                    ("absent__has_key", "bridging_end"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bridging_bridging_end_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "bridging_response__in",
                                ["CR", "PR", "SD", "PD", "not_assessed"],
                            )
                        ),
                        name="bridging_bridging_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="bridging_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="bridging_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BloodCount",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("count_date", models.DateField()),
                (
                    "anc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelets",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hb_g_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelet_transfusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "rbc_transfusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gcsf", models.CharField(blank=True, max_length=40, null=True)),
                ("stem_cell_boost_date", models.DateField(blank=True, null=True)),
                ("tpo_agonist", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Blood count and transfusion",
                "verbose_name_plural": "Blood count and transfusion",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anc__gte", Decimal("0")), ("anc__lte", Decimal("200"))
                        ),
                        name="blood_count_anc_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "anc"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__anc__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("anc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="blood_count_anc_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("platelets__gte", Decimal("0")),
                            ("platelets__lte", Decimal("3000")),
                        ),
                        name="blood_count_platelets_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "platelets"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__platelets__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("platelets__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="blood_count_platelets_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hb_g_dl__gte", Decimal("2")),
                            ("hb_g_dl__lte", Decimal("25")),
                        ),
                        name="blood_count_hb_g_dl_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "hb_g_dl"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__hb_g_dl__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (g/L)$",
                                ),
                                ("hb_g_dl__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="blood_count_hb_g_dl_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alc__gte", Decimal("0")), ("alc__lte", Decimal("200"))
                        ),
                        name="blood_count_alc_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "alc"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__alc__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (/µL)$",
                                ),
                                ("alc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="blood_count_alc_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("platelet_transfusion__in", ["yes", "no"])),
                        name="blood_count_platelet_transfusion_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rbc_transfusion__in", ["yes", "no"])),
                        name="blood_count_rbc_transfusion_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gcsf__in", ["yes", "no"])),
                        name="blood_count_gcsf_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "stem_cell_boost_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__stem_cell_boost_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("stem_cell_boost_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "stem_cell_boost_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="blood_count_stem_cell_boost_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tpo_agonist__in", ["yes", "no"])),
                        name="blood_count_tpo_agonist_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="blood_count_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="blood_count_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BegunForm",
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
                ("form", models.CharField(max_length=30)),
                ("record_id", models.BigIntegerField()),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63), size=None
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "begun form",
                "indexes": [
                    models.Index(
                        fields=["centre", "form", "patient"], name="begun_of_form"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "record_id"), name="begun_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("verified", "verified against the source"),
                            ("signed", "signed"),
                            ("locked", "locked"),
                            ("unlocked", "unlocked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("form", models.CharField(max_length=30)),
                ("record_id", models.BigIntegerField()),
                ("record_version", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("printed_name", models.CharField(max_length=310)),
                ("meaning", models.TextField()),
                ("language", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_version", models.PositiveIntegerField(null=True)),
                (
                    "voided_reason",
                    models.TextField(blank=True, db_default="", default=""),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation",
                "indexes": [
                    models.Index(
                        fields=["record_id", "form"], name="attested_of_record"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("kind", "unlocked"), _negated=True),
                        ),
                        fields=("record_id", "form", "kind"),
                        name="attested_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Aplasia",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("aplasia_date", models.DateField(blank=True, null=True)),
                (
                    "aplasia_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "abs_cells_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd7neg_t_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "igg_g_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ig_replacement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("aplasia_recovered_date", models.DateField(blank=True, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "B-/T-cell aplasia, immunoglobulin",
                "verbose_name_plural": "B-/T-cell aplasia, immunoglobulin",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "aplasia_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__aplasia_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("aplasia_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "aplasia_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="aplasia_aplasia_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aplasia_date__isnull", False),
                            ("as_entered__has_key", "aplasia_date"),
                            ("absent__has_key", "aplasia_date"),
                            _connector="OR",
                        ),
                        name="aplasia_aplasia_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aplasia_type__in", ["B_cell", "T_cell", "NK", "plasma"])
                        ),
                        name="aplasia_aplasia_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("abs_cells_per_ul__gte", Decimal("0")),
                            ("abs_cells_per_ul__lte", Decimal("100000")),
                        ),
                        name="aplasia_abs_cells_per_ul_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cd7neg_t_per_ul__gte", Decimal("0")),
                            ("cd7neg_t_per_ul__lte", Decimal("100000")),
                        ),
                        name="aplasia_cd7neg_t_per_ul_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("igg_g_l__gte", Decimal("0")),
                            ("igg_g_l__lte", Decimal("100")),
                        ),
                        name="aplasia_igg_g_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ig_replacement__in", ["yes", "no"])),
                        name="aplasia_ig_replacement_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "aplasia_recovered_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__aplasia_recovered_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("aplasia_recovered_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "aplasia_recovered_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="aplasia_aplasia_recovered_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="aplasia_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="aplasia_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApheresisProduct",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("apheresis_date", models.DateField(blank=True, null=True)),
                ("apheresis_no", models.IntegerField(blank=True, null=True)),
                (
                    "alc_at_apheresis",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "pb_blasts_at_apheresis_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("cell_source", models.CharField(blank=True, max_length=40, null=True)),
                ("donor_ref", models.CharField(blank=True, max_length=200, null=True)),
                ("product", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "product_other",
                    models.CharField(blank=True, max_length=100, null=True),
                ),
                ("target", models.CharField(blank=True, max_length=40, null=True)),
                ("vector", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "gene_edit",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "costimulation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("batch_no", models.CharField(blank=True, max_length=40, null=True)),
                ("manufacture_date", models.DateField(blank=True, null=True)),
                (
                    "release_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "viability_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "transduction_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "vcn",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd4_cd8_ratio",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("fresh", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "rcl_product_result",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Leukapheresis and product",
                "verbose_name_plural": "Leukapheresis and product",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "apheresis_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__apheresis_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("apheresis_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "apheresis_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="apheresis_product_apheresis_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("apheresis_no__gte", 1), ("apheresis_no__lte", 5)
                        ),
                        name="apheresis_product_apheresis_no_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alc_at_apheresis__gte", Decimal("0")),
                            ("alc_at_apheresis__lte", Decimal("100")),
                        ),
                        name="apheresis_product_alc_at_apheresis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pb_blasts_at_apheresis_pct__gte", Decimal("0")),
                            ("pb_blasts_at_apheresis_pct__lte", Decimal("100")),
                        ),
                        name="apheresis_product_pb_blasts_at_apheresis_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cell_source__in",
                                ["autologous", "hsct_donor", "new_donor", "universal"],
                            )
                        ),
                        name="apheresis_product_cell_source_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "product__in",
                                [
                                    "NS7CAR",
                                    "tisagenlecleucel",
                                    "axicabtagene_ciloleucel",
                                    "brexucabtagene_autoleucel",
                                    "lisocabtagene_maraleucel",
                                    "idecabtagene_vicleucel",
                                    "ciltacabtagene_autoleucel",
                                    "obecabtagene_autoleucel",
                                    "relmacabtagene_autoleucel",
                                    "inaticabtagene_autoleucel",
                                    "equecabtagene_autoleucel",
                                    "zevorcabtagene_autoleucel",
                                    "academic",
                                    "other",
                                ],
                            )
                        ),
                        name="apheresis_product_product_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "target__in",
                                [
                                    "CD7",
                                    "CD19",
                                    "CD22",
                                    "CD19/CD22",
                                    "CD19/CD20",
                                    "CD5",
                                    "CD1a",
                                    "CD38",
                                    "BCMA",
                                    "BCMA/CD19",
                                    "GPRC5D",
                                    "CD33",
                                    "CD123",
                                    "CLL1",
                                    "CD30",
                                    "TRBC1",
                                    "other",
                                ],
                            )
                        ),
                        name="apheresis_product_target_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "vector__in",
                                [
                                    "lentiviral",
                                    "gammaretroviral",
                                    "transposon",
                                    "mRNA",
                                    "other",
                                ],
                            )
                        ),
                        name="apheresis_product_vector_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gene_edit__contained_by",
                                [
                                    "none",
                                    "KO_TRAC",
                                    "KO_CD7",
                                    "KO_HLA",
                                    "base_edit",
                                    "ER_retention",
                                    "natural_selection",
                                ],
                            )
                        ),
                        name="apheresis_product_gene_edit_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("costimulation__in", ["4-1BB", "CD28", "other"])
                        ),
                        name="apheresis_product_costimulation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "manufacture_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__manufacture_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("manufacture_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "manufacture_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="apheresis_product_manufacture_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "release_status__in",
                                ["in_spec", "out_of_spec", "not_released"],
                            )
                        ),
                        name="apheresis_product_release_status_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("viability_pct__gte", Decimal("0")),
                            ("viability_pct__lte", Decimal("100")),
                        ),
                        name="apheresis_product_viability_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transduction_pct__gte", Decimal("0")),
                            ("transduction_pct__lte", Decimal("100")),
                        ),
                        name="apheresis_product_transduction_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vcn__gte", Decimal("0")), ("vcn__lte", Decimal("50"))
                        ),
                        name="apheresis_product_vcn_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cd4_cd8_ratio__gte", Decimal("0")),
                            ("cd4_cd8_ratio__lte", Decimal("100")),
                        ),
                        name="apheresis_product_cd4_cd8_ratio_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fresh__in", ["fresh", "cryopreserved"])),
                        name="apheresis_product_fresh_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rcl_product_result__in",
                                ["negative", "positive", "pending", "not_done"],
                            )
                        ),
                        name="apheresis_product_rcl_product_result_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="apheresis_product_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="apheresis_product_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcuteGVHD",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "agvhd_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("agvhd_onset_date", models.DateField(blank=True, null=True)),
                (
                    "rash_bsa_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bullae_desquamation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bilirubin_umol_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_ml_per_day",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_ml_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_episodes_per_day",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "severe_pain_or_ileus_or_blood",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "upper_gi_persistent_symptoms",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("skin", models.CharField(blank=True, max_length=40, null=True)),
                ("liver", models.CharField(blank=True, max_length=40, null=True)),
                ("lower_gi", models.CharField(blank=True, max_length=40, null=True)),
                ("upper_gi", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "agvhd_max_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "agvhd_biopsy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gvhd_type", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "agvhd_first_line",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "agvhd_steroid_refractory",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "agvhd_response_d28",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("agvhd_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Acute GVHD",
                "verbose_name_plural": "Acute GVHD",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agvhd_occurred__in", ["yes", "no", "unknown"])
                        ),
                        name="agvhd_episode_agvhd_occurred_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "agvhd_onset_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__agvhd_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("agvhd_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "agvhd_onset_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="agvhd_episode_agvhd_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rash_bsa_pct__gte", Decimal("0")),
                            ("rash_bsa_pct__lte", Decimal("100")),
                        ),
                        name="agvhd_episode_rash_bsa_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bullae_desquamation__in", ["yes", "no"])),
                        name="agvhd_episode_bullae_desquamation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_mg_dl__gte", Decimal("0")),
                            ("bilirubin_mg_dl__lte", Decimal("80")),
                        ),
                        name="agvhd_episode_bilirubin_mg_dl_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_umol_l__gte", Decimal("0")),
                            ("bilirubin_umol_l__lte", Decimal("1400")),
                        ),
                        name="agvhd_episode_bilirubin_umol_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stool_ml_per_day__gte", Decimal("0")),
                            ("stool_ml_per_day__lte", Decimal("20000")),
                        ),
                        name="agvhd_episode_stool_ml_per_day_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stool_ml_per_kg__gte", Decimal("0")),
                            ("stool_ml_per_kg__lte", Decimal("300")),
                        ),
                        name="agvhd_episode_stool_ml_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stool_episodes_per_day__gte", Decimal("0")),
                            ("stool_episodes_per_day__lte", Decimal("60")),
                        ),
                        name="agvhd_episode_stool_episodes_per_day_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severe_pain_or_ileus_or_blood__in", ["yes", "no"])
                        ),
                        name="agvhd_episode_severe_pain_or_ileus_or_blood_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("upper_gi_persistent_symptoms__in", ["yes", "no"])
                        ),
                        name="agvhd_episode_upper_gi_persistent_symptoms_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skin__in", ["0", "1", "2", "3", "4"])),
                        name="agvhd_episode_skin_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("liver__in", ["0", "1", "2", "3", "4"])),
                        name="agvhd_episode_liver_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lower_gi__in", ["0", "1", "2", "3", "4"])),
                        name="agvhd_episode_lower_gi_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("upper_gi__in", ["0", "1"])),
                        name="agvhd_episode_upper_gi_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agvhd_max_recorded_grade__in", ["0", "1", "2", "3", "4"])
                        ),
                        name="agvhd_episode_agvhd_max_recorded_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agvhd_biopsy__in",
                                ["positive", "negative", "equivocal", "not_done"],
                            )
                        ),
                        name="agvhd_episode_agvhd_biopsy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gvhd_type__in",
                                [
                                    "classic_acute",
                                    "late_acute",
                                    "classic_chronic",
                                    "overlap",
                                ],
                            )
                        ),
                        name="agvhd_episode_gvhd_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agvhd_first_line__contained_by",
                                [
                                    "steroids",
                                    "ruxolitinib",
                                    "ATG",
                                    "basiliximab",
                                    "ECP",
                                    "MSC",
                                    "vedolizumab",
                                    "FMT",
                                    "abatacept",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="agvhd_episode_agvhd_first_line_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agvhd_steroid_refractory__in",
                                ["no", "refractory", "dependent"],
                            )
                        ),
                        name="agvhd_episode_agvhd_steroid_refractory_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agvhd_response_d28__in",
                                ["CR", "PR", "mixed", "NR", "progression"],
                            )
                        ),
                        name="agvhd_episode_agvhd_response_d28_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "agvhd_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__agvhd_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("agvhd_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "agvhd_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="agvhd_episode_agvhd_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="agvhd_episode_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="agvhd_episode_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAcuteGVHD",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "agvhd_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("agvhd_onset_date", models.DateField(blank=True, null=True)),
                (
                    "rash_bsa_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bullae_desquamation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bilirubin_umol_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_ml_per_day",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_ml_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "stool_episodes_per_day",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "severe_pain_or_ileus_or_blood",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "upper_gi_persistent_symptoms",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("skin", models.CharField(blank=True, max_length=40, null=True)),
                ("liver", models.CharField(blank=True, max_length=40, null=True)),
                ("lower_gi", models.CharField(blank=True, max_length=40, null=True)),
                ("upper_gi", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "agvhd_max_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "agvhd_biopsy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gvhd_type", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "agvhd_first_line",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "agvhd_steroid_refractory",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "agvhd_response_d28",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("agvhd_resolved_date", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Acute GVHD",
                "verbose_name_plural": "historical Acute GVHD",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApheresisProduct",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("apheresis_date", models.DateField(blank=True, null=True)),
                ("apheresis_no", models.IntegerField(blank=True, null=True)),
                (
                    "alc_at_apheresis",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "pb_blasts_at_apheresis_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("cell_source", models.CharField(blank=True, max_length=40, null=True)),
                ("donor_ref", models.CharField(blank=True, max_length=200, null=True)),
                ("product", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "product_other",
                    models.CharField(blank=True, max_length=100, null=True),
                ),
                ("target", models.CharField(blank=True, max_length=40, null=True)),
                ("vector", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "gene_edit",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "costimulation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("batch_no", models.CharField(blank=True, max_length=40, null=True)),
                ("manufacture_date", models.DateField(blank=True, null=True)),
                (
                    "release_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "viability_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "transduction_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "vcn",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd4_cd8_ratio",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("fresh", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "rcl_product_result",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Leukapheresis and product",
                "verbose_name_plural": "historical Leukapheresis and product",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAplasia",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("aplasia_date", models.DateField(blank=True, null=True)),
                (
                    "aplasia_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "abs_cells_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd7neg_t_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "igg_g_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ig_replacement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("aplasia_recovered_date", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical B-/T-cell aplasia, immunoglobulin",
                "verbose_name_plural": "historical B-/T-cell aplasia, immunoglobulin",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttestation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("verified", "verified against the source"),
                            ("signed", "signed"),
                            ("locked", "locked"),
                            ("unlocked", "unlocked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("form", models.CharField(max_length=30)),
                ("record_id", models.BigIntegerField()),
                ("record_version", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("printed_name", models.CharField(max_length=310)),
                ("meaning", models.TextField()),
                ("language", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_version", models.PositiveIntegerField(null=True)),
                (
                    "voided_reason",
                    models.TextField(blank=True, db_default="", default=""),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical attestation",
                "verbose_name_plural": "historical attestations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBloodCount",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("count_date", models.DateField()),
                (
                    "anc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelets",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hb_g_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelet_transfusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "rbc_transfusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gcsf", models.CharField(blank=True, max_length=40, null=True)),
                ("stem_cell_boost_date", models.DateField(blank=True, null=True)),
                ("tpo_agonist", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Blood count and transfusion",
                "verbose_name_plural": "historical Blood count and transfusion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBridging",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "bridging_given",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bridging_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "bridging_regimen",
                    models.CharField(blank=True, max_length=200, null=True),
                ),
                ("bridging_start", models.DateField(blank=True, null=True)),
                ("bridging_end", models.DateField(blank=True, null=True)),
                (
                    "bridging_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bridging therapy",
                "verbose_name_plural": "historical Bridging therapy",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCentre",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(db_index=True, max_length=20, verbose_name="code"),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="name"),
                ),
                (
                    "country",
                    models.CharField(blank=True, max_length=2, verbose_name="country"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=50,
                        validators=[registry.models.centre.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical centre",
                "verbose_name_plural": "historical centres",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChimerism",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("chimerism_date", models.DateField(blank=True, null=True)),
                (
                    "chimerism_lineage",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "chimerism_method",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "donor_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Chimerism",
                "verbose_name_plural": "historical Chimerism",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChronicGVHD",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "cgvhd_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_onset_date", models.DateField(blank=True, null=True)),
                ("cgvhd_score_date", models.DateField(blank=True, null=True)),
                ("skin", models.CharField(blank=True, max_length=40, null=True)),
                ("mouth", models.CharField(blank=True, max_length=40, null=True)),
                ("eyes", models.CharField(blank=True, max_length=40, null=True)),
                ("gi", models.CharField(blank=True, max_length=40, null=True)),
                ("liver", models.CharField(blank=True, max_length=40, null=True)),
                ("lungs", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "joints_fascia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("genital", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "skin_bsa_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("sclerosis", models.CharField(blank=True, max_length=40, null=True)),
                ("dyspnoea", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "alt_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alp_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("gi_symptoms", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "weight_loss_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "gi_moderate_diarrhoea",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gi_severe", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "fev1_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("bos", models.CharField(blank=True, max_length=40, null=True)),
                ("cgvhd_type", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cgvhd_systemic_therapy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_systemic_start", models.DateField(blank=True, null=True)),
                (
                    "cgvhd_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "cgvhd_max_recorded_severity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cgvhd_resolved_date", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Chronic GVHD",
                "verbose_name_plural": "historical Chronic GVHD",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalComorbidity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("arrhythmia", models.CharField(blank=True, max_length=40, null=True)),
                ("cardiac", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "inflammatory_bowel",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("diabetes", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cerebrovascular",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("psychiatric", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "hepatic_mild",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("obesity", models.CharField(blank=True, max_length=40, null=True)),
                ("infection", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "rheumatologic",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "peptic_ulcer",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("renal", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "pulmonary_moderate",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "prior_malignancy",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("heart_valve", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "pulmonary_severe",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatic_severe",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("recorded_hct_ci", models.IntegerField(blank=True, null=True)),
                (
                    "dlco_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "fev1_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("dyspnoea", models.CharField(blank=True, max_length=40, null=True)),
                ("oxygen", models.CharField(blank=True, max_length=40, null=True)),
                ("cirrhosis", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "chronic_hepatitis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "ef_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "creatinine_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bilirubin_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ast_alt_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Comorbidity before HSCT (HCT-CI)",
                "verbose_name_plural": "historical Comorbidity before HSCT (HCT-CI)",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCRSEpisode",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "crs_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("crs_onset_date", models.DateField(blank=True, null=True)),
                ("crs_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "max_temp_c",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "antipyretic_or_anticytokine",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("hypotension", models.CharField(blank=True, max_length=40, null=True)),
                ("hypoxia", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "hypotension_pressor_class",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("oxygen_need", models.CharField(blank=True, max_length=40, null=True)),
                ("organ_toxicity_grade", models.IntegerField(blank=True, null=True)),
                ("transaminitis_grade", models.IntegerField(blank=True, null=True)),
                (
                    "constitutional_symptoms",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hospitalised_for_crs",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("creatinine_grade", models.IntegerField(blank=True, null=True)),
                (
                    "oxygen_support",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "coagulopathy_replacement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("tocilizumab_doses", models.IntegerField(blank=True, null=True)),
                ("tocilizumab_first_date", models.DateField(blank=True, null=True)),
                ("steroids", models.CharField(blank=True, max_length=40, null=True)),
                ("steroid_days", models.IntegerField(blank=True, null=True)),
                (
                    "other_anticytokine",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "peak_crp_mg_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "peak_ferritin_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "peak_il6_pg_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("crs_icu", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "crs_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("crs_outcome", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical CRS",
                "verbose_name_plural": "historical CRS",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDataQuery",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=30, verbose_name="form")),
                ("record_id", models.BigIntegerField(null=True)),
                (
                    "field",
                    models.CharField(blank=True, max_length=63, verbose_name="field"),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, max_length=10, verbose_name="check"),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                registry.checks.findings.Severity["HARD"],
                                registry.checks.findings.Severity["HARD"],
                            ),
                            (
                                registry.checks.findings.Severity["SOFT"],
                                registry.checks.findings.Severity["SOFT"],
                            ),
                        ],
                        max_length=4,
                        verbose_name="severity",
                    ),
                ),
                ("says_en", models.TextField()),
                ("says_zh", models.TextField()),
                ("fix_en", models.TextField(blank=True)),
                ("fix_zh", models.TextField(blank=True)),
                ("value", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "closed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "corrected"),
                            ("confirmed", "confirmed with a reason"),
                            ("accepted", "closed by the monitor"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                        verbose_name="patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical query",
                "verbose_name_plural": "historical queries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDay28",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "hsct_planned",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Day-28 evaluation",
                "verbose_name_plural": "historical Day-28 evaluation",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeath",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("death_date", models.DateField(blank=True, null=True)),
                (
                    "cause_of_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "contributing_causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "remission_at_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("autopsy", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "place_of_death",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Death",
                "verbose_name_plural": "historical Death",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDiagnosis",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("disease", models.CharField(max_length=40)),
                ("diagnosis_date", models.DateField(blank=True, null=True)),
                ("etp", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "immunophenotype",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cd7_expression_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "target_antigen_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "wbc_at_diagnosis",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cytogenetics",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "karyotype_text",
                    models.CharField(blank=True, max_length=500, null=True),
                ),
                (
                    "cytogenetic_risk",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("genes", models.JSONField(blank=True, null=True)),
                (
                    "cns_at_diagnosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_at_diagnosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_sites_dx",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("bulky", models.CharField(blank=True, max_length=40, null=True)),
                ("ann_arbor_stage", models.IntegerField(blank=True, null=True)),
                ("recorded_prior_lines", models.IntegerField(blank=True, null=True)),
                (
                    "recorded_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Diagnosis",
                "verbose_name_plural": "historical Diagnosis",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDiseaseAssessment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("assessment_date", models.DateField(blank=True, null=True)),
                ("time_point", models.CharField(blank=True, max_length=40, null=True)),
                ("bm_done", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "bm_cellularity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bm_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "pb_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "circulating_blasts",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "wbc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "anc",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelets",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hb_g_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "platelet_transfusion_7d",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("gcsf_7d", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_result", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_method", models.CharField(blank=True, max_length=40, null=True)),
                ("mrd_target", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "mrd_specimen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "mrd_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "mrd_sensitivity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("mrd_cells_acquired", models.IntegerField(blank=True, null=True)),
                (
                    "extramedullary",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "extramedullary_sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "extramedullary_largest_cm",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("cns_status", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "imaging",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("deauville", models.IntegerField(blank=True, null=True)),
                (
                    "uptake_change",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("new_lesions", models.CharField(blank=True, max_length=40, null=True)),
                ("response", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "lymphoma_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "myeloma_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Disease assessment",
                "verbose_name_plural": "historical Disease assessment",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDLI",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("dli_date", models.DateField(blank=True, null=True)),
                ("dli_reason", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "dli_cd3_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("dli_gvhd", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Donor lymphocytes",
                "verbose_name_plural": "historical Donor lymphocytes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEngraftment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                (
                    "anc_engrafted",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("anc_engraftment_date", models.DateField(blank=True, null=True)),
                (
                    "plt_engrafted",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("plt_engraftment_date", models.DateField(blank=True, null=True)),
                (
                    "graft_failure",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("graft_failure_date", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Engraftment",
                "verbose_name_plural": "historical Engraftment",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExpansion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("expansion_date", models.DateField(blank=True, null=True)),
                ("time_point", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "expansion_specimen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "expansion_method",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "copies_per_ug",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "car_t_pct_of_t",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "car_t_per_ul",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "lod",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical CAR-T expansion",
                "verbose_name_plural": "historical CAR-T expansion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFollowUp",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("visit_date", models.DateField()),
                ("visit", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "contact_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "vital_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("performance", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "in_remission",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "immunosuppression",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("steroid_use", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "subsequent_events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Follow-up",
                "verbose_name_plural": "historical Follow-up",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHSCT",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("hsct_date", models.DateField()),
                ("hsct_no", models.IntegerField(blank=True, null=True)),
                ("hsct_type", models.CharField(blank=True, max_length=40, null=True)),
                ("hsct_reason", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "status_at_hsct",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("mrd_at_hsct", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "extramedullary_at_hsct",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("donor", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "donor_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("hla_match", models.CharField(blank=True, max_length=5, null=True)),
                (
                    "dsa_mfi",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "donor_age",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("donor_sex", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "donor_blood_group",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("abo_match", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cmv_recipient",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cmv_donor", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "ebv_recipient",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("graft", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "mnc_1e8_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd34_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd3_1e8_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "conditioning",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("conditioning_start", models.DateField(blank=True, null=True)),
                ("intensity", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "tbi_gy",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bu_mg_kg_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "gvhd_prophylaxis",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "atg_mg_kg_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("atg_brand", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "karnofsky_lansky",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical HSCT",
                "verbose_name_plural": "historical HSCT",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalICANSEpisode",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "icans_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("icans_onset_date", models.DateField(blank=True, null=True)),
                ("icans_resolved_date", models.DateField(blank=True, null=True)),
                ("ice_orientation", models.IntegerField(blank=True, null=True)),
                ("ice_naming", models.IntegerField(blank=True, null=True)),
                ("ice_commands", models.IntegerField(blank=True, null=True)),
                ("ice_writing", models.IntegerField(blank=True, null=True)),
                ("ice_attention", models.IntegerField(blank=True, null=True)),
                ("ice_score", models.IntegerField(blank=True, null=True)),
                (
                    "capd_eye_contact",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_purposeful",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("capd_aware", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "capd_communicates",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_restless",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_inconsolable",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_underactive",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_slow_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("capd_score", models.IntegerField(blank=True, null=True)),
                (
                    "consciousness",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("seizure", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "motor_weakness",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cerebral_oedema",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "icans_steroids",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "icans_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical ICANS",
                "verbose_name_plural": "historical ICANS",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIECHS",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("iec_hs_onset_date", models.DateField(blank=True, null=True)),
                (
                    "ferritin_peak_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_baseline_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_criterion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatic_transaminases_gt_5x",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hypofibrinogenaemia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "fibrinogen_g_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hemophagocytosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "new_or_worse_cytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "triglycerides_mmol_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "sil2r_u_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alternative_cause_excluded",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "intervention_required",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "severe_not_life_threatening",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "life_threatening",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "iec_hs_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "iec_hs_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical IEC-HS",
                "verbose_name_plural": "historical IEC-HS",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportSaying",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("layout", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("column", "column"),
                            ("order", "order of days"),
                            ("word", "word"),
                        ],
                        max_length=10,
                    ),
                ),
                ("header", models.CharField(max_length=255)),
                ("word", models.CharField(blank=True, max_length=200)),
                ("meaning", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical remembered column or word",
                "verbose_name_plural": "historical remembered columns and words",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInfection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("infection_onset_date", models.DateField(blank=True, null=True)),
                ("infection_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "infection_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("organism", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "organism_other",
                    models.CharField(blank=True, max_length=100, null=True),
                ),
                (
                    "viral_reactivation_only",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "viral_load_iu_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=17, null=True
                    ),
                ),
                (
                    "infection_site",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("infection_grade", models.IntegerField(blank=True, null=True)),
                (
                    "infection_therapy",
                    models.CharField(blank=True, max_length=200, null=True),
                ),
                (
                    "infection_outcome",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Infection",
                "verbose_name_plural": "historical Infection",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInfusion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("course_no", models.IntegerField(blank=True, null=True)),
                ("infusion_date", models.DateField()),
                (
                    "dose_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "dose_flat_1e6",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("split", models.CharField(blank=True, max_length=40, null=True)),
                ("split_parts", models.JSONField(blank=True, null=True)),
                ("setting", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "performance_at_infusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("trial_no", models.CharField(blank=True, max_length=30, null=True)),
                ("indication", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical CAR-T infusion",
                "verbose_name_plural": "historical CAR-T infusion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLaboratory",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical laboratory",
                "verbose_name_plural": "historical laboratories",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLymphodepletion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("ld_regimen", models.CharField(blank=True, max_length=40, null=True)),
                ("ld_start", models.DateField(blank=True, null=True)),
                ("ld_end", models.DateField(blank=True, null=True)),
                (
                    "flu_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cy_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "vp16_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ldh",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "crp_mg_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Lymphodepletion",
                "verbose_name_plural": "historical Lymphodepletion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("data_manager", "data manager"),
                            ("investigator", "investigator"),
                            ("monitor", "monitor"),
                            ("statistician", "statistician"),
                            ("centre_administrator", "centre administrator"),
                            ("system_administrator", "system administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotices",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "days",
                    models.CharField(blank=True, max_length=7, verbose_name="days"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical calendar and digest",
                "verbose_name_plural": "historical calendar and digests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotTheSame",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical not the same patient",
                "verbose_name_plural": "historical not the same patient",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOtherToxicity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("tox_term", models.CharField(blank=True, max_length=40, null=True)),
                ("tox_grade", models.IntegerField(blank=True, null=True)),
                ("tox_onset_date", models.DateField(blank=True, null=True)),
                ("tox_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "tox_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("serious", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "organ_support",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Other toxicity",
                "verbose_name_plural": "historical Other toxicity",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPatient",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("study_no", models.CharField(max_length=20)),
                ("sex", models.CharField(max_length=40)),
                ("birth_date", models.DateField()),
                (
                    "consent_status",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("consent_date", models.DateField(blank=True, null=True)),
                (
                    "consent_scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("consent_withdrawn_date", models.DateField(blank=True, null=True)),
                (
                    "consent_withdrawn_scope",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("blood_group", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "height_cm",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("case_locked_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Patient",
                "verbose_name_plural": "historical Patient",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPatientIdentity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "family_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="family name"
                    ),
                ),
                (
                    "given_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="given name"
                    ),
                ),
                (
                    "family_name_latin",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        verbose_name="family name in Latin letters",
                    ),
                ),
                (
                    "given_name_latin",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        verbose_name="given name in Latin letters",
                    ),
                ),
                (
                    "hospital_no",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="hospital number"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical identity",
                "verbose_name_plural": "historical identity",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPatientTransfer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "study_no",
                    models.CharField(max_length=20, verbose_name="study number"),
                ),
                ("with_identity", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("requested", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical transfer",
                "verbose_name_plural": "historical transfers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPriorLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("line_no", models.IntegerField()),
                ("regimen", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "therapy_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("start_date", models.DateField(blank=True, null=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("cycles", models.IntegerField(blank=True, null=True)),
                (
                    "best_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("response_date", models.DateField(blank=True, null=True)),
                ("relapse_after_line_date", models.DateField(blank=True, null=True)),
                ("prior_hsct", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Prior line of therapy",
                "verbose_name_plural": "historical Prior line of therapy",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRelapse",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("relapse_date", models.DateField(blank=True, null=True)),
                (
                    "relapse_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "relapse_sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "relapse_bm_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "relapse_mrd_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "relapse_method",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "target_antigen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "car_t_detectable",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Relapse / progression",
                "verbose_name_plural": "historical Relapse / progression",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSecondMalignancy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "malignancy_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("malignancy_date", models.DateField(blank=True, null=True)),
                (
                    "malignancy_icd_o",
                    models.CharField(blank=True, max_length=7, null=True),
                ),
                (
                    "car_transgene",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "integration_site_analysis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "malignancy_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("reported_to_authority_date", models.DateField(blank=True, null=True)),
                ("rcl_test_date", models.DateField(blank=True, null=True)),
                ("rcl_result", models.CharField(blank=True, max_length=40, null=True)),
                ("pregnancy", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Second malignancy and vector safety",
                "verbose_name_plural": "historical Second malignancy and vector safety",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSOS",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("sos_onset_date", models.DateField(blank=True, null=True)),
                (
                    "bilirubin_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "painful_hepatomegaly",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatomegaly",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "weight_gain_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "weight_gain_3_days_despite_diuretics",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_rising_3_days",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_ge_2_within_72h",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("ascites", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "us_or_elastography_suggestive",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "haemodynamic_or_us_evidence",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "histology_proven",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hvpg_mm_hg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "refractory_thrombocytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "refractory_thrombocytopenia_days",
                    models.IntegerField(blank=True, null=True),
                ),
                (
                    "days_since_first_symptoms",
                    models.IntegerField(blank=True, null=True),
                ),
                (
                    "bilirubin_doubling_48h",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "transaminases_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "creatinine_x_baseline",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "multi_organ_dysfunction",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("sos_risk_factors_n", models.IntegerField(blank=True, null=True)),
                (
                    "gfr_ml_min",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "oxygen_requirement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("coagulation", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "ascites_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cognitive_impairment",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("defibrotide", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "sos_recorded_severity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("sos_outcome", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical SOS/VOD",
                "verbose_name_plural": "historical SOS/VOD",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSubsequentTherapy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("subsequent_start", models.DateField(blank=True, null=True)),
                (
                    "subsequent_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "subsequent_reason",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "subsequent_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Subsequent therapy",
                "verbose_name_plural": "historical Subsequent therapy",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTATMA",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("tma_onset_date", models.DateField(blank=True, null=True)),
                (
                    "tma_biopsy_proven",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("tma_anaemia", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "tma_thrombocytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_ldh_elevated",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_schistocytes",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_hypertension",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_sc5b9_elevated",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_proteinuria",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_high_risk",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("tma_outcome", models.CharField(blank=True, max_length=40, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical TA-TMA",
                "verbose_name_plural": "historical TA-TMA",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUser",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        db_index=True,
                        error_messages={
                            "unique": "A user with that username already exists."
                        },
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator()
                        ],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="first name"
                    ),
                ),
                (
                    "last_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="last name"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="email address"
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical user",
                "verbose_name_plural": "historical users",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HSCT",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("hsct_date", models.DateField()),
                ("hsct_no", models.IntegerField(blank=True, null=True)),
                ("hsct_type", models.CharField(blank=True, max_length=40, null=True)),
                ("hsct_reason", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "status_at_hsct",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("mrd_at_hsct", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "extramedullary_at_hsct",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("donor", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "donor_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("hla_match", models.CharField(blank=True, max_length=5, null=True)),
                (
                    "dsa_mfi",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "donor_age",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("donor_sex", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "donor_blood_group",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("abo_match", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "cmv_recipient",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("cmv_donor", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "ebv_recipient",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("graft", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "mnc_1e8_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd34_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cd3_1e8_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "conditioning",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("conditioning_start", models.DateField(blank=True, null=True)),
                ("intensity", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "tbi_gy",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "bu_mg_kg_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "gvhd_prophylaxis",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "atg_mg_kg_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("atg_brand", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "karnofsky_lansky",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "HSCT",
                "verbose_name_plural": "HSCT",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hsct_no__gte", 1), ("hsct_no__lte", 6)),
                        name="hsct_hsct_no_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hsct_type__in", ["allogeneic", "autologous"])
                        ),
                        name="hsct_hsct_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hsct_reason__in",
                                [
                                    "planned_consolidation",
                                    "mrd_positive",
                                    "relapse",
                                    "refractory",
                                    "graft_failure",
                                    "cytopenia",
                                    "new_malignancy",
                                    "chemotherapy_CR",
                                    "other",
                                ],
                            )
                        ),
                        name="hsct_hsct_reason_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status_at_hsct__in",
                                ["CR1", "CR2", "CR3+", "CR", "PR", "NR", "relapse"],
                            )
                        ),
                        name="hsct_status_at_hsct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mrd_at_hsct__in",
                                ["negative", "positive", "not_done", "not_evaluable"],
                            )
                        ),
                        name="hsct_mrd_at_hsct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "extramedullary_at_hsct__in",
                                ["none", "present", "resolved", "not_assessed"],
                            )
                        ),
                        name="hsct_extramedullary_at_hsct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "donor__in",
                                [
                                    "matched_sibling",
                                    "matched_related",
                                    "matched_unrelated",
                                    "mismatched_unrelated",
                                    "haploidentical",
                                    "cord",
                                    "syngeneic",
                                    "autologous",
                                ],
                            )
                        ),
                        name="hsct_donor_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "donor_relation__in",
                                [
                                    "sibling",
                                    "father",
                                    "mother",
                                    "child",
                                    "other_relative",
                                    "unrelated",
                                ],
                            )
                        ),
                        name="hsct_donor_relation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hla_match__regex", "^(([4-9]|1[0-2])/(6|8|10|12))$")
                        ),
                        name="hsct_hla_match_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dsa_mfi__gte", Decimal("0")),
                            ("dsa_mfi__lte", Decimal("50000")),
                        ),
                        name="hsct_dsa_mfi_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("donor_age__gte", Decimal("0")),
                            ("donor_age__lte", Decimal("80")),
                        ),
                        name="hsct_donor_age_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("donor_sex__in", ["M", "F", "X"])),
                        name="hsct_donor_sex_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "donor_blood_group__in",
                                ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"],
                            )
                        ),
                        name="hsct_donor_blood_group_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "abo_match__in",
                                ["match", "minor", "major", "bidirectional"],
                            )
                        ),
                        name="hsct_abo_match_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cmv_recipient__in", ["positive", "negative", "not_done"])
                        ),
                        name="hsct_cmv_recipient_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cmv_donor__in", ["positive", "negative", "not_done"])
                        ),
                        name="hsct_cmv_donor_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ebv_recipient__in", ["positive", "negative", "not_done"])
                        ),
                        name="hsct_ebv_recipient_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "graft__in",
                                [
                                    "BM",
                                    "PBSC",
                                    "BM+PBSC",
                                    "cord",
                                    "BM+cord",
                                    "PBSC+cord",
                                ],
                            )
                        ),
                        name="hsct_graft_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mnc_1e8_per_kg__gte", Decimal("0")),
                            ("mnc_1e8_per_kg__lte", Decimal("100")),
                        ),
                        name="hsct_mnc_1e8_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cd34_1e6_per_kg__gt", Decimal("0")),
                            ("cd34_1e6_per_kg__lte", Decimal("50")),
                        ),
                        name="hsct_cd34_1e6_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cd3_1e8_per_kg__gte", Decimal("0")),
                            ("cd3_1e8_per_kg__lte", Decimal("50")),
                        ),
                        name="hsct_cd3_1e8_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "conditioning__in",
                                [
                                    "TBI/Cy",
                                    "TBI/Flu",
                                    "TBI/VP16",
                                    "Bu/Cy",
                                    "Bu/Flu",
                                    "Flu/Mel",
                                    "TT",
                                    "Treo/Flu",
                                    "BEAM",
                                    "Mel200",
                                    "none",
                                    "other",
                                ],
                            )
                        ),
                        name="hsct_conditioning_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "conditioning_start"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__conditioning_start__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("conditioning_start__isnull", True),
                                models.Q(
                                    ("absent__has_key", "conditioning_start"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="hsct_conditioning_start_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("intensity__in", ["MAC", "RIC", "NMA", "none"])
                        ),
                        name="hsct_intensity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tbi_gy__gte", Decimal("0")),
                            ("tbi_gy__lte", Decimal("16")),
                        ),
                        name="hsct_tbi_gy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bu_mg_kg_total__gte", Decimal("0")),
                            ("bu_mg_kg_total__lte", Decimal("20")),
                        ),
                        name="hsct_bu_mg_kg_total_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gvhd_prophylaxis__contained_by",
                                [
                                    "CsA",
                                    "tacrolimus",
                                    "sirolimus",
                                    "MMF",
                                    "MTX",
                                    "ATG",
                                    "PTCy",
                                    "ruxolitinib",
                                    "abatacept",
                                    "basiliximab",
                                    "alemtuzumab",
                                    "ex_vivo_TCD",
                                    "none",
                                    "other",
                                ],
                            )
                        ),
                        name="hsct_gvhd_prophylaxis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("atg_mg_kg_total__gte", Decimal("0")),
                            ("atg_mg_kg_total__lte", Decimal("100")),
                        ),
                        name="hsct_atg_mg_kg_total_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "atg_brand__in",
                                ["thymoglobulin", "grafalon", "porcine_ALG", "other"],
                            )
                        ),
                        name="hsct_atg_brand_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "karnofsky_lansky__in",
                                [
                                    "100",
                                    "90",
                                    "80",
                                    "70",
                                    "60",
                                    "50",
                                    "40",
                                    "30",
                                    "20",
                                    "10",
                                    "0",
                                ],
                            )
                        ),
                        name="hsct_karnofsky_lansky_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="hsct_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="hsct_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ICANSEpisode",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                (
                    "icans_occurred",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("icans_onset_date", models.DateField(blank=True, null=True)),
                ("icans_resolved_date", models.DateField(blank=True, null=True)),
                ("ice_orientation", models.IntegerField(blank=True, null=True)),
                ("ice_naming", models.IntegerField(blank=True, null=True)),
                ("ice_commands", models.IntegerField(blank=True, null=True)),
                ("ice_writing", models.IntegerField(blank=True, null=True)),
                ("ice_attention", models.IntegerField(blank=True, null=True)),
                ("ice_score", models.IntegerField(blank=True, null=True)),
                (
                    "capd_eye_contact",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_purposeful",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("capd_aware", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "capd_communicates",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_restless",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_inconsolable",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_underactive",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "capd_slow_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("capd_score", models.IntegerField(blank=True, null=True)),
                (
                    "consciousness",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("seizure", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "motor_weakness",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cerebral_oedema",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "icans_steroids",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "icans_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "ICANS",
                "verbose_name_plural": "ICANS",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("icans_occurred__in", ["yes", "no", "unknown"])
                        ),
                        name="icans_episode_icans_occurred_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "icans_onset_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__icans_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("icans_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "icans_onset_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="icans_episode_icans_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "icans_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__icans_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("icans_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "icans_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="icans_episode_icans_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_orientation__gte", 0), ("ice_orientation__lte", 4)
                        ),
                        name="icans_episode_ice_orientation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_naming__gte", 0), ("ice_naming__lte", 3)
                        ),
                        name="icans_episode_ice_naming_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_commands__gte", 0), ("ice_commands__lte", 1)
                        ),
                        name="icans_episode_ice_commands_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_writing__gte", 0), ("ice_writing__lte", 1)
                        ),
                        name="icans_episode_ice_writing_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_attention__gte", 0), ("ice_attention__lte", 1)
                        ),
                        name="icans_episode_ice_attention_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ice_score__gte", 0), ("ice_score__lte", 10)
                        ),
                        name="icans_episode_ice_score_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_eye_contact__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_eye_contact_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_purposeful__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_purposeful_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_aware__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_aware_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_communicates__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_communicates_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_restless__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_restless_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_inconsolable__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_inconsolable_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_underactive__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_underactive_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capd_slow_response__in",
                                ["never", "rarely", "sometimes", "often", "always"],
                            )
                        ),
                        name="icans_episode_capd_slow_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capd_score__gte", 0), ("capd_score__lte", 32)
                        ),
                        name="icans_episode_capd_score_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "consciousness__in",
                                [
                                    "awake",
                                    "awakens_spontaneously",
                                    "awakens_to_voice",
                                    "awakens_to_touch",
                                    "unarousable",
                                ],
                            )
                        ),
                        name="icans_episode_consciousness_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seizure__in", ["none", "brief", "prolonged"])
                        ),
                        name="icans_episode_seizure_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("motor_weakness__in", ["yes", "no"])),
                        name="icans_episode_motor_weakness_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cerebral_oedema__in", ["none", "focal", "diffuse"])
                        ),
                        name="icans_episode_cerebral_oedema_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("icans_steroids__in", ["yes", "no"])),
                        name="icans_episode_icans_steroids_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("icans_recorded_grade__in", ["0", "1", "2", "3", "4", "5"])
                        ),
                        name="icans_episode_icans_recorded_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="icans_episode_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="icans_episode_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IECHS",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("iec_hs_onset_date", models.DateField(blank=True, null=True)),
                (
                    "ferritin_peak_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_baseline_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_criterion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatic_transaminases_gt_5x",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hypofibrinogenaemia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "fibrinogen_g_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "hemophagocytosis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "new_or_worse_cytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "triglycerides_mmol_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "sil2r_u_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "alternative_cause_excluded",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "intervention_required",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "severe_not_life_threatening",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "life_threatening",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "iec_hs_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "iec_hs_recorded_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "IEC-HS",
                "verbose_name_plural": "IEC-HS",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("iec_hs_onset_date__isnull", False),
                            ("as_entered__has_key", "iec_hs_onset_date"),
                            ("absent__has_key", "iec_hs_onset_date"),
                            _connector="OR",
                        ),
                        name="iec_hs_iec_hs_onset_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "iec_hs_onset_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__iec_hs_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("iec_hs_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "iec_hs_onset_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="iec_hs_iec_hs_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ferritin_peak_ng_ml__gte", Decimal("0")),
                            ("ferritin_peak_ng_ml__lte", Decimal("1000000")),
                        ),
                        name="iec_hs_ferritin_peak_ng_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "ferritin_peak_ng_ml"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__ferritin_peak_ng_ml__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µg/L)$",
                                ),
                                ("ferritin_peak_ng_ml__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="iec_hs_ferritin_peak_ng_ml_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ferritin_baseline_ng_ml__gte", Decimal("0")),
                            ("ferritin_baseline_ng_ml__lte", Decimal("1000000")),
                        ),
                        name="iec_hs_ferritin_baseline_ng_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "ferritin_baseline_ng_ml"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__ferritin_baseline_ng_ml__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µg/L)$",
                                ),
                                ("ferritin_baseline_ng_ml__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="iec_hs_ferritin_baseline_ng_ml_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ferritin_criterion__in", ["yes", "no"])),
                        name="iec_hs_ferritin_criterion_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hepatic_transaminases_gt_5x__in", ["yes", "no"])
                        ),
                        name="iec_hs_hepatic_transaminases_gt_5x_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hypofibrinogenaemia__in", ["yes", "no"])),
                        name="iec_hs_hypofibrinogenaemia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fibrinogen_g_l__gte", Decimal("0")),
                            ("fibrinogen_g_l__lte", Decimal("15")),
                        ),
                        name="iec_hs_fibrinogen_g_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "fibrinogen_g_l"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__fibrinogen_g_l__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (mg/dL)$",
                                ),
                                ("fibrinogen_g_l__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="iec_hs_fibrinogen_g_l_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hemophagocytosis__in", ["yes", "no", "unknown"])
                        ),
                        name="iec_hs_hemophagocytosis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("new_or_worse_cytopenia__in", ["yes", "no"])
                        ),
                        name="iec_hs_new_or_worse_cytopenia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("triglycerides_mmol_l__gte", Decimal("0")),
                            ("triglycerides_mmol_l__lte", Decimal("100")),
                        ),
                        name="iec_hs_triglycerides_mmol_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sil2r_u_ml__gte", Decimal("0")),
                            ("sil2r_u_ml__lte", Decimal("1000000")),
                        ),
                        name="iec_hs_sil2r_u_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alternative_cause_excluded__in", ["yes", "no"])
                        ),
                        name="iec_hs_alternative_cause_excluded_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("intervention_required__in", ["yes", "no"])
                        ),
                        name="iec_hs_intervention_required_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severe_not_life_threatening__in", ["yes", "no"])
                        ),
                        name="iec_hs_severe_not_life_threatening_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("life_threatening__in", ["yes", "no"])),
                        name="iec_hs_life_threatening_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "iec_hs_therapy__contained_by",
                                [
                                    "steroids",
                                    "anakinra",
                                    "ruxolitinib",
                                    "emapalumab",
                                    "etoposide",
                                    "tocilizumab",
                                    "dasatinib",
                                    "CAR_ablation",
                                    "other",
                                ],
                            )
                        ),
                        name="iec_hs_iec_hs_therapy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "iec_hs_recorded_grade__in",
                                ["0", "1", "2", "3", "4", "5"],
                            )
                        ),
                        name="iec_hs_iec_hs_recorded_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="iec_hs_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="iec_hs_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
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
                ("file_name", models.CharField(max_length=255)),
                ("content", models.BinaryField()),
                ("report", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("committed_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ImportSaying",
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
                ("layout", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("column", "column"),
                            ("order", "order of days"),
                            ("word", "word"),
                        ],
                        max_length=10,
                    ),
                ),
                ("header", models.CharField(max_length=255)),
                ("word", models.CharField(blank=True, max_length=200)),
                ("meaning", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_sayings",
                        to="registry.centre",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "remembered column or word",
                "verbose_name_plural": "remembered columns and words",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "layout", "source", "kind", "header", "word"),
                        name="import_saying_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Infection",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("infection_onset_date", models.DateField(blank=True, null=True)),
                ("infection_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "infection_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("organism", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "organism_other",
                    models.CharField(blank=True, max_length=100, null=True),
                ),
                (
                    "viral_reactivation_only",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "viral_load_iu_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=17, null=True
                    ),
                ),
                (
                    "infection_site",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("infection_grade", models.IntegerField(blank=True, null=True)),
                (
                    "infection_therapy",
                    models.CharField(blank=True, max_length=200, null=True),
                ),
                (
                    "infection_outcome",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Infection",
                "verbose_name_plural": "Infection",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("infection_onset_date__isnull", False),
                            ("as_entered__has_key", "infection_onset_date"),
                            ("absent__has_key", "infection_onset_date"),
                            _connector="OR",
                        ),
                        name="infection_infection_onset_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "infection_onset_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__infection_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("infection_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "infection_onset_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="infection_infection_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "infection_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__infection_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("infection_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "infection_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="infection_infection_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "infection_type__in",
                                [
                                    "bacterial",
                                    "viral",
                                    "fungal",
                                    "parasitic",
                                    "unidentified",
                                    "fuo",
                                ],
                            )
                        ),
                        name="infection_infection_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "organism__in",
                                [
                                    "CMV",
                                    "EBV",
                                    "HHV6",
                                    "HHV7",
                                    "ADV",
                                    "BKV",
                                    "JCV",
                                    "HSV",
                                    "VZV",
                                    "HBV",
                                    "SARS_CoV_2",
                                    "influenza",
                                    "RSV",
                                    "E_coli",
                                    "Klebsiella",
                                    "Pseudomonas",
                                    "Staph_aureus",
                                    "CoNS",
                                    "Enterococcus",
                                    "TB",
                                    "C_difficile",
                                    "Candida",
                                    "Aspergillus",
                                    "Mucorales",
                                    "PJP",
                                    "Toxoplasma",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="infection_organism_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("viral_reactivation_only__in", ["yes", "no"])
                        ),
                        name="infection_viral_reactivation_only_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("viral_load_iu_ml__gte", Decimal("0")),
                            ("viral_load_iu_ml__lte", Decimal("10000000000")),
                        ),
                        name="infection_viral_load_iu_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "infection_site__contained_by",
                                [
                                    "blood",
                                    "lung",
                                    "upper_resp",
                                    "GI",
                                    "urinary",
                                    "CNS",
                                    "skin",
                                    "liver",
                                    "catheter",
                                    "eye",
                                    "disseminated",
                                    "other",
                                ],
                            )
                        ),
                        name="infection_infection_site_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("infection_grade__gte", 1), ("infection_grade__lte", 5)
                        ),
                        name="infection_infection_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "infection_outcome__in",
                                [
                                    "resolved",
                                    "ongoing",
                                    "resolved_sequelae",
                                    "fatal",
                                    "unknown",
                                ],
                            )
                        ),
                        name="infection_infection_outcome_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="infection_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="infection_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Infusion",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("course_no", models.IntegerField(blank=True, null=True)),
                ("infusion_date", models.DateField()),
                (
                    "dose_1e6_per_kg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "dose_flat_1e6",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                ("split", models.CharField(blank=True, max_length=40, null=True)),
                ("split_parts", models.JSONField(blank=True, null=True)),
                ("setting", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "performance_at_infusion",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("trial_no", models.CharField(blank=True, max_length=30, null=True)),
                ("indication", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "CAR-T infusion",
                "verbose_name_plural": "CAR-T infusion",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("course_no__gte", 1), ("course_no__lte", 10)
                        ),
                        name="infusion_course_no_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose_1e6_per_kg__gt", Decimal("0")),
                            ("dose_1e6_per_kg__lte", Decimal("1000")),
                        ),
                        name="infusion_dose_1e6_per_kg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose_flat_1e6__gt", Decimal("0")),
                            ("dose_flat_1e6__lte", Decimal("20000")),
                        ),
                        name="infusion_dose_flat_1e6_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("split__in", ["yes", "no"])),
                        name="infusion_split_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("split_parts"),
                                models.Value('strict $ ? (@.type() != "array")'),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("split_parts"),
                                models.Value('strict $[*] ? (@.type() != "object")'),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("split_parts"),
                                models.Value(
                                    '$[*].keyvalue() ? (!(@.key == "split_day" || @.key == "split_pct"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("split_parts"),
                                models.Value(
                                    '$[*]."split_day" ? (@.type() != "number" || @ < 0 || @ > 14)'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                            models.Func(
                                models.F("split_parts"),
                                models.Value(
                                    '$[*]."split_pct" ? (@.type() != "number" || @ < 0 || @ > 100)'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            ),
                        ),
                        name="infusion_split_parts_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("setting__in", ["inpatient", "outpatient"])
                        ),
                        name="infusion_setting_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "performance_at_infusion__in",
                                [
                                    "100",
                                    "90",
                                    "80",
                                    "70",
                                    "60",
                                    "50",
                                    "40",
                                    "30",
                                    "20",
                                    "10",
                                    "0",
                                ],
                            )
                        ),
                        name="infusion_performance_at_infusion_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "indication__in",
                                ["standard_of_care", "trial", "compassionate"],
                            )
                        ),
                        name="infusion_indication_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="infusion_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="infusion_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Laboratory",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="laboratories",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "laboratory",
                "verbose_name_plural": "laboratories",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "name"), name="laboratory_of_centre"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalNormalRange",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "analyte",
                    models.CharField(
                        choices=[
                            ("ast", "AST"),
                            ("alt", "ALT"),
                            ("alp", "Alkaline phosphatase"),
                            ("bilirubin", "Total bilirubin"),
                            ("creatinine", "Creatinine"),
                            ("ldh", "LDH"),
                            ("ferritin", "Ferritin"),
                            ("sc5b9", "sC5b-9"),
                        ],
                        max_length=20,
                        verbose_name="analyte",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("U/L", "U/L"),
                            ("µkat/L", "µkat/L"),
                            ("µmol/L", "µmol/L"),
                            ("mg/dL", "mg/dL"),
                            ("ng/mL", "ng/mL"),
                            ("µg/L", "µg/L"),
                            ("ng/L", "ng/L"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "lower",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=10,
                        null=True,
                        verbose_name="lower limit",
                    ),
                ),
                (
                    "upper",
                    models.DecimalField(
                        decimal_places=3, max_digits=10, verbose_name="upper limit"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("M", "Male"),
                            ("F", "Female"),
                            ("X", "Other/undetermined"),
                        ],
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from age"
                    ),
                ),
                (
                    "age_to",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="to age"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid to"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.laboratory",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical normal range",
                "verbose_name_plural": "historical normal ranges",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lymphodepletion",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "course_no",
                    models.PositiveSmallIntegerField(default=1, verbose_name="course"),
                ),
                ("ld_regimen", models.CharField(blank=True, max_length=40, null=True)),
                ("ld_start", models.DateField(blank=True, null=True)),
                ("ld_end", models.DateField(blank=True, null=True)),
                (
                    "flu_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "cy_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "vp16_mg_m2_total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ldh",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "ferritin_ng_ml",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "crp_mg_l",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Lymphodepletion",
                "verbose_name_plural": "Lymphodepletion",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ld_regimen__in",
                                [
                                    "Flu_Cy",
                                    "Flu_Cy_VP16",
                                    "Cy",
                                    "Flu",
                                    "bendamustine",
                                    "none",
                                    "other",
                                ],
                            )
                        ),
                        name="lymphodepletion_ld_regimen_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "ld_start"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__ld_start__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("ld_start__isnull", True),
                                models.Q(
                                    ("absent__has_key", "ld_start"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="lymphodepletion_ld_start_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_entered__has_key", "ld_end"), _negated=True),
                            models.Q(
                                (
                                    "as_entered__ld_end__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("ld_end__isnull", True),
                                models.Q(("absent__has_key", "ld_end"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lymphodepletion_ld_end_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("flu_mg_m2_total__gte", Decimal("0")),
                            ("flu_mg_m2_total__lte", Decimal("300")),
                        ),
                        name="lymphodepletion_flu_mg_m2_total_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cy_mg_m2_total__gte", Decimal("0")),
                            ("cy_mg_m2_total__lte", Decimal("10000")),
                        ),
                        name="lymphodepletion_cy_mg_m2_total_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vp16_mg_m2_total__gte", Decimal("0")),
                            ("vp16_mg_m2_total__lte", Decimal("2000")),
                        ),
                        name="lymphodepletion_vp16_mg_m2_total_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ldh__gte", Decimal("10")), ("ldh__lte", Decimal("30000"))
                        ),
                        name="lymphodepletion_ldh_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ferritin_ng_ml__gte", Decimal("0")),
                            ("ferritin_ng_ml__lte", Decimal("1000000")),
                        ),
                        name="lymphodepletion_ferritin_ng_ml_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "ferritin_ng_ml"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__ferritin_ng_ml__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µg/L)$",
                                ),
                                ("ferritin_ng_ml__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lymphodepletion_ferritin_ng_ml_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("crp_mg_l__gte", Decimal("0")),
                            ("crp_mg_l__lte", Decimal("1000")),
                        ),
                        name="lymphodepletion_crp_mg_l_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "crp_mg_l"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__crp_mg_l__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (mg/dL)$",
                                ),
                                ("crp_mg_l__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lymphodepletion_crp_mg_l_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="lymphodepletion_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="lymphodepletion_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("data_manager", "data manager"),
                            ("investigator", "investigator"),
                            ("monitor", "monitor"),
                            ("statistician", "statistician"),
                            ("centre_administrator", "centre administrator"),
                            ("system_administrator", "system administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="registry.centre",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "role", "centre"),
                        name="membership_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("centre__isnull", True),
                                (
                                    "role__in",
                                    [
                                        registry.access.policy.Role["STATISTICIAN"],
                                        registry.access.policy.Role[
                                            "SYSTEM_ADMINISTRATOR"
                                        ],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("centre__isnull", False),
                                models.Q(
                                    (
                                        "role",
                                        registry.access.policy.Role[
                                            "SYSTEM_ADMINISTRATOR"
                                        ],
                                    ),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="membership_centre",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NormalRange",
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
                (
                    "analyte",
                    models.CharField(
                        choices=[
                            ("ast", "AST"),
                            ("alt", "ALT"),
                            ("alp", "Alkaline phosphatase"),
                            ("bilirubin", "Total bilirubin"),
                            ("creatinine", "Creatinine"),
                            ("ldh", "LDH"),
                            ("ferritin", "Ferritin"),
                            ("sc5b9", "sC5b-9"),
                        ],
                        max_length=20,
                        verbose_name="analyte",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("U/L", "U/L"),
                            ("µkat/L", "µkat/L"),
                            ("µmol/L", "µmol/L"),
                            ("mg/dL", "mg/dL"),
                            ("ng/mL", "ng/mL"),
                            ("µg/L", "µg/L"),
                            ("ng/L", "ng/L"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "lower",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=10,
                        null=True,
                        verbose_name="lower limit",
                    ),
                ),
                (
                    "upper",
                    models.DecimalField(
                        decimal_places=3, max_digits=10, verbose_name="upper limit"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("M", "Male"),
                            ("F", "Female"),
                            ("X", "Other/undetermined"),
                        ],
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from age"
                    ),
                ),
                (
                    "age_to",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="to age"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid to"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "laboratory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="registry.laboratory",
                    ),
                ),
            ],
            options={
                "verbose_name": "normal range",
                "verbose_name_plural": "normal ranges",
                "ordering": ("analyte", "-valid_from", "sex", "age_from"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("upper__gt", 0)), name="range_upper"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lower__isnull", True),
                            ("lower__lt", models.F("upper")),
                            _connector="OR",
                        ),
                        name="range_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="range_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("age_from__isnull", True),
                            ("age_to__isnull", True),
                            ("age_to__gte", models.F("age_from")),
                            _connector="OR",
                        ),
                        name="range_ages",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notices",
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
                ("calendar_key", models.CharField(blank=True, max_length=43)),
                (
                    "days",
                    models.CharField(blank=True, max_length=7, verbose_name="days"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar and digest",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__regex", "^1?2?3?4?5?6?7?$")),
                        name="notices_days",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotTheSame",
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
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "not the same patient",
                "verbose_name_plural": "not the same patient",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("one", "other"), name="decided_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="decided_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherToxicity",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("tox_term", models.CharField(blank=True, max_length=40, null=True)),
                ("tox_grade", models.IntegerField(blank=True, null=True)),
                ("tox_onset_date", models.DateField(blank=True, null=True)),
                ("tox_resolved_date", models.DateField(blank=True, null=True)),
                (
                    "tox_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("serious", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "organ_support",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Other toxicity",
                "verbose_name_plural": "Other toxicity",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tox_onset_date__isnull", False),
                            ("as_entered__has_key", "tox_onset_date"),
                            ("absent__has_key", "tox_onset_date"),
                            _connector="OR",
                        ),
                        name="other_toxicity_tox_onset_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tox_term__in",
                                [
                                    "TLS",
                                    "coagulopathy",
                                    "cardiac",
                                    "renal",
                                    "hepatic",
                                    "pulmonary",
                                    "GI",
                                    "pancreatitis",
                                    "haemorrhagic_cystitis",
                                    "PRES",
                                    "LCNT",
                                    "capillary_leak",
                                    "LIIRS",
                                    "other",
                                ],
                            )
                        ),
                        name="other_toxicity_tox_term_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tox_grade__gte", 1), ("tox_grade__lte", 5)
                        ),
                        name="other_toxicity_tox_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "tox_onset_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__tox_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("tox_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "tox_onset_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="other_toxicity_tox_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "tox_resolved_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__tox_resolved_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("tox_resolved_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "tox_resolved_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="other_toxicity_tox_resolved_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tox_relation__in",
                                [
                                    "related",
                                    "possible",
                                    "unlikely",
                                    "unrelated",
                                    "unknown",
                                ],
                            )
                        ),
                        name="other_toxicity_tox_relation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serious__in", ["yes", "no"])),
                        name="other_toxicity_serious_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "organ_support__contained_by",
                                [
                                    "none",
                                    "ICU",
                                    "dialysis",
                                    "ventilation",
                                    "ECMO",
                                    "plasma_exchange",
                                ],
                            )
                        ),
                        name="other_toxicity_organ_support_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="other_toxicity_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="other_toxicity_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientIdentity",
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
                (
                    "family_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="family name"
                    ),
                ),
                (
                    "given_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="given name"
                    ),
                ),
                (
                    "family_name_latin",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        verbose_name="family name in Latin letters",
                    ),
                ),
                (
                    "given_name_latin",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        verbose_name="given name in Latin letters",
                    ),
                ),
                (
                    "hospital_no",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="hospital number"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "patient",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "identity",
                "verbose_name_plural": "identity",
            },
        ),
        migrations.CreateModel(
            name="IdentityKey",
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
                ("key", models.TextField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="registry.patientidentity",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["centre", "key"],
                        name="identity_key_begins",
                        opclasses=("int8_ops", "text_pattern_ops"),
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identity", "key"), name="identity_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="identity_key_says",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientTransfer",
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
                (
                    "study_no",
                    models.CharField(max_length=20, verbose_name="study number"),
                ),
                ("with_identity", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("requested", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="registry.patient",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "requested")),
                        fields=("patient",),
                        name="transfer_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_centre", models.F("to_centre")), _negated=True
                        ),
                        name="transfer_elsewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pending",
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
                ("change_id", models.BigIntegerField()),
                ("patient_id", models.BigIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "pending change",
                "indexes": [
                    models.Index(fields=["patient_id"], name="pending_patient")
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorLine",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("line_no", models.IntegerField()),
                ("regimen", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "therapy_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("start_date", models.DateField(blank=True, null=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("cycles", models.IntegerField(blank=True, null=True)),
                (
                    "best_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("response_date", models.DateField(blank=True, null=True)),
                ("relapse_after_line_date", models.DateField(blank=True, null=True)),
                ("prior_hsct", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Prior line of therapy",
                "verbose_name_plural": "Prior line of therapy",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("line_no__gte", 1), ("line_no__lte", 20)),
                        name="prior_line_line_no_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "therapy_class__contained_by",
                                [
                                    "chemotherapy",
                                    "steroids",
                                    "radiotherapy",
                                    "intrathecal",
                                    "blinatumomab",
                                    "inotuzumab",
                                    "daratumumab",
                                    "nelarabine",
                                    "venetoclax",
                                    "TKI",
                                    "HMA",
                                    "HDACi",
                                    "proteasome",
                                    "IMiD",
                                    "CAR_T",
                                    "DLI",
                                    "HSCT",
                                    "checkpoint",
                                    "ruxolitinib",
                                    "trial",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="prior_line_therapy_class_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "start_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__start_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("start_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "start_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="prior_line_start_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "end_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__end_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("end_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "end_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="prior_line_end_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycles__gte", 1), ("cycles__lte", 40)),
                        name="prior_line_cycles_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "best_response__in",
                                [
                                    "CR",
                                    "CRh",
                                    "CRi",
                                    "MLFS",
                                    "PR",
                                    "NR",
                                    "relapse",
                                    "not_evaluable",
                                ],
                            )
                        ),
                        name="prior_line_best_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "response_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__response_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("response_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "response_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="prior_line_response_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "relapse_after_line_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__relapse_after_line_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("relapse_after_line_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "relapse_after_line_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="prior_line_relapse_after_line_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "prior_hsct__in",
                                ["none", "autologous", "allogeneic", "both"],
                            )
                        ),
                        name="prior_line_prior_hsct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="prior_line_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="prior_line_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueryEntry",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("assigned", "assigned"),
                            ("commented", "commented"),
                            ("answered", "answered"),
                            ("confirmed", "confirmed"),
                            ("sent_back", "sent back"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                            ("corrected", "closed by itself"),
                            ("recurred", "reopened by itself"),
                            ("changed", "asked again"),
                        ],
                        max_length=9,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                ("about", models.JSONField(blank=True, default=dict)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registry.dataquery",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a query",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Relapse",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("relapse_date", models.DateField(blank=True, null=True)),
                (
                    "relapse_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "relapse_sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "relapse_bm_blasts_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "relapse_mrd_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "relapse_method",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "target_antigen",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "car_t_detectable",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Relapse / progression",
                "verbose_name_plural": "Relapse / progression",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "relapse_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__relapse_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("relapse_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "relapse_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="relapse_relapse_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relapse_date__isnull", False),
                            ("as_entered__has_key", "relapse_date"),
                            ("absent__has_key", "relapse_date"),
                            _connector="OR",
                        ),
                        name="relapse_relapse_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "relapse_type__in",
                                [
                                    "molecular",
                                    "haematological",
                                    "extramedullary",
                                    "combined",
                                    "progression",
                                ],
                            )
                        ),
                        name="relapse_relapse_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "relapse_sites__contained_by",
                                [
                                    "mediastinum",
                                    "lymph_node",
                                    "CNS",
                                    "testis",
                                    "liver",
                                    "spleen",
                                    "kidney",
                                    "skin",
                                    "bone",
                                    "pleura_pericardium",
                                    "breast_ovary",
                                    "soft_tissue",
                                    "other",
                                ],
                            )
                        ),
                        name="relapse_relapse_sites_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relapse_bm_blasts_pct__gte", Decimal("0")),
                            ("relapse_bm_blasts_pct__lte", Decimal("100")),
                        ),
                        name="relapse_relapse_bm_blasts_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relapse_mrd_pct__gte", Decimal("0")),
                            ("relapse_mrd_pct__lte", Decimal("100")),
                        ),
                        name="relapse_relapse_mrd_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "relapse_method__contained_by",
                                [
                                    "morphology",
                                    "flow",
                                    "PCR",
                                    "NGS",
                                    "imaging",
                                    "biopsy",
                                    "CSF",
                                ],
                            )
                        ),
                        name="relapse_relapse_method_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "target_antigen__in",
                                [
                                    "positive",
                                    "negative",
                                    "dim",
                                    "lineage_switch",
                                    "not_tested",
                                ],
                            )
                        ),
                        name="relapse_target_antigen_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("car_t_detectable__in", ["yes", "no", "unknown"])
                        ),
                        name="relapse_car_t_detectable_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="relapse_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="relapse_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledVisit",
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
                ("track", models.CharField(max_length=10)),
                ("number", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=10)),
                ("day_zero", models.DateField()),
                ("due_on", models.DateField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("optional", models.BooleanField(default=False)),
                ("safety", models.BooleanField(default=False)),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        default=list,
                        size=None,
                    ),
                ),
                ("answered", models.CharField(blank=True, max_length=30)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("ended", models.CharField(blank=True, max_length=20)),
                ("ended_on", models.DateField(null=True)),
                ("ended_no", models.PositiveSmallIntegerField(null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered", ""), ("ended", "")),
                        fields=["centre", "closes_on", "id"],
                        include=("opens_on", "optional", "patient"),
                        name="visit_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("patient", "track", "number", "code"), name="visit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__gte", models.F("due_on")),
                            ("opens_on__lte", models.F("due_on")),
                        ),
                        name="visit_in_window",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondMalignancy",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "malignancy_type",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("malignancy_date", models.DateField(blank=True, null=True)),
                (
                    "malignancy_icd_o",
                    models.CharField(blank=True, max_length=7, null=True),
                ),
                (
                    "car_transgene",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "integration_site_analysis",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "malignancy_relation",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("reported_to_authority_date", models.DateField(blank=True, null=True)),
                ("rcl_test_date", models.DateField(blank=True, null=True)),
                ("rcl_result", models.CharField(blank=True, max_length=40, null=True)),
                ("pregnancy", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Second malignancy and vector safety",
                "verbose_name_plural": "Second malignancy and vector safety",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "malignancy_type__in",
                                [
                                    "T_cell_lymphoma",
                                    "MDS",
                                    "AML",
                                    "PTLD",
                                    "other_haem",
                                    "skin_nonmelanoma",
                                    "melanoma",
                                    "solid",
                                    "CNS",
                                ],
                            )
                        ),
                        name="second_malignancy_malignancy_type_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "malignancy_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__malignancy_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("malignancy_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "malignancy_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="second_malignancy_malignancy_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("malignancy_icd_o__regex", "^([CM]?\\d{4}/\\d)$")
                        ),
                        name="second_malignancy_malignancy_icd_o_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "car_transgene__in",
                                ["positive", "negative", "pending", "not_tested"],
                            )
                        ),
                        name="second_malignancy_car_transgene_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "integration_site_analysis__in",
                                ["clonal", "polyclonal", "not_done", "pending"],
                            )
                        ),
                        name="second_malignancy_integration_site_analysis_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "malignancy_relation__in",
                                [
                                    "related",
                                    "possible",
                                    "unlikely",
                                    "unrelated",
                                    "unknown",
                                ],
                            )
                        ),
                        name="second_malignancy_malignancy_relation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "reported_to_authority_date"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__reported_to_authority_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("reported_to_authority_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "reported_to_authority_date"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="second_malignancy_reported_to_authority_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "rcl_test_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__rcl_test_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("rcl_test_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "rcl_test_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="second_malignancy_rcl_test_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rcl_result__in", ["negative", "positive", "pending"])
                        ),
                        name="second_malignancy_rcl_result_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pregnancy__in", ["yes", "no", "unknown"])),
                        name="second_malignancy_pregnancy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="second_malignancy_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="second_malignancy_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SOS",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("sos_onset_date", models.DateField(blank=True, null=True)),
                (
                    "bilirubin_mg_dl",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "painful_hepatomegaly",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hepatomegaly",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "weight_gain_pct",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "weight_gain_3_days_despite_diuretics",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_rising_3_days",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "bilirubin_ge_2_within_72h",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("ascites", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "us_or_elastography_suggestive",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "haemodynamic_or_us_evidence",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "histology_proven",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "hvpg_mm_hg",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "refractory_thrombocytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "refractory_thrombocytopenia_days",
                    models.IntegerField(blank=True, null=True),
                ),
                (
                    "days_since_first_symptoms",
                    models.IntegerField(blank=True, null=True),
                ),
                (
                    "bilirubin_doubling_48h",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "transaminases_x_uln",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "creatinine_x_baseline",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "multi_organ_dysfunction",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("sos_risk_factors_n", models.IntegerField(blank=True, null=True)),
                (
                    "gfr_ml_min",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=16, null=True
                    ),
                ),
                (
                    "oxygen_requirement",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("coagulation", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "ascites_grade",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "cognitive_impairment",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("defibrotide", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "sos_recorded_severity",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("sos_outcome", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "SOS/VOD",
                "verbose_name_plural": "SOS/VOD",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sos_onset_date__isnull", False),
                            ("as_entered__has_key", "sos_onset_date"),
                            ("absent__has_key", "sos_onset_date"),
                            _connector="OR",
                        ),
                        name="sos_vod_sos_onset_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "sos_onset_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__sos_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("sos_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "sos_onset_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="sos_vod_sos_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_mg_dl__gte", Decimal("0")),
                            ("bilirubin_mg_dl__lte", Decimal("80")),
                        ),
                        name="sos_vod_bilirubin_mg_dl_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "bilirubin_mg_dl"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__bilirubin_mg_dl__regex",
                                    "^-?[0-9]+(\\.[0-9]+)? (µmol/L)$",
                                ),
                                ("bilirubin_mg_dl__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sos_vod_bilirubin_mg_dl_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("painful_hepatomegaly__in", ["yes", "no", "unknown"])
                        ),
                        name="sos_vod_painful_hepatomegaly_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hepatomegaly__in", ["yes", "no", "unknown"])
                        ),
                        name="sos_vod_hepatomegaly_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_gain_pct__gte", Decimal("-50")),
                            ("weight_gain_pct__lte", Decimal("100")),
                        ),
                        name="sos_vod_weight_gain_pct_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "weight_gain_3_days_despite_diuretics__in",
                                ["yes", "no", "unknown"],
                            )
                        ),
                        name="sos_vod_weight_gain_3_days_despite_diuretics_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_rising_3_days__in", ["yes", "no", "unknown"])
                        ),
                        name="sos_vod_bilirubin_rising_3_days_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_ge_2_within_72h__in", ["yes", "no", "unknown"])
                        ),
                        name="sos_vod_bilirubin_ge_2_within_72h_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ascites__in", ["yes", "no", "unknown"])),
                        name="sos_vod_ascites_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "us_or_elastography_suggestive__in",
                                ["yes", "no", "unknown"],
                            )
                        ),
                        name="sos_vod_us_or_elastography_suggestive_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "haemodynamic_or_us_evidence__in",
                                ["yes", "no", "unknown"],
                            )
                        ),
                        name="sos_vod_haemodynamic_or_us_evidence_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("histology_proven__in", ["yes", "no", "unknown"])
                        ),
                        name="sos_vod_histology_proven_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hvpg_mm_hg__gte", Decimal("0")),
                            ("hvpg_mm_hg__lte", Decimal("60")),
                        ),
                        name="sos_vod_hvpg_mm_hg_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "refractory_thrombocytopenia__in",
                                ["yes", "no", "unknown"],
                            )
                        ),
                        name="sos_vod_refractory_thrombocytopenia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refractory_thrombocytopenia_days__gte", 0),
                            ("refractory_thrombocytopenia_days__lte", 200),
                        ),
                        name="sos_vod_refractory_thrombocytopenia_days_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_since_first_symptoms__gte", 0),
                            ("days_since_first_symptoms__lte", 365),
                        ),
                        name="sos_vod_days_since_first_symptoms_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bilirubin_doubling_48h__in", ["yes", "no"])
                        ),
                        name="sos_vod_bilirubin_doubling_48h_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transaminases_x_uln__gte", Decimal("0")),
                            ("transaminases_x_uln__lte", Decimal("1000")),
                        ),
                        name="sos_vod_transaminases_x_uln_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("creatinine_x_baseline__gte", Decimal("0")),
                            ("creatinine_x_baseline__lte", Decimal("30")),
                        ),
                        name="sos_vod_creatinine_x_baseline_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("multi_organ_dysfunction__in", ["yes", "no"])
                        ),
                        name="sos_vod_multi_organ_dysfunction_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sos_risk_factors_n__gte", 0),
                            ("sos_risk_factors_n__lte", 30),
                        ),
                        name="sos_vod_sos_risk_factors_n_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gfr_ml_min__gte", Decimal("0")),
                            ("gfr_ml_min__lte", Decimal("250")),
                        ),
                        name="sos_vod_gfr_ml_min_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "oxygen_requirement__in",
                                ["none", "le_2_l_min", "gt_2_l_min", "ventilator"],
                            )
                        ),
                        name="sos_vod_oxygen_requirement_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "coagulation__in",
                                ["normal", "impaired", "impaired_with_replacement"],
                            )
                        ),
                        name="sos_vod_coagulation_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ascites_grade__in",
                                ["none", "minimal", "moderate", "paracentesis"],
                            )
                        ),
                        name="sos_vod_ascites_grade_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cognitive_impairment__in", ["yes", "no"])),
                        name="sos_vod_cognitive_impairment_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("defibrotide__in", ["yes", "no"])),
                        name="sos_vod_defibrotide_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sos_recorded_severity__in",
                                ["mild", "moderate", "severe", "very_severe"],
                            )
                        ),
                        name="sos_vod_sos_recorded_severity_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sos_outcome__in",
                                [
                                    "resolved",
                                    "ongoing",
                                    "resolved_sequelae",
                                    "fatal",
                                    "unknown",
                                ],
                            )
                        ),
                        name="sos_vod_sos_outcome_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="sos_vod_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="sos_vod_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsequentTherapy",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("subsequent_start", models.DateField(blank=True, null=True)),
                (
                    "subsequent_class",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "subsequent_reason",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "subsequent_response",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "Subsequent therapy",
                "verbose_name_plural": "Subsequent therapy",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subsequent_start__isnull", False),
                            ("as_entered__has_key", "subsequent_start"),
                            ("absent__has_key", "subsequent_start"),
                            _connector="OR",
                        ),
                        name="subsequent_therapy_subsequent_start_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "subsequent_start"),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "as_entered__subsequent_start__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("subsequent_start__isnull", True),
                                models.Q(
                                    ("absent__has_key", "subsequent_start"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="subsequent_therapy_subsequent_start_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subsequent_class__contained_by",
                                [
                                    "chemotherapy",
                                    "steroids",
                                    "radiotherapy",
                                    "intrathecal",
                                    "blinatumomab",
                                    "inotuzumab",
                                    "daratumumab",
                                    "nelarabine",
                                    "venetoclax",
                                    "TKI",
                                    "HMA",
                                    "HDACi",
                                    "proteasome",
                                    "IMiD",
                                    "CAR_T",
                                    "DLI",
                                    "HSCT",
                                    "checkpoint",
                                    "ruxolitinib",
                                    "trial",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="subsequent_therapy_subsequent_class_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subsequent_reason__in",
                                [
                                    "relapse",
                                    "mrd",
                                    "maintenance",
                                    "prophylaxis",
                                    "graft_failure",
                                    "second_malignancy",
                                    "other",
                                ],
                            )
                        ),
                        name="subsequent_therapy_subsequent_reason_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subsequent_response__in",
                                [
                                    "CR",
                                    "CRh",
                                    "CRi",
                                    "MLFS",
                                    "PR",
                                    "NR",
                                    "relapse",
                                    "not_evaluable",
                                ],
                            )
                        ),
                        name="subsequent_therapy_subsequent_response_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="subsequent_therapy_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="subsequent_therapy_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TATMA",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "begun"), ("complete", "complete")],
                        default="begun",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "as_entered",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                    ),
                ),
                (
                    "form_revision",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, editable=False
                    ),
                ),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hsct_no",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="HSCT number"
                    ),
                ),
                ("tma_onset_date", models.DateField(blank=True, null=True)),
                (
                    "tma_biopsy_proven",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                ("tma_anaemia", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "tma_thrombocytopenia",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_ldh_elevated",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_schistocytes",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_hypertension",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_sc5b9_elevated",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_proteinuria",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_high_risk",
                    models.CharField(blank=True, max_length=40, null=True),
                ),
                (
                    "tma_therapy",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                    ),
                ),
                ("tma_outcome", models.CharField(blank=True, max_length=40, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="registry.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "TA-TMA",
                "verbose_name_plural": "TA-TMA",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_onset_date__isnull", False),
                            ("as_entered__has_key", "tma_onset_date"),
                            ("absent__has_key", "tma_onset_date"),
                            _connector="OR",
                        ),
                        name="ta_tma_tma_onset_date_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_entered__has_key", "tma_onset_date"), _negated=True
                            ),
                            models.Q(
                                (
                                    "as_entered__tma_onset_date__regex",
                                    "^(\\d{4})(?:-(0[1-9]|1[0-2]))?$",
                                ),
                                ("tma_onset_date__isnull", True),
                                models.Q(
                                    ("absent__has_key", "tma_onset_date"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ta_tma_tma_onset_date_partly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_biopsy_proven__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_biopsy_proven_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_anaemia__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_anaemia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_thrombocytopenia__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_thrombocytopenia_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_ldh_elevated__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_ldh_elevated_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_schistocytes__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_schistocytes_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_hypertension__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_hypertension_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_sc5b9_elevated__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_sc5b9_elevated_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_proteinuria__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_proteinuria_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tma_high_risk__in", ["yes", "no", "unknown"])
                        ),
                        name="ta_tma_tma_high_risk_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tma_therapy__contained_by",
                                [
                                    "CNI_stop",
                                    "eculizumab",
                                    "plasma_exchange",
                                    "narsoplimab",
                                    "defibrotide",
                                    "rituximab",
                                    "other",
                                    "none",
                                ],
                            )
                        ),
                        name="ta_tma_tma_therapy_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tma_outcome__in",
                                [
                                    "resolved",
                                    "ongoing",
                                    "resolved_sequelae",
                                    "fatal",
                                    "unknown",
                                ],
                            )
                        ),
                        name="ta_tma_tma_outcome_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("absent"),
                                models.Value(
                                    '$.* ? (!(@ == "unknown" || @ == "not_done" || @ == "not_applicable" || @ == "pending" || @ == "below_detection" || @ == "above_quantification"))'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="ta_tma_absent_ok",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Func(
                                models.F("as_entered"),
                                models.Value(
                                    'strict $.keyvalue() ? (@.value.type() != "string")'
                                ),
                                function="jsonb_path_exists",
                                output_field=models.BooleanField(),
                                template="NOT %(function)s(%(expressions)s::jsonpath)",
                            )
                        ),
                        name="ta_tma_as_entered_ok",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitChoice",
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
                ("field", models.CharField(max_length=63)),
                ("unit", models.CharField(max_length=20)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "chosen unit",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "field"), name="unit_choice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkbookLog",
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
                ("at", models.DateTimeField(auto_now_add=True)),
                ("centres", models.JSONField()),
                ("forms", models.JSONField()),
                ("rows", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workbooks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "workbook taken out",
                "verbose_name_plural": "workbooks taken out",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="CheckRun",
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
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("patients", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("upto", models.BigIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "run of the checks",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("centre",),
                        name="check_run_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
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
                ("day", models.DateField()),
                ("claimed_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(blank=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "digest",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="digest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpClock",
            fields=[
                (
                    "patient",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="clock",
                        serialize=False,
                        to="registry.patient",
                    ),
                ),
                ("rules", models.PositiveSmallIntegerField()),
                ("change_id", models.BigIntegerField(default=0)),
                ("infused_on", models.DateField(null=True)),
                ("transplanted_on", models.DateField(null=True)),
                ("contact_on", models.DateField(null=True)),
                ("contact_form", models.CharField(blank=True, max_length=30)),
                ("ended", models.CharField(blank=True, max_length=20)),
                ("ended_on", models.DateField(null=True)),
                ("silent_after", models.DateField(null=True)),
                ("begun", models.PositiveIntegerField(default=0)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up clock",
                "indexes": [
                    models.Index(
                        condition=models.Q(("silent_after__isnull", False)),
                        fields=["centre", "silent_after"],
                        name="clock_silent",
                    )
                ],
            },
        ),
    ]
