"""Two people changed the same record: what each of them says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status

from config.rest.etags import etag
from config.rest.problems import Explained


def stale(seen: int, yours: Mapping[str, Any], current: Mapping[str, Any]) -> Explained:
    """Return the problem of a change made from version ``seen``, no longer current."""
    return Explained(
        status.HTTP_412_PRECONDITION_FAILED,
        "stale",
        _("Somebody saved this record after you read it. Nothing was saved."),
        _("Compare, then send again with the current version's ETag as If-Match."),
        your_version=etag(seen),
        current_version=etag(current["version"]),
        differences=[
            {"field": name, "yours": value, "current": current[name]}
            for name, value in yours.items()
            if current.get(name) != value
        ],
        current=dict(current),
    )
