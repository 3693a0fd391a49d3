"""What was verified, signed, locked, opened or made void, in sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.audit.reading import Edit
from registry.models import WHOLE_CASE, Attestation, Centre
from registry.queries.attestations import Voids
from registry.views.times import stamp

# By the mark as ``registry.audit.reading.marked`` names it: state, and what was done.
ACTS = {
    "verified": ("verified", gettext_lazy("verified against the source")),
    "signed": ("signed", gettext_lazy("signed")),
    "locked": ("locked", gettext_lazy("locked")),
    "case_locked": ("locked", gettext_lazy("locked the whole case")),
    "-verified": ("warn", gettext_lazy("The verification is void.")),
    "-signed": ("warn", gettext_lazy("The signature is void.")),
    "-locked": ("unlocked", gettext_lazy("unlocked")),
    "-case_locked": ("unlocked", gettext_lazy("unlocked the whole case")),
}


def marks_told(
    edit: Edit, form: str, record_id: int, voids: Voids, centre: Centre
) -> list[dict[str, Any]]:
    """Return the marks that an edit set or took away, each as state and sentence."""
    told = []
    for mark in edit.marks:
        state, words = ACTS[mark]
        kind = mark.lstrip("-").removeprefix("case_")
        of = WHOLE_CASE if "case" in mark else form
        void = voids.get((of, record_id, kind, edit.version))
        lost = void is not None and kind != "locked" and mark.startswith("-")
        told.append(
            {
                "state": state,
                "text": void_words(void, centre) if lost and void else words,
            }
        )
    return told


def void_words(void: Attestation, centre: Centre) -> str:
    """Say whose verification or signature holds no more, and since which version."""
    said = {
        "name": void.printed_name,
        "at": stamp(void.at, centre)[:16],
        "version": void.voided_version,
    }
    if void.kind == "signed":
        words = _(
            "The signature of %(name)s of %(at)s is void since version %(version)s."
        )
    else:
        words = _(
            "The verification by %(name)s of %(at)s is void since version %(version)s."
        )
    return words % said
