"""Logging to standard error: JSON in production, lines for people elsewhere.

In production an error is logged without its message, which may quote what a patient
has: PostgreSQL shows the row that breaks a constraint.
"""

from collections.abc import Iterator
from traceback import format_tb
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """Configure structlog and give Django's ``LOGGING`` to match."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": _formatter(as_json=as_json)},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "axes": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }


def _formatter(*, as_json: bool) -> dict[str, Any]:
    # Plain, because a traceback with local variables would log what people typed.
    renderer: Any = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    if as_json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "pass_foreign_args": True,
        "processors": [
            _without_message if as_json else _as_it_is,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    }


def _as_it_is(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    event.pop("positional_args", None)
    return event


def _without_message(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    args = event.pop("positional_args", None)
    error = (event.pop("exc_info", None) or (None, None))[1]
    if error is None:
        return event
    event["exception"] = "because of\n".join(_kinds_and_lines(error))
    # Celery has the message in what it says of a task that failed.
    if isinstance(args, dict) and "exc" in args:
        event["event"] = event["_record"].msg % {**args, "exc": type(error).__name__}
    return event


def _kinds_and_lines(error: BaseException | None) -> Iterator[str]:
    """Yield for an error and each that led to it its kind and where it came from."""
    while error is not None:
        kind = type(error).__name__
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        said = f"{kind} of {constraint}" if constraint else kind
        yield f"{said}\n{''.join(format_tb(error.__traceback__))}"
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
