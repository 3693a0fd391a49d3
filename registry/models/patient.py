"""The patient, known to the registry by a study number."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Trim, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.consent import STATED
from registry.access.policy import Action, Actor
from registry.codelists.base import Label
from registry.codelists.general import (
    BLOOD,
    CONSENT,
    CONSENT_SCOPE,
    CONSENT_WITHDRAWN_SCOPE,
    SEX,
)
from registry.models.base import Versioned
from registry.models.centre import Centre
from registry.variables.conditions import Having, completed_years, when
from registry.variables.fields import code, codes, day, number, text
from registry.variables.spec import Privacy, span

WITHDRAWN = Q(consent_status="withdrawn")


def leaves_out(scope: str) -> Q:
    """Return the condition that a consent leaves ``scope`` out."""
    stated = Q(consent_status__in=STATED, consent_scope__len__gt=0)
    return stated & ~Q(consent_scope__contains=[scope])


NOT_ANALYSED = WITHDRAWN & ~Q(consent_withdrawn_scope="collection") | leaves_out(
    "registry"
)


AT_TREATMENT = Having(("infusion", "hsct"))


class PatientQuerySet(models.QuerySet["Patient"]):
    """Reads of patients; the one place that says who sees whom."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the patients of the centres whose records ``actor`` may read.

        Where consent no longer covers it, only those see them who answer for the
        centre's data; whoever only reads does not.
        """
        if actor.system:
            return self
        return self._of(actor).filter(merged_into=None)

    def merged_visible_to(self, actor: Actor) -> Self:
        """Keep the registrations that went into another of a visible patient."""
        return self._of(actor).filter(merged_into__isnull=False)

    def opened_to(self, actor: Actor) -> Self:
        """Keep whom ``actor`` opened in an emergency, while that lasts.

        No list, count or export asks this: one page does, for one patient.
        """
        now = timezone.now()
        opened = self.filter(
            emergencies__user=actor.user_id,
            emergencies__ended_at=None,
            emergencies__until__gt=now,
        )
        return opened.filter(merged_into=None).exclude(NOT_ANALYSED).distinct()

    def held(self, pk: int) -> "Patient":
        """Lock a patient's row, which is the lock of the case, and read it.

        Raises DoesNotExist, also where it was merged into another: whoever waited for
        that would write what nobody finds.
        """
        rows = self.select_related("centre").select_for_update(of=("self",))
        return rows.get(pk=pk, merged_into=None)

    def _of(self, actor: Actor) -> Self:
        answered_for = actor.centres_for(Action.EDIT_RECORD)
        if read := actor.readable_centres - answered_for:
            return self.filter(
                Q(centre__in=answered_for) | Q(centre__in=read) & ~NOT_ANALYSED
            )
        return self.filter(centre__in=answered_for)

    def analysed(self) -> Self:
        """Keep those whose consent covers analyses (``registry.access.consent``)."""
        return self.exclude(NOT_ANALYSED)

    def covering(self, scope: str) -> Self:
        """Keep those whose consent covers ``scope`` (``registry.access.consent``)."""
        return self.exclude(leaves_out(scope))

    def followed(self) -> Self:
        """Keep those of whom more may be collected: no withdrawal, no merged number."""
        return self.exclude(WITHDRAWN).filter(merged_into=None)


class Patient(Versioned):
    """One person, known by a study number that is unique within the centre.

    Names and hospital numbers have no place here. Source: GDPR/ICH E6; CIBMTR 2804;
    EBMT core.
    """

    form = "patient"
    label = Label("Patient", "患者")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="patients", verbose_name=_("centre")
    )
    study_no = text(
        "Study number",
        "研究编号",
        longest=20,
        pattern=r"[A-Za-z0-9-]{3,20}",
        hint=("Letters, digits and -, 3 to 20.", "3至20位字母、数字或短横线。"),
        core=True,
        key=True,
        taken="registration",
        privacy=Privacy.QUASI,
    )
    sex = code(
        "Sex assigned at birth",
        "性别",
        SEX,
        core=True,
        key=True,
        taken="registration",
        privacy=Privacy.QUASI,
    )
    birth_date = day(
        "Birth date",
        "出生日期",
        whole=True,
        core=True,
        key=True,
        taken="registration",
        privacy=Privacy.QUASI,
    )
    consent_status = code(
        "Consent status", "知情同意状态", CONSENT, core=True, taken="registration"
    )
    consent_date = day(
        "Consent date",
        "知情同意日期",
        whole=True,
        core=True,
        only=when("consent_status", "given", "withdrawn"),
        taken="registration",
        privacy=Privacy.QUASI,
    )
    consent_scope = codes(
        "What the consent covers",
        "同意范围",
        CONSENT_SCOPE,
        hint=(
            "None ticked means everything. What each one left out takes away stands on "
            "the patient’s page.",
            "均未勾选视为全部同意。未勾选项的影响见患者页。",
        ),
        taken="registration",
    )
    consent_version = text(
        "Consent form version", "知情同意书版本", longest=40, taken="registration"
    )
    consent_withdrawn_date = day(
        "Withdrawal date",
        "撤回日期",
        whole=True,
        core=True,
        only=when("consent_status", "withdrawn"),
        taken="any",
        privacy=Privacy.QUASI,
    )
    consent_withdrawn_scope = code(
        "What the withdrawal covers",
        "撤回范围",
        CONSENT_WITHDRAWN_SCOPE,
        only=when("consent_status", "withdrawn"),
        hint=(
            "Not answered means no further use.",
            "未填写视为停止使用。",
        ),
        taken="any",
    )
    blood_group = code(
        "Blood group before HSCT", "移植前血型", BLOOD, taken="registration"
    )
    height_cm = number(
        "Height",
        "身高",
        "cm",
        span(30, 250),
        usual=span(45, 200),
        core=True,
        core_where=AT_TREATMENT,
        taken="D0",
    )
    weight_kg = number(
        "Actual weight",
        "体重",
        "kg",
        span(1, 350),
        usual=span(3, 150),
        core=True,
        core_where=AT_TREATMENT,
        taken="D0",
    )

    # Of a registration that was found to be a second one: it keeps its number, and
    # its forms are the other's.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    case_locked_at = models.DateTimeField(null=True, editable=False)
    # What numbers are compared and sorted by. A column and not an expression: row
    # policies let an index answer for columns alone (ADR 0112). In the order of
    # bytes, so that the beginning of a number is a range of the index.
    number = models.GeneratedField(
        expression=Upper(Trim("study_no")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = PatientQuerySet.as_manager()

    class Meta:
        """A study number is compared trimmed and without case, within a centre."""

        ordering = ("study_no",)
        indexes = (
            models.Index(fields=("birth_date", "centre"), name="patient_born"),
            models.Index(fields=("centre", "number", "id"), name="patient_by_number"),
            GinIndex(
                OpClass("number", name="gin_trgm_ops"), name="patient_number_like"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                "centre", Upper(Trim("study_no")), name="patient_study_no_in_centre"
            ),
            models.CheckConstraint(
                name="patient_born_since_1900",
                condition=models.Q(birth_date__gte="1900-01-01"),
            ),
        )

    def __str__(self) -> str:
        return self.study_no or ""

    @property
    def withdrawn(self) -> bool:
        """Tell whether consent was withdrawn: the forms are then read only."""
        return self.consent_status == "withdrawn"

    @property
    def followed(self) -> bool:
        """Tell whether more may be collected (many: ``PatientQuerySet.followed``)."""
        return not self.withdrawn and self.merged_into_id is None

    def age_on(self, day: date | None) -> int | None:
        """Return completed years on ``day``; born 29 February counts on 1 March."""
        return completed_years(self.birth_date, day)
