"""Files for abroad: to which country they go, and by which number where they need one.

Human genetic resource data go there by the number of a filing or an approval alone
(``docs/adr/0181-numbers-for-abroad.md``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from outcomes.exports.asked import Unclear
from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.table import Options
from registry.access.log import note
from registry.codelists.base import Label
from registry.codelists.countries import COUNTRIES
from registry.models import Access

LONGEST = 60
NO_SUCH_COUNTRY = Label(
    "Name the recipient’s country by its two letters of ISO 3166-1, such as US.",
    "请用ISO 3166-1的两位字母代码填写接收方所在国家或地区，如US。",
)
NO_SUCH_NUMBER = Label(
    f"A number of a filing or an approval has at most {LONGEST} characters, in a line.",
    f"备案号或批准号最多{LONGEST}个字符，且不换行。",
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a file is for: their country, and the number by which it goes there."""

    country: str
    approval: str = ""

    @property
    def is_abroad(self) -> bool:
        """Tell whether the file leaves the country of this registry."""
        return self.country != settings.COUNTRY

    @property
    def kept(self) -> dict[str, str]:
        """Return it as the log of exports keeps it."""
        approval = {"approval": self.approval} if self.approval else {}
        return {"recipient": self.country, **approval}

    @property
    def in_log(self) -> str:
        """Return what the log of accesses says of it beside the file."""
        return f" to {self.country}, {self.approval}" if self.is_abroad else ""


class NumberNeeded(Exception):
    """A file with human genetic resource data is to go abroad, by no number."""

    def __init__(self, to: Recipient, names: Sequence[str]) -> None:
        says = _(
            "Human genetic resource data (%(names)s) go to another country by the "
            "number of a filing or an approval alone. Write the number, or leave these "
            "columns out."
        )
        super().__init__(says % {"names": ", ".join(names)})
        self.to = to


def at_home() -> Recipient:
    """Return the recipient of a file of which nothing else is said."""
    return Recipient(settings.COUNTRY)


def recipient_of(query: QueryDict) -> tuple[Recipient, list[Unclear]]:
    """Return whom an address names, and what of it cannot be read."""
    unclear = []
    country = query.get("recipient", "").strip().upper() or settings.COUNTRY
    approval = query.get("approval", "").strip()
    if country not in COUNTRIES:
        unclear.append(Unclear("recipient", NO_SUCH_COUNTRY))
        country = settings.COUNTRY
    if len(approval) > LONGEST or not approval.isprintable():
        unclear.append(Unclear("approval", NO_SUCH_NUMBER))
        approval = ""
    return Recipient(country, approval), unclear


def recipient_kept(query: Mapping[str, Any]) -> Recipient:
    """Return whom a row of the log of exports names."""
    country = query.get("recipient") or settings.COUNTRY
    return Recipient(country, query.get("approval", ""))


def genetic(dataset: Dataset, columns: Iterable[Column], options: Options) -> list[str]:
    """Return the names of a file's human genetic resource data.

    Rows chosen by the values of a column tell of that column as well.
    """
    told = {column.name for column in columns} | {*options.only}
    return [one.name for one in dataset.columns if one.genetic and one.name in told]


def kept_back(to: Recipient, names: Sequence[str]) -> NumberNeeded | None:
    """Return why a file with such data does not go there, None where it does."""
    if not names or to.approval or not to.is_abroad:
        return None
    return NumberNeeded(to, names)


def require_number(to: Recipient, names: Sequence[str]) -> None:
    """Raise NumberNeeded where a file with such data does not go there."""
    if lacks := kept_back(to, names):
        raise lacks


@contextmanager
def noted_if_kept_back(user_id: int | None, what: str, **about: Any) -> Iterator[None]:
    """Note in the log of accesses that a file was not given for want of a number.

    Around the transaction that makes the file: what is raised takes that back.
    """
    try:
        yield
    except NumberNeeded as needed:
        says = f"{what} to {needed.to.country}, without a number"
        note(Access.NOT_GIVEN, user_id=user_id, what=says, **about)
        raise
