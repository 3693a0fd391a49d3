"""What is sent to do something with a query."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.rest.examples import sent
from registry.api.serializers import Visible
from registry.models import FORMS, Patient, User
from registry.queries.people import people_of

LONGEST = 4000
FORM_NAMES = [Patient.form, *FORMS]


@sent(
    {
        "patient": 7,
        "form": "crs_episode",
        "record": 31,
        "field": "max_temp_c",
        "asks": "Measured in the ear?",
        "assigned_to": "manager",
    }
)
class OpenSerializer(serializers.Serializer):
    """A question about a field, a record, or a form that the patient has not got."""

    patient = Visible(queryset=Patient.objects.none())
    form = serializers.ChoiceField(choices=FORM_NAMES)
    record = serializers.IntegerField(required=False, allow_null=True)
    field = serializers.CharField(required=False, allow_blank=True, max_length=63)
    asks = serializers.CharField(max_length=LONGEST)
    assigned_to = serializers.CharField(required=False, allow_null=True)


@sent({"said": "Transcribed wrongly, corrected now."})
class SaidSerializer(serializers.Serializer):
    """What is said with an act; closing an answered query needs no words."""

    said = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST
    )


@sent({"assigned_to": "manager"})
class AssignSerializer(serializers.Serializer):
    """Who is to answer; null for nobody."""

    assigned_to = serializers.CharField(allow_null=True)


def person_named(name: str | None, centre: int) -> User | None:
    """Return the person of the centre's queries called ``name``.

    Raises ValidationError when nobody there is called so.
    """
    if name is None:
        return None
    found = people_of([centre]).filter(username=name).first()
    if found is None:
        says = _("Nobody at the patient's centre is called so.")
        raise serializers.ValidationError({"assigned_to": says})
    return found
