"""Define and change cohorts, read their versions, count and share, by REST."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import version_seen
from config.rest.problems import Explained
from config.rest.views import ApiView
from outcomes.building.defining import Defined
from outcomes.building.told import counted
from outcomes.cohorts.access import (
    centres_to_build_in,
    cohorts_readable_by,
    cohorts_shareable_by,
    cohorts_visible_to,
)
from outcomes.cohorts.definition import NotValid, UnknownAtTimeZero, parse
from outcomes.cohorts.errors import NameTaken, ReasonNeeded, SavedMeanwhile
from outcomes.cohorts.saving import archive, save_cohort
from outcomes.cohorts.sharing import grant, withdraw
from outcomes.cohorts.versions import versions_of
from outcomes.cohorts.wording import sentence
from outcomes.models import Cohort, CohortGrant
from registry.access.policy import Action, Refused, Role, require
from registry.codelists.base import Label
from registry.models import Centre, User

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of the cohort that the change was made from.",
)


class DefineSerializer(serializers.Serializer):
    """A new cohort."""

    slug = serializers.SlugField(max_length=50)
    title_en = serializers.CharField(max_length=200)
    title_zh = serializers.CharField(max_length=200)
    definition = serializers.DictField()
    centres = serializers.ListField(child=serializers.CharField(), allow_empty=False)
    reason = serializers.CharField(max_length=500, required=False, default="")


class ChangeSerializer(serializers.Serializer):
    """A change of a cohort: what is not sent stays."""

    title_en = serializers.CharField(max_length=200, required=False)
    title_zh = serializers.CharField(max_length=200, required=False)
    definition = serializers.DictField(required=False)
    centres = serializers.ListField(
        child=serializers.CharField(), allow_empty=False, required=False
    )
    archived = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500)


class DefinedSerializer(serializers.ModelSerializer[Cohort]):
    """A cohort as it was saved."""

    class Meta:
        """What its definition says; results follow in the background."""

        model = Cohort
        fields = (
            "slug",
            "title_en",
            "title_zh",
            "version",
            "definition",
            "archived_at",
        )


class CountSerializer(serializers.Serializer):
    """A definition to count, without saving it."""

    definition = serializers.DictField()
    centres = serializers.ListField(child=serializers.CharField(), allow_empty=False)


class GrantSerializer(serializers.Serializer):
    """To whom a cohort is opened: a user, or a role, a centre, or both."""

    id = serializers.IntegerField(read_only=True)
    user = serializers.SlugRelatedField(
        "username", queryset=User.objects.all(), required=False, allow_null=True
    )
    role = serializers.ChoiceField(
        [r.value for r in Role], required=False, allow_blank=True
    )
    centre = serializers.SlugRelatedField(
        "code", queryset=Centre.objects.all(), required=False, allow_null=True
    )
    derived = serializers.BooleanField(read_only=True)
    reason = serializers.CharField(max_length=500, write_only=True)


class ReasonSerializer(serializers.Serializer):
    """Why something ends."""

    reason = serializers.CharField(max_length=500)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn why a cohort was not written into a problem."""
    unprocessable = status.HTTP_422_UNPROCESSABLE_ENTITY
    try:
        yield
    except UnknownAtTimeZero as refused:
        language = get_language() or "en"
        raise Explained(
            unprocessable,
            "immortal-time",
            _("An ordinary curve of these groups is refused"),
            refused.says.in_language(language),
            variable=refused.variable.name,
            offers=[
                {"way": o.key, "label": o.label.in_language(language)}
                for o in refused.offers
            ],
        ) from refused
    except NotValid as refused:
        raise Explained(
            unprocessable,
            "not-valid",
            _("The definition cannot be used."),
            "; ".join(refused.reasons),
            reasons=refused.reasons,
        ) from refused
    except NameTaken as taken:
        raise serializers.ValidationError(
            {"slug": _("Another study has this short name: choose another.")}
        ) from taken
    except ReasonNeeded as needed:
        raise serializers.ValidationError(
            {"reason": _("Say why: each change is a version with a reason.")}
        ) from needed
    except SavedMeanwhile as other:
        raise Explained(
            status.HTTP_412_PRECONDITION_FAILED,
            "stale",
            _("Somebody changed the cohort after you read it."),
            _("Read it again and make the change from that version."),
            version=other.current.version,
        ) from other
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValueError as wrong:
        raise serializers.ValidationError(str(wrong)) from wrong


