"""What every form's record has: patient, version, state, reasons for absence."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.codelists.base import Label
from registry.models.constraints import (
    constraints_of,
    known_reasons,
    texts_as_entered,
)
from registry.models.standing import standing_of
from registry.variables.conditions import when
from registry.variables.entered import restored, stored
from registry.variables.fields import CarriesVariable
from registry.variables.labels import translated
from registry.variables.spec import Variable


class History(HistoricalRecords):
    """A history of what was said: what the database makes of it is not kept."""

    def fields_included(self, model: type[models.Model]) -> list[Any]:
        """Return the fields that a history row has."""
        return [f for f in super().fields_included(model) if not f.generated]


class State(models.TextChoices):
    """How far a form has come."""

    BEGUN = "begun", _("begun")
    COMPLETE = "complete", _("complete")


class FormBase(ModelBase):
    """Give each form the constraints that its fields' limits and codes ask for."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any
    ) -> Any:
        """Create the model class with its Meta extended."""
        if label := attrs.get("label"):
            form = attrs["form"]
            fields = {k: f for k, f in attrs.items() if isinstance(f, CarriesVariable)}
            if first := attrs.get("occurrence"):
                _wait_for(first, fields)
            meta = attrs.setdefault("Meta", type("Meta", (), {}))
            meta.verbose_name = meta.verbose_name_plural = translated(label)
            own = getattr(meta, "constraints", ())
            meta.constraints = [
                *own,
                *constraints_of(form, fields),
                known_reasons(form),
                texts_as_entered(form),
            ]
        return super().__new__(cls, name, bases, attrs, **kwargs)


def _wait_for(occurrence: str, fields: dict[str, CarriesVariable]) -> None:
    """Let every other question of the form apply only when its first is a yes."""
    for name, field in fields.items():
        if name != occurrence and field.variable.only is None:
            field.variable = replace(field.variable, only=when(occurrence, "yes"))


class Versioned(models.Model, metaclass=FormBase):
    """A row under the audit triggers, which also count its versions.

    ``version`` is raised by the database on every UPDATE, whoever wrote it, so that
    an editor can always tell whether somebody else was there first. ``as_entered``
    keeps what somebody wrote where the field's own column cannot: a date without its
    day, a number in another unit. ``form_revision`` is the revision of the form that
    the answers were given to.
    """

    form: ClassVar[str]
    label: ClassVar[Label]
    occurrence: ClassVar[str] = ""
    sections: ClassVar[dict[str, Label]] = {}
    revision: ClassVar[int] = 1

    version = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.BEGUN, editable=False
    )
    absent = models.JSONField(default=dict, blank=True, editable=False)
    as_entered = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        blank=True,
        editable=False,
    )
    form_revision = models.PositiveSmallIntegerField(
        default=1, db_default=1, editable=False
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    history = History(inherit=True)

    class Meta:
        """Abstract: each form has its own table."""

        abstract = True

    @classmethod
    @cache
    def variables(cls) -> Mapping[str, Variable]:
        """Return the form's dictionary entries by field name, in reading order."""
        return MappingProxyType(
            {
                field.name: field.variable
                for field in cls._meta.get_fields()
                if isinstance(field, CarriesVariable) and hasattr(field, "variable")
            }
        )

    def values(self) -> dict[str, Any]:
        """Return what the record says, by field name."""
        return {name: getattr(self, name) for name in self.variables()}

    @property
    def standing(self) -> str:
        """Return how far the record has come: its furthest mark, else its state."""
        return standing_of(self)

    def answers(self) -> dict[str, Any]:
        """Return what the record says as it was entered, by field name."""
        return {name: said_by(self, name) for name in self.variables()}

    def answer(self, name: str, value: Any) -> None:
        """Let a field say ``value``, which may be a partial date."""
        column, entered = stored(self.variables()[name], value)
        setattr(self, name, column)
        rest = {k: v for k, v in self.as_entered.items() if k != name}
        self.as_entered = {**rest, name: entered} if entered else rest


def said_by(row: Any, name: str) -> Any:
    """Return what a field of a record, or of a row of its history, says as entered."""
    variable = row._meta.get_field(name).variable
    return restored(variable, getattr(row, name), row.as_entered.get(name))


class RecordQuerySet(models.QuerySet[Any]):
    """Reads that every form shares."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the records of patients whom ``actor`` may see."""
        patients = apps.get_model("registry", "Patient")._default_manager
        return self.filter(patient__in=patients.visible_to(actor))


class Record(Versioned):
    """A row of a form: it belongs to one patient and is never deleted silently.

    ``matched_by`` names what tells a patient's records of the form apart, and
    ``dated_by`` the day that does so where the rest is alike; a form with neither has
    one record. An import finds by them the record that a row speaks of.
    """

    matched_by: ClassVar[tuple[str, ...]] = ()
    dated_by: ClassVar[str] = ""

    patient = models.ForeignKey(
        "registry.Patient", on_delete=models.PROTECT, related_name="%(class)s_set"
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Versioned.Meta):
        """Abstract: each form has its own table."""

        abstract = True


class CourseRecord(Record):
    """A record of one course of cellular therapy, named by its number."""

    matched_by: ClassVar[tuple[str, ...]] = ("course_no",)

    course_no = models.PositiveSmallIntegerField(_("course"), default=1)

    class Meta(Record.Meta):
        """Abstract: each form has its own table."""

        abstract = True


class TransplantRecord(Record):
    """A record of what follows one HSCT, named by its number."""

    matched_by: ClassVar[tuple[str, ...]] = ("hsct_no",)

    hsct_no = models.PositiveSmallIntegerField(_("HSCT number"), default=1)

    class Meta(Record.Meta):
        """Abstract: each form has its own table."""

        abstract = True
