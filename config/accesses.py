"""What gunicorn logs: a JSON object a line, and a request's path without its query."""

import logging.config
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import structlog
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response

from config.logs import logging_config


class Accesses(Logger):
    """Logs by the application's own formatter, which escapes what would end a line."""

    def setup(self, cfg: Config) -> None:
        """Hand both of gunicorn's logs to it."""
        super().setup(cfg)
        logging.config.dictConfig(logging_config(as_json=True))
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True

    def access(
        self,
        resp: Response,
        req: Request,
        environ: dict[str, Any],
        request_time: timedelta,
    ) -> None:
        """Log a request: no query, in which a name may stand, and no referer."""
        structlog.get_logger("gunicorn.access").info(
            "request",
            **{"from": environ.get("REMOTE_ADDR")},
            method=environ["REQUEST_METHOD"],
            path=quote(environ["PATH_INFO"].encode("latin-1")),
            status=resp.status_code,
            bytes=resp.sent,
            seconds=request_time.total_seconds(),
        )
