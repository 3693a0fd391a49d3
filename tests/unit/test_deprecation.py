"""What will go is said a year ahead."""

from datetime import date

import pytest

from config.rest.deprecation import Deprecated


def test_the_headers_name_both_days_and_the_way_on():
    going = Deprecated(date(2026, 1, 1), date(2027, 1, 1), "/api/v2/patients/")
    assert going.headers() == {
        "Deprecation": "@1767225600",
        "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
        "Link": '</api/v2/patients/>; rel="successor-version"',
    }


def test_a_short_notice_is_refused():
    with pytest.raises(ValueError, match="notice"):
        Deprecated(date(2026, 1, 1), date(2026, 6, 1), "/api/v2/")
