"""Why a cohort was not written or opened, as a problem."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied

from config.rest.problems import Explained
from outcomes.cohorts.definition import NotValid, UnknownAtTimeZero
from outcomes.cohorts.errors import NameTaken, ReasonNeeded, SavedMeanwhile
from outcomes.models import Cohort
from registry.access.policy import Refused


@contextmanager
def refusals(yours: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Turn why a cohort was not written into a problem.

    Whoever was late reads what they sent, ``yours``, beside what it says now.
    """
    unprocessable = status.HTTP_422_UNPROCESSABLE_ENTITY
    try:
        yield
    except UnknownAtTimeZero as refused:
        title = _("An ordinary curve of these groups is refused")
        raise immortal_time(refused, title) from refused
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
            differences=_differences(yours or {}, other.current),
        ) from other
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValueError as wrong:
        raise serializers.ValidationError(str(wrong)) from wrong


def _differences(yours: Mapping[str, Any], cohort: Cohort) -> list[dict[str, Any]]:
    now = {
        "title_en": cohort.title_en,
        "title_zh": cohort.title_zh,
        "definition": cohort.definition,
        "centres": sorted(cohort.centres.values_list("code", flat=True)),
    }
    return [
        {"field": name, "yours": yours[name], "current": now[name]}
        for name in now
        if name in yours and yours[name] != now[name]
    ]


def immortal_time(refused: UnknownAtTimeZero, title: str) -> Explained:
    """Return the problem of what becomes known later, with what to ask instead."""
    language = get_language() or "en"
    return Explained(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        "immortal-time",
        title,
        refused.says.in_language(language),
        variable=refused.variable.name,
        offers=[
            {"way": offer.key, "label": offer.label.in_language(language)}
            for offer in refused.offers
        ],
    )
