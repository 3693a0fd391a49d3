"""Analysis rows, derived from the records and never edited.

No foreign key leads back to a patient: the rows are thrown away and derived again at
any time, and must never stand in the way of a record.
"""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.rows import OUTCOMES, SUBJECTS
from registry.models.patient import NOT_ANALYSED, Patient


class IndexKind(models.TextChoices):
    """The event whose day is day 0."""

    INFUSION = "infusion", _("CAR-T infusion")
    HSCT = "hsct", _("HSCT")


class SubjectQuerySet(models.QuerySet["AnalysisSubject"]):
    """Reads of subjects."""

    def consenting(self) -> Self:
        """Leave out whose consent ended since the rows were derived."""
        return self.filter(of_nobody_in(Patient.objects.filter(NOT_ANALYSED)))


def of_nobody_in(patients: models.QuerySet[Patient]) -> models.Q:
    """Leave out the rows of these patients.

    Not by NOT IN: once the list takes more than PostgreSQL's working memory, at 10⁶
    patients and not at 10⁵, it is read anew for each row.
    """
    theirs = patients.filter(pk=models.OuterRef("patient_id"))
    return models.Q(~models.Exists(theirs))


class AnalysisSubject(models.Model):
    """One patient and one index event (ADSL-like), with what was known by then.

    Every variable about CAR-T therapy on an HSCT's row concerns the last infusion
    before that HSCT. A null means that the value is not known. ``before_hsct_day`` is
    the last day before the conditioning of the HSCT that followed an infusion, or that
    HSCT's own day where conditioning has no date. ``outcomes.courses`` says what
    ``copies``, ``responses``, ``last_day`` and the days of CRS and ICANS are.
    """

    row_rule = SUBJECTS

    patient_id = models.BigIntegerField()
    centre = models.ForeignKey("registry.Centre", models.CASCADE, related_name="+")
    index_kind = models.CharField(max_length=10, choices=IndexKind)
    index_no = models.PositiveSmallIntegerField()
    index_date = models.DateField()
    record_id = models.BigIntegerField()

    sex = models.CharField(max_length=1)
    age = models.SmallIntegerField(null=True)
    disease = models.CharField(max_length=40, null=True)
    etp = models.CharField(max_length=10, null=True)
    cytogenetic_risk = models.CharField(max_length=40, null=True)
    extramedullary_at_diagnosis = models.CharField(max_length=40, null=True)
    status_before = models.CharField(max_length=40, null=True)
    prior_lines = models.SmallIntegerField(null=True)

    car_t = models.BooleanField()
    car_t_product = models.CharField(max_length=40, null=True)
    car_t_target = models.CharField(max_length=40, null=True)
    costimulation = models.CharField(max_length=40, null=True)
    cell_source = models.CharField(max_length=40, null=True)
    bridging_given = models.CharField(max_length=10, null=True)
    ld_regimen = models.CharField(max_length=40, null=True)
    car_t_date = models.DateField(null=True)
    car_t_dose = models.FloatField(null=True)
    car_t_to_hsct_days = models.IntegerField(null=True)
    blasts_before_car_t = models.FloatField(null=True)
    mrd_before_car_t = models.CharField(max_length=40, null=True)
    extramedullary_before_car_t = models.CharField(max_length=40, null=True)
    peak_copies = models.FloatField(null=True)
    peak_day = models.IntegerField(null=True)
    copies_before_hsct = models.FloatField(null=True)
    crs_grade = models.SmallIntegerField(null=True)
    icans_grade = models.SmallIntegerField(null=True)
    d28_day = models.IntegerField(null=True)
    d28_mrd = models.CharField(max_length=20, null=True)
    d28_response = models.CharField(max_length=40, null=True)

    crs_onset_day = models.IntegerField(null=True)
    crs_days = models.IntegerField(null=True)
    icans_onset_day = models.IntegerField(null=True)
    icans_days = models.IntegerField(null=True)
    copies = models.JSONField(default=list)

    first_allogeneic = models.BooleanField(default=False)
    hsct_type = models.CharField(max_length=40, null=True)
    donor = models.CharField(max_length=40, null=True)
    donor_age = models.FloatField(null=True)
    hla_match = models.CharField(max_length=200, null=True)
    abo_match = models.CharField(max_length=40, null=True)
    cmv_recipient = models.CharField(max_length=40, null=True)
    cmv_donor = models.CharField(max_length=40, null=True)
    graft = models.CharField(max_length=40, null=True)
    conditioning = models.CharField(max_length=40, null=True)
    intensity = models.CharField(max_length=40, null=True)
    status_at_hsct = models.CharField(max_length=40, null=True)
    mrd_at_hsct = models.CharField(max_length=40, null=True)
    extramedullary_at_hsct = models.CharField(max_length=40, null=True)
    hct_ci = models.SmallIntegerField(null=True)

    # The days, from day 0, on which later states began; null where none did.
    hsct_day = models.IntegerField(null=True)
    before_hsct_day = models.IntegerField(null=True)
    agvhd_day = models.IntegerField(null=True)
    cgvhd_day = models.IntegerField(null=True)
    relapse_day = models.IntegerField(null=True)
    death_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    responses = models.JSONField(default=list)

    not_derivable = models.JSONField(default=dict)
    source_version = models.BigIntegerField()
    code_version = models.CharField(max_length=40)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        """Found by patient, and by what cohorts ask first."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient_id", "index_kind", "index_no"), name="subject_once"
            ),
        )
        indexes = (
            models.Index(fields=("centre", "index_kind", "disease"), name="of_cohort"),
        )

    def __str__(self) -> str:
        return f"patient {self.patient_id}, {self.index_kind} {self.index_no}"


class AnalysisOutcome(models.Model):
    """One endpoint of one subject (ADTTE-like): days from its start, and why they end.

    ``start_day`` is the day, from the subject's day 0, of ``start``: not 0 where time
    begins with something later, such as a response.

    ``cause`` 0 is censored, 1 the endpoint's event, 2 and more what competes.
    ``imputed`` is D where the day of ``end``, M where its month too was imputed.
    ``source_form``, ``source_field`` and ``source_record`` say where ``end`` is
    written; empty where it was reckoned, as the end of a horizon.
    """

    row_rule = OUTCOMES

    subject = models.ForeignKey(
        AnalysisSubject, models.CASCADE, related_name="outcomes"
    )
    paramcd = models.CharField(max_length=10)
    day = models.IntegerField()
    cause = models.SmallIntegerField()
    description = models.CharField(max_length=200)
    start = models.DateField()
    start_day = models.IntegerField(default=0, db_default=0)
    end = models.DateField()
    imputed = models.CharField(max_length=1, default="", db_default="")
    source_form = models.CharField(max_length=40, default="", db_default="")
    source_field = models.CharField(max_length=63, default="", db_default="")
    source_record = models.BigIntegerField(null=True)

    class Meta:
        """Once an endpoint; time never runs backwards."""

        constraints = (
            models.UniqueConstraint(fields=("subject", "paramcd"), name="outcome_once"),
            models.CheckConstraint(
                name="outcome_day_ok", condition=models.Q(day__gte=0)
            ),
        )
        indexes = (models.Index(fields=("paramcd", "subject"), name="of_endpoint"),)

    def __str__(self) -> str:
        return f"{self.paramcd} day {self.day}: {self.cause}"
