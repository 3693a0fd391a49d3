"""How often somebody may ask: counted per token, and said in every answer.

Source: draft-ietf-httpapi-ratelimit-headers for what the headers say.
"""

from dataclasses import dataclass
from time import time
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from registry.access.rates import count

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window that ends in ``reset`` seconds."""

    limit: int
    used: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return what every answer says of it."""
        left = max(self.limit - self.used, 0)
        return {
            "RateLimit-Policy": f'"token";q={self.limit};w={SECONDS}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.reset),
        }


class PerToken(BaseThrottle):
    """As many requests a minute as a person's programs need, not a flood.

    Each token counts for itself; what comes without one counts by session's person.
    """

    most = 3000
    allowance: Allowance

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request, and tell whether it is within the allowance."""
        now = int(time())
        began = now - now % SECONDS
        used = count(_who(request), began)
        self.allowance = Allowance(self.most, used, began + SECONDS - now)
        request._allowance = self.allowance  # type: ignore[attr-defined]
        return used <= self.most

    def wait(self) -> float:
        """Return the seconds until the next window."""
        return self.allowance.reset


def headers_of(request: Request) -> dict[str, str]:
    """Return what an answer says of the rate; nothing where none was counted."""
    allowance: Allowance | None = getattr(request, "_allowance", None)
    return allowance.headers() if allowance else {}


def _who(request: Request) -> str:
    key = getattr(request.auth, "token_key", None)
    return f"token:{key}" if key else f"person:{request.user.pk}"
