"""Objects that a body names by a code or by what they are called."""

from typing import Any

from rest_framework import serializers

from config.limits import NUL


class Named(serializers.SlugRelatedField):
    """One of those that there are; a name with NUL, which no text holds, is none."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the object. Raises ValidationError."""
        if NUL in str(data):
            self.fail("invalid")
        return super().to_internal_value(data)
