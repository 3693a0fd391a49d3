"""Define and change cohorts, count them, and read their versions, by REST."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import if_match, version_seen
from config.rest.examples import sent
from config.rest.views import ApiView, body_of
from outcomes.api.refusals import refusals
from outcomes.building.defining import Defined
from outcomes.building.told import counted
from outcomes.cohorts.access import centres_to_build_in, cohorts_readable_by
from outcomes.cohorts.definition import parse
from outcomes.cohorts.saving import archive, save_cohort
from outcomes.cohorts.versions import Difference, versions_of
from outcomes.cohorts.wording import sentence
from outcomes.models import Cohort
from registry.access.policy import Action
from registry.codelists.base import Label
from registry.models import Centre

IF_MATCH = if_match("The ETag of the cohort that the change was made from.")


class DifferenceSerializer(serializers.Serializer):
    """One part that a version says otherwise than the one before."""

    part = serializers.CharField()
    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)


class VersionSerializer(serializers.Serializer):
    """One version of a cohort."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    says = serializers.DictField(child=serializers.CharField(allow_null=True))
    changes = DifferenceSerializer(many=True)


DEFINITION = {
    "index": "infusion",
    "horizon": 730,
    "hsct": "ignore",
    "filters": [{"variable": "age", "to": 14}],
    "groups": {"variable": "hsct_done", "landmark": 90},
    "strata": [],
    "endpoints": ["OS", "LFS"],
    "subgroups": [],
}


@sent(
    {
        "slug": "children",
        "title_en": "Children",
        "title_zh": "儿童",
        "definition": DEFINITION,
        "centres": ["LDP"],
        "reason": "protocol 3.1",
    }
)
class DefineSerializer(serializers.Serializer):
    """A new cohort."""

    slug = serializers.SlugField(max_length=50)
    title_en = serializers.CharField(max_length=200)
    title_zh = serializers.CharField(max_length=200)
    definition = serializers.DictField()
    centres = serializers.ListField(child=serializers.CharField(), allow_empty=False)
    reason = serializers.CharField(max_length=500, required=False, default="")


@sent({"title_en": "Children under 15", "reason": "protocol 3.2"})
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


@sent({"definition": DEFINITION, "centres": ["LDP"]})
class CountSerializer(serializers.Serializer):
    """A definition to count, without saving it."""

    definition = serializers.DictField()
    centres = serializers.ListField(child=serializers.CharField(), allow_empty=False)


def define(view: ApiView, request: Request) -> Cohort:
    """Define the cohort that was sent."""
    said = body_of(request, DefineSerializer)
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
    said = body_of(request, ChangeSerializer)
    seen = version_seen(request)
    with refusals(said):
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

    only_asks = True

    actions_needed = {"POST": Action.EDIT_COHORT}

    @extend_schema(
        operation_id="cohorts_count", request=CountSerializer, responses=dict
    )
    def post(self, request: Request) -> Response:
        """Count a definition step by step, without saving it; and say it in words."""
        said = body_of(request, CountSerializer)
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

    @extend_schema(
        operation_id="cohorts_versions", responses=VersionSerializer(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """List the versions, newest first, with who, when, why and what changed."""
        cohort = get_object_or_404(cohorts_readable_by(self.actor), slug=slug)
        return Response(
            [
                {
                    "version": one.number,
                    "at": one.at,
                    "by": one.who,
                    "reason": one.why,
                    "says": {p.key: _said(p.says) for p in one.parts},
                    "changes": told_differences(one.differences),
                }
                for one in versions_of(cohort)
            ]
        )


def told_differences(differences: Iterable[Difference]) -> list[dict[str, str | None]]:
    """Return what two versions say otherwise, in the reader's language."""
    return [
        {"part": _said(one.name), "old": _said(one.old), "new": _said(one.new)}
        for one in differences
    ]


def _said(label: Label | None) -> str | None:
    return label.in_language(get_language() or "en") if label else None
