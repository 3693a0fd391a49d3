"""Examples beside the serializers that they are of; the schema shows them."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

Decorator = Callable[[Any], Any]


def sent(body: Any, name: str = "As it is sent") -> Decorator:
    """Show ``body`` wherever the serializer says what is sent."""
    example = OpenApiExample(name, body, request_only=True)
    return extend_schema_serializer(examples=[example])


def read(body: Any, name: str = "As it is read") -> Decorator:
    """Show ``body`` wherever the serializer says what is answered."""
    example = OpenApiExample(name, body, response_only=True)
    return extend_schema_serializer(examples=[example])
