"""What every figure says of itself: from which patients, which edits, as of when."""

import re
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.cohorts.described import GroupSummary
from outcomes.cohorts.results import Results
from outcomes.cohorts.wording import HSCT_MEANINGS, HSCT_WAYS
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.layout import Layout
from outcomes.figures.wording import amount, paragraph, said, stopped
from outcomes.models import Cohort, Snapshot

# A Latin word stays whole; of Chinese, every letter is one.
WORD = re.compile(r"（?[!-~\N{NO-BREAK SPACE}]+|（?.")
NEVER_FIRST = set("，。、；：）％")


@dataclass(frozen=True, slots=True)
class Provenance:
    """The data and the code behind a figure."""

    title: str
    slug: str
    cohort_version: int
    data_version: int
    computed_at: datetime
    code_version: str

    @classmethod
    def of(cls, cohort: Cohort, snapshot: Snapshot) -> "Provenance":
        """Read it from a snapshot of a cohort."""
        return cls(
            said({"en": cohort.title_en, "zh": cohort.title_zh}),
            cohort.slug,
            snapshot.cohort_version,
            snapshot.data_version,
            snapshot.computed_at,
            snapshot.code_version,
        )

    def __str__(self) -> str:
        """Say it in one line."""
        at = date_format(timezone.localtime(self.computed_at), "Y-m-d H:i T")
        return _(
            "Cohort %(slug)s, version %(cohort_version)d. "
            "Data as of change %(data_version)s, computed %(at)s, code %(code)s."
        ) % {
            "slug": self.slug,
            "cohort_version": self.cohort_version,
            "data_version": thousands(self.data_version),
            "at": at,
            "code": self.code_version,
        }


def thousands(number: int) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,}"


def caption(
    results: Results,
    provenance: Provenance,
    method: str,
    layout: Layout,
    *,
    subset: bool = False,
) -> list[str]:
    """Return the lines under a figure, cut to its width."""
    said_of = sentences(results, provenance, method, subset=subset)
    return [part for line in said_of for part in fold(line, layout.letters)]


def sentences(
    results: Results, provenance: Provenance, method: str, *, subset: bool = False
) -> list[str]:
    """Say of a figure: who and how, and from which data.

    ``subset`` names the one group that the figure is about, where it is about one.
    """
    key = results["subset"]["key"] if subset else None
    groups = [g for g in results["groups"] if g["key"] == key] or results["groups"]
    sizes = _(", ").join(f"{said(group['label'])} {_size(group)}" for group in groups)
    who = stopped(f"{provenance.title}{_(': ')}{sizes}")
    return [paragraph(who, method, *framed(results)), str(provenance)]


def _size(group: GroupSummary) -> str:
    """Write how many there are, and of how many where the figure lacks some."""
    n, whole = group["n"], group.get("of")
    if whole is None or whole == n:
        return f"n = {amount(n)}"
    return _("n = %(n)s of %(whole)s") % {"n": n, "whole": whole}


def framed(results: Results) -> list[str]:
    """Say what else the figures rest on: landmark, state, strata, HSCT after CAR-T."""
    found = []
    if day := results.get("landmark"):
        found.append(_("Days count from the landmark, day %(day)s.") % {"day": day})
    if results.get("by_state"):
        told = _("By state: Simon–Makuch, entered on its day; other curves of all.")
        found.append(told)
    if strata := results.get("strata"):
        names = _(", ").join(said(one) for one in strata)
        found.append(_("Tests are stratified by %(names)s.") % {"names": names})
    if results["index"] == "infusion":
        found.append(_hsct_way(results))
    return found


def _hsct_way(results: Results) -> str:
    way = HSCT_WAYS[results.get("hsct", "ignore")]
    told = _("HSCT after CAR-T: %(way)s.")
    return told % {"way": way.in_language(get_language() or "en")}


def defined(results: Results, part: str, paramcd: str) -> str:
    """Say what an endpoint is, whose definition that is, and what becomes of HSCT."""
    found = results[part][paramcd]  # type: ignore[literal-required]
    source = _("Source: %(source)s.") % {"source": ENDPOINTS[paramcd].source}
    return paragraph(said(found["definition"]), source, hsct_says(results))


def hsct_says(results: Results) -> str:
    """Say what becomes of an HSCT after CAR-T, and what that means; else nothing."""
    if results["index"] != "infusion":
        return ""
    meaning = HSCT_MEANINGS[results.get("hsct", "ignore")]
    return paragraph(_hsct_way(results), meaning.in_language(get_language() or "en"))


def fold(text: str, width: int) -> list[str]:
    """Break a text after ``width`` letters; Chinese has no spaces to break at.

    A number stays with its per cent, a bracket with what it opens.
    """
    text = text.replace(" %", "\N{NO-BREAK SPACE}%")
    if not any(east_asian_width(letter) in "WF" for letter in text):
        return wrap(text, width)
    lines, used = [""], 0
    for word in WORD.findall(text):
        room = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)
        if used + room > width and word not in NEVER_FIRST:
            lines, used = [*lines, ""], 0
        lines[-1] += word
        used += room
    return lines
