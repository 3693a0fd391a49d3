"""Titles of figures, said in the language of whoever reads them."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.endpoints import Wording


def name_of(words: Wording) -> str:
    """Return the words in the reader's language."""
    return words.in_language(get_language() or "en")


def _by_subgroup(words: Wording) -> str:
    return _("%(endpoint)s by subgroup") % {"endpoint": name_of(words)}


def _ratios(words: Wording) -> str:
    return _("%(endpoint)s by subgroup, hazard ratios") % {"endpoint": name_of(words)}


def _by_state(words: Wording) -> str:
    return _("%(endpoint)s by state") % {"endpoint": name_of(words)}


# Each gives a text that chooses its language when it is read.
lazy_words: Callable[[Wording], Any] = lazy(name_of, str)
by_subgroup: Callable[[Wording], Any] = lazy(_by_subgroup, str)
ratios: Callable[[Wording], Any] = lazy(_ratios, str)
by_state: Callable[[Wording], Any] = lazy(_by_state, str)
