"""Open a cohort to others, and close it again, by REST."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import sent
from config.rest.named import Named
from config.rest.views import ApiView, body_of
from outcomes.api.refusals import refusals
from outcomes.cohorts.access import cohorts_shareable_by, cohorts_visible_to
from outcomes.cohorts.sharing import grant, withdraw
from outcomes.models import Cohort, CohortGrant
from registry.access.policy import Action, Role, require
from registry.models import Centre, User


@sent({"user": "statistician", "reason": "analysis plan of March"})
class GrantSerializer(serializers.Serializer):
    """To whom a cohort is opened: a user, or a role, a centre, or both."""

    id = serializers.IntegerField(read_only=True)
    user = Named(
        "username", queryset=User.objects.all(), required=False, allow_null=True
    )
    role = serializers.ChoiceField(
        [r.value for r in Role], required=False, allow_blank=True
    )
    centre = Named(
        "code", queryset=Centre.objects.all(), required=False, allow_null=True
    )
    derived = serializers.BooleanField(read_only=True)
    reason = serializers.CharField(max_length=500, write_only=True)


class ReasonSerializer(serializers.Serializer):
    """Why something ends."""

    reason = serializers.CharField(max_length=500)


class Shared(ApiView):
    """Views of a cohort that the caller may open to others."""

    actions_needed = {"*": Action.MANAGE_USERS}

    def cohort(self, slug: str) -> Cohort:
        """Return a cohort that the caller may share."""
        rows = cohorts_shareable_by(self.actor) | cohorts_visible_to(self.actor)
        cohort = get_object_or_404(rows.distinct(), slug=slug)
        with refusals():
            for centre in cohort.centres.all():
                require(self.actor, Action.MANAGE_USERS, centre.pk)
        return cohort


class CohortGrants(Shared):
    """To whom one cohort is open."""

    @extend_schema(
        operation_id="cohorts_grants_list", responses=GrantSerializer(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """List to whom the cohort is open beyond its centres."""
        grants = self.cohort(slug).grants.select_related("user", "centre")
        return Response(GrantSerializer(grants.order_by("pk"), many=True).data)

    @extend_schema(
        operation_id="cohorts_grants_create",
        request=GrantSerializer,
        responses={201: GrantSerializer},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Open the cohort to a user, or to a role, a centre, or both."""
        cohort, said = self.cohort(slug), body_of(request, GrantSerializer)
        role = said.pop("role", "")
        with refusals():
            made = grant(
                cohort=cohort,
                actor=self.actor,
                role=Role(role) if role else None,
                **said,
            )
        return Response(GrantSerializer(made).data, status.HTTP_201_CREATED)


class OneGrant(Shared):
    """One grant of a cohort."""

    @extend_schema(
        operation_id="cohorts_grants_destroy",
        request=ReasonSerializer,
        responses={204: None},
    )
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Close the cohort to whom the grant names, for a reason."""
        found = get_object_or_404(CohortGrant, cohort=self.cohort(slug), pk=pk)
        said = body_of(request, ReasonSerializer)
        with refusals():
            withdraw(grant=found, actor=self.actor, reason=said["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)
