"""What will go: said ahead in headers and in the schema.

Sources: RFC 9745 (Deprecation), RFC 8594 (Sunset). docs/api.md has the policy.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.http import http_date

# An address or member that is deprecated goes on working for at least this long.
NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecated:
    """An operation that is deprecated ``since`` a day, gone ``until`` another.

    ``instead`` is the address that does the same. Raises ValueError where the notice
    is shorter than the policy says.
    """

    since: date
    until: date
    instead: str

    def __post_init__(self) -> None:
        if self.until - self.since < NOTICE:
            raise ValueError(f"notice of {self.until - self.since}, not {NOTICE}")

    def headers(self) -> dict[str, str]:
        """Return what each answer says of it."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.until)),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
