"""One serializer a form, generated from the form's variables."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.named import Named
from config.rest.views import actor_of
from registry.access.policy import Action
from registry.api.derived import derived_of
from registry.api.fields import ApiField, choice, field_of
from registry.api.findings import FindingSerializer
from registry.api.marks import Marked
from registry.api.settled import SettledSerializer
from registry.codelists.general import MISSING
from registry.models import Centre, Patient, Record, State, Versioned
from registry.models.base import said_by
from registry.variables.entered import Quantity

PLACES = ("course_no", "hsct_no")


class Visible(serializers.PrimaryKeyRelatedField):
    """A patient whom the caller may see; anybody else's does not exist."""

    def get_queryset(self) -> Any:
        """Return the caller's patients."""
        return Patient.objects.visible_to(actor_of(self.context["request"]))


class OwnCentre(Named):
    """A centre at which the caller may enter data, by its code."""

    def get_queryset(self) -> Any:
        """Return the caller's centres."""
        actor = actor_of(self.context["request"])
        return Centre.objects.filter(pk__in=actor.centres_for(Action.EDIT_RECORD))


class FormSerializer(Marked):
    """One form's record: answers, reasons for their absence, version, what follows."""

    model: type[Versioned]

    id = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    form_revision = serializers.IntegerField(read_only=True)
    absent = serializers.DictField(
        child=choice(MISSING),
        required=False,
        help_text=gettext_lazy("Why an answer is missing, by field."),
    )
    as_entered = serializers.DictField(
        child=serializers.CharField(),
        read_only=True,
        help_text=gettext_lazy(
            "What was entered where the answer says it otherwise: in another unit."
        ),
    )
    reason = serializers.CharField(
        write_only=True,
        required=False,
        allow_blank=True,
        max_length=1000,
        help_text=gettext_lazy("Why the record is changed; X-Reason says the same."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse names that the form does not have, and answers given twice."""
        errors = {
            name: _("“%(form)s” has no field of this name.") % {"form": self.model.form}
            for name in set(self.initial_data) - set(self.fields)
        }
        variables = self.model.variables()
        for name, reason in attrs.get("absent", {}).items():
            if name not in variables:
                errors[f"absent/{name}"] = _("The form has no field of this name.")
            elif attrs.get(name) not in (None, []):
                errors[f"absent/{name}"] = _(
                    "The field has an answer; give the answer or the reason."
                )
            elif not variables[name].reasons:
                errors[f"absent/{name}"] = _("This field cannot be left empty.")
            elif reason not in variables[name].reasons:
                errors[f"absent/{name}"] = _(
                    "“%(reason)s” is no reason for this field. Give one of: %(others)s."
                ) % {"reason": reason, "others": ", ".join(variables[name].reasons)}
        for name in {"patient", "centre"} & attrs.keys() if self.instance else ():
            if attrs[name] != getattr(self.instance, name):
                errors[name] = _("A record stays where it is; enter it anew.")
        if errors:
            raise serializers.ValidationError(errors)
        return attrs

    def answers(self) -> dict[str, Any]:
        """Return what was sent as answers, by field."""
        names = self.model.variables()
        return {k: v for k, v in self.validated_data.items() if k in names}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the record as JSON, each answer as it was entered."""
        shown = super().to_representation(instance)
        for name in instance.as_entered:
            if name in shown:
                said = said_by(instance, name)
                said = said.stored if isinstance(said, Quantity) else said
                shown[name] = self.fields[name].to_representation(said)
        return shown

    def whole_form(self) -> dict[str, Any]:
        """Return an answer for every field: what was not sent is empty."""
        return dict.fromkeys(self.model.variables()) | self.answers()

    def place(self) -> dict[str, int]:
        """Return the course or HSCT number that was sent beside the answers."""
        data = self.validated_data
        names = self.model.variables()
        return {k: data[k] for k in PLACES if k in data and k not in names}


class DerivedMixin(serializers.Serializer):
    """What follows from the answers, with the rule behind each grade."""

    derived = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_derived(self, record: Record) -> Mapping[str, Any]:
        """Give the derived values by name, each with its label and its rule."""
        return derived_of(record, self.context.get("cases", {}))


@cache
def serializer_of(model: type[Versioned]) -> type[FormSerializer]:
    """Return the serializer of ``model``, built from its variables."""
    bases: tuple[type, ...] = (FormSerializer,)
    if issubclass(model, Record):
        bases = (DerivedMixin, FormSerializer)
    attrs = {"model": model, **_owner(model), **_places(model), **_answers(model)}
    attrs["__doc__"] = model.__doc__
    return type(f"{model.__name__}Serializer", bases, attrs)


@cache
def saved_serializer_of(model: type[Versioned]) -> type[FormSerializer]:
    """Return the serializer of what a save answers.

    The record, the soft findings, and the queries that were opened and closed.
    """
    attrs = {
        "findings": FindingSerializer(many=True, read_only=True),
        "queries": SettledSerializer(read_only=True),
    }
    return type(f"Saved{model.__name__}Serializer", (serializer_of(model),), attrs)


def _owner(model: type[Versioned]) -> dict[str, ApiField]:
    if not issubclass(model, Record):
        return {"centre": OwnCentre(slug_field="code", queryset=Centre.objects.none())}
    return {
        "patient": Visible(queryset=Patient.objects.none()),
        "study_no": serializers.CharField(source="patient.study_no", read_only=True),
        "centre": serializers.CharField(source="patient.centre.code", read_only=True),
    }


def _places(model: type[Versioned]) -> dict[str, ApiField]:
    names = {field.name for field in model._meta.concrete_fields}
    return {
        name: serializers.IntegerField(min_value=1, max_value=20, required=False)
        for name in PLACES
        if name in names and name not in model.variables()
    }


def _answers(model: type[Versioned]) -> dict[str, ApiField]:
    return {
        name: field_of(variable, model._meta.get_field(name), model.form)
        for name, variable in model.variables().items()
    }
