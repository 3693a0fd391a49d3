"""Records that break the checks of support, complications and late effects."""

from registry.checks.dated import DATED
from tests.unit.checks.broken.base import Broken

FURTHER_FORMS = [
    *(
        Broken(
            "DQ003",
            form,
            {field: None},
            {field: None, "absent": {field: "unknown"}},
        )
        for form, field in DATED.items()
    ),
]
