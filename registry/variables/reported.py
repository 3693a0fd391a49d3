"""Items of other registries that a field answers, and how far each was read. Pure.

A mapping says where an answer belongs when a centre reports, not that anything was
sent. CIBMTR renumbers its questions with each revision of a form: the revision that
was read stands beside the number.
"""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a mapping came about."""

    READ = "read"
    TO_CHECK = "to be checked"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of another registry's form.

    ``question`` is its number, or the name of its section where numbers were not
    read.
    """

    registry: str
    form: str
    question: str
    revision: str = ""
    standing: Standing = Standing.TO_CHECK

    def __str__(self) -> str:
        """Name the item as people cite it: CIBMTR 4100 R4.0 Q77."""
        number = f"Q{self.question}" if self.question[:1].isdigit() else self.question
        return " ".join(filter(None, (self.registry, self.form, self.revision, number)))


def cibmtr(
    form: str,
    question: str,
    *,
    revision: str = "",
    standing: Standing = Standing.TO_CHECK,
) -> Item:
    """Return an item of a CIBMTR form."""
    return Item("CIBMTR", form, question, revision, standing)


def ebmt(form: str, item: str, *, standing: Standing = Standing.TO_CHECK) -> Item:
    """Return an item of an EBMT form."""
    return Item("EBMT", form, item, "", standing)


def f4100(question: str) -> Item:
    """Return a question of the cellular-therapy follow-up, revision 4.0.

    Source: the form's items as stored in a public repository (ClarityNLP/form-builder),
    read whole. The form in force is of a later revision.
    """
    return cibmtr("4100", question, revision="R4.0", standing=Standing.READ)


def f2450(section: str) -> Item:
    """Return a section of the post-transplant essential data form.

    Source: the form's sections as listed in a public OMB document
    (omb.report/icr/202207-0915-001); question numbers were not read.
    """
    return cibmtr("2450", section)


def ebmt_follow_up(item: str) -> Item:
    """Return an item of the EBMT day 100, six-month and annual follow-up.

    Source: its completion guideline as far as public; item numbers were not read.
    """
    return ebmt("follow-up", item)