def define(view: ApiView, request: Request) -> Cohort:
    """Define the cohort that was sent."""
    said = _sent(DefineSerializer, request)
    with refusals():
        return save_cohort(
            slug=said["slug"],
            title=Label(said["title_en"], said["title_zh"]),
            definition=said["definition"],
            centres=_centres(view, said["centres"]),
            actor=view.actor,
            reason=said["reason"],
            version=0,
        )


def change(view: ApiView, request: Request, slug: str) -> Cohort:
    """Change the cohort as was sent, from the version that If-Match names."""
    cohort = get_object_or_404(cohorts_readable_by(view.actor), slug=slug)
    said = _sent(ChangeSerializer, request)
    seen = version_seen(request)
    with refusals():
        if "archived" in said:
            away, reason = said["archived"], said["reason"]
            archive(cohort=cohort, actor=view.actor, reason=reason, away=away)
            seen = Cohort.objects.get(pk=cohort.pk).version
        codes = said.get("centres", [c.code for c in cohort.centres.all()])
        return save_cohort(
            slug=slug,
            title=Label(
                said.get("title_en", cohort.title_en),
                said.get("title_zh", cohort.title_zh),
            ),
            definition=said.get("definition", cohort.definition),
            centres=_centres(view, codes),
            actor=view.actor,
            reason=said["reason"],
            version=seen,
        )


def _sent(kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    sent = kind(data=request.data)
    sent.is_valid(raise_exception=True)
    said: dict[str, Any] = sent.validated_data
    return said


def _centres(view: ApiView, codes: list[str]) -> list[Centre]:
    """Return the centres named; one where the caller may not build is unknown."""
    found = list(centres_to_build_in(view.actor).filter(code__in=codes))
    if unknown := sorted(set(codes) - {centre.code for centre in found}):
        told = _("No centre where you may define studies: %(codes)s.")
        raise serializers.ValidationError(
            {"centres": told % {"codes": ", ".join(unknown)}}
        )
    return found


class CohortCount(ApiView):
    """How many a definition takes in."""

    actions_needed = {"POST": Action.EDIT_COHORT}

    @extend_schema(
        operation_id="cohorts_count", request=CountSerializer, responses=dict
    )
    def post(self, request: Request) -> Response:
        """Count a definition step by step, without saving it; and say it in words."""
        said = _sent(CountSerializer, request)
        with refusals():
            definition = parse(said["definition"])
        made = Defined(said["definition"], definition)
        told = counted(self.actor, _centres(self, said["centres"]), made)
        assert told is not None
        lines = {"steps": told.steps, "groups": told.groups}
        return Response(
            {
                "words": sentence(definition).in_language(get_language() or "en"),
                "exact": told.exact,
                **{
                    part: [
                        {"says": x.text, "n": x.count, "left_out": x.less}
                        for x in found
                    ]
                    for part, found in lines.items()
                },
            }
        )


class CohortVersions(ApiView):
    """The versions of one cohort."""

    actions_needed = {"*": Action.VIEW_COHORT}

    @extend_schema(operation_id="cohorts_versions", responses=dict)
    def get(self, request: Request, slug: str) -> Response:
        """List the versions, newest first, with who, when, why and what changed."""
        cohort = get_object_or_404(cohorts_readable_by(self.actor), slug=slug)
        language = get_language() or "en"

        def said(label: Label | None) -> str | None:
            return label.in_language(language) if label else None

        return Response(
            [
                {
                    "version": one.number,
                    "at": one.at,
                    "by": one.who,
                    "reason": one.why,
                    "says": {p.key: said(p.says) for p in one.parts},
                    "changes": [
                        {"part": said(d.name), "old": said(d.old), "new": said(d.new)}
                        for d in one.differences
                    ],
                }
                for one in versions_of(cohort)
            ]
        )


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
        cohort, said = self.cohort(slug), _sent(GrantSerializer, request)
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
        said = _sent(ReasonSerializer, request)
        with refusals():
            withdraw(grant=found, actor=self.actor, reason=said["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)
