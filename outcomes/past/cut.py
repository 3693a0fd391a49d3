"""A point in the registry's history: a day, a moment, or the number of a change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outcomes.figures.caption import thousands
from registry.access.reach import everywhere
from registry.models import Change


class NotACut(ValueError):
    """The text names no point of the past; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Everything up to here counts: ``change``, or what was written before ``before``.

    ``text`` is how an address writes it; ``name`` that of a data cut which keeps it;
    ``version`` that of the cohort which was saved with the change.
    """

    text: str
    before: datetime | None = None
    change: int | None = None
    name: str = ""
    version: int | None = None

    @property
    def later(self) -> tuple[str, object]:
        """Return as SQL on ``registry_change``, and its value, what came after."""
        if self.change is not None:
            return "id > %s", self.change
        return '"at" >= %s', self.before

    @property
    def data_version(self) -> int:
        """Return the newest change that counts; 0 where there is none."""
        if self.change is not None:
            return self.change
        with everywhere():  # a number, whoever's change it is
            found = Change.objects.filter(at__lt=self.before).order_by("-id")
            return found.values_list("id", flat=True).first() or 0

    @property
    def closed(self) -> bool:
        """Tell whether nothing that counts can still be written."""
        settled = timezone.now() - timedelta(minutes=5)
        return self.before is None or self.before < settled

    def __str__(self) -> str:
        """Say it to a person."""
        if self.change is not None:
            at = _("change %(change)s") % {"change": thousands(self.change)}
            if self.version:
                told = {"version": self.version, "at": at}
                return _("version %(version)s (%(at)s)") % told
            if not self.name:
                return at
            return _("data cut %(name)s (%(at)s)") % {"name": self.name, "at": at}
        at = date_format(timezone.localtime(self.before), "Y-m-d H:i:s T")
        if parse_date(self.text):
            return _("the end of %(day)s (%(at)s)") % {"day": self.text, "at": at}
        return at


def cut_of(text: str) -> Cut:
    """Read ``2026-03-01`` (the day's end), ``2026-03-01T12:00Z`` or ``1695``, a change.

    Raises NotACut, for the future too.
    """
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return _change(text)
    moment = _moment(text)
    if moment is None:
        raise NotACut(
            _(
                "Write a day such as 2026-03-01, a moment such as 2026-03-01T12:00Z, "
                "or the number of a change."
            )
        )
    day = _day(text)
    if (day and day > timezone.localdate()) or (not day and moment > timezone.now()):
        raise NotACut(
            _("%(day)s lies in the future: choose a past day.") % {"day": text}
        )
    return Cut(text, before=moment)


def _change(text: str) -> Cut:
    with everywhere():  # a number, whoever's change it is
        changes = Change.objects.order_by("-id").values_list("id", flat=True)
        newest = changes.first() or 0
    if len(text) > 18 or not 0 < int(text) <= newest:
        raise NotACut(
            _("There is no change %(change)s; the newest is %(newest)s.")
            % {"change": text, "newest": newest}
        )
    return Cut(text, change=int(text))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Return the end of a day by the registry's clock, or the moment itself."""
    if day := _day(text):
        if day.year > 9000:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(1), time.min))
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment)
