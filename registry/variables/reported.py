"""Items of other registries that a field answers, and how far each was read. Pure.

A mapping says where an answer belongs when a centre reports, not that anything was
sent. CIBMTR renumbers its questions with each revision of a form: what was read stands
beside the number. ``docs/crosswalk.md`` names the source of each.
"""

from dataclasses import dataclass
from enum import Enum

from registry.codelists.base import Label

UNDATED = "manual (undated)"


class Standing(Enum):
    """How far an item was read: itself, the range of its section, or no number."""

    READ = Label("read", "已核对")
    RANGE = Label("range of its section", "仅知所在部分的题号范围")
    SECTION = Label("section only", "仅知所在部分，题号未核对")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of another registry's form.

    ``question`` is its number, the range of its section's numbers, its name where the
    form gives names instead of numbers, or the name of its section, by ``standing``.
    ``revision`` is the form's revision, or the state of the manual that was read.
    """

    registry: str
    form: str
    question: str
    revision: str = ""
    standing: Standing = Standing.READ

    def __str__(self) -> str:
        """Name the item as people cite it: CIBMTR 4100 R4.0 Q77."""
        number = f"Q{self.question}" if self.question[:1].isdigit() else self.question
        return " ".join(filter(None, (self.registry, self.form, self.revision, number)))

    def with_standing(self, language: str | None) -> str:
        """Name the item, and how far it was read."""
        return f"{self} ({self.standing.value.in_language(language)})"


def cibmtr(
    form: str, question: str, revision: str, standing: Standing = Standing.READ
) -> Item:
    """Return a question of a CIBMTR form."""
    return Item("CIBMTR", form, question, revision, standing)


def f4100(question: str) -> Item:
    """Return a question of the cellular-therapy follow-up, revision 4.0.

    Source: the form's items as stored in a public repository (ClarityNLP/form-builder),
    read whole. The form in force is of a later revision.
    """
    return cibmtr("4100", question, "R4.0")


def f4006(question: str) -> Item:
    """Return a question of the cellular-therapy infusion form.

    Source: CIBMTR Forms Instruction Manual, topic 4006q1-45.
    """
    return cibmtr("4006", question, UNDATED)


def f2400(question: str, standing: Standing = Standing.READ) -> Item:
    """Return a question of the pre-transplant essential data form, or a range of them.

    Source: CIBMTR Forms Instruction Manual, its table of contents of 2024 and the
    topics of its sections.
    """
    return cibmtr("2400", question, "manual 2024", standing)


def f2450(
    question: str, manual: str = UNDATED, standing: Standing = Standing.READ
) -> Item:
    """Return a question of the post-transplant essential data form, or a range of them.

    Source: the topics of CIBMTR's Forms Instruction Manual, of which public copies
    have their beginnings; they are of different years.
    """
    return cibmtr("2450", question, manual, standing)


def f2450_section(section: str) -> Item:
    """Return a section of the post-transplant essential data form.

    Source: the form's sections as listed in a public OMB document
    (omb.report/icr/202207-0915-001); question numbers were not read.
    """
    return cibmtr("2450", section, "", Standing.SECTION)


def ebmt_follow_up(item: str) -> Item:
    """Return an item of the EBMT day 100, six-month and annual follow-up.

    Its items have names, not numbers. Source: EBMT, How do I report patients treated
    with CAR T-cells to the EBMT Registry, part 2.
    """
    return Item("EBMT", "follow-up", item)
