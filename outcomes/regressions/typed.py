"""A regression as an address writes it, kept whatever it is. Pure.

``?endpoint=RI&model=fine_gray&x=age&age-by=points&age-points=14,40&x=sex&sex-ref=F``:
``x`` names a covariate, and what hangs on its name says how it is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

MODELS = ("cox", "fine_gray")


class Lists(Protocol):
    """Parameters of an address: each name may have several values."""

    def getlist(self, name: str) -> Sequence[object]:
        """Return every value of a name, none where it is not there."""


@dataclass(frozen=True, slots=True)
class TypedTerm:
    """A covariate: how it is taken, cut points, the unit of a ratio, the reference."""

    variable: str
    by: str = ""
    points: str = ""
    per: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TypedModel:
    """Everything that an address says of a regression."""

    endpoint: str = ""
    model: str = MODELS[0]
    terms: tuple[TypedTerm, ...] = ()
    strata: tuple[str, ...] = ()
    robust: bool = False

    @property
    def query(self) -> str:
        """Return the address that says the same, in one order."""
        said = [("endpoint", self.endpoint), ("model", self.model)]
        for term in self.terms:
            said.append(("x", term.variable))
            said += [(f"{term.variable}-{end}", text) for end, text in _ends(term)]
        said += [("stratum", name) for name in self.strata]
        said += [("robust", "1")] if self.robust else []
        return urlencode([(name, text) for name, text in said if text])


# What hangs on the name of a covariate, and the part that it says.
ENDS: Mapping[str, str] = {
    "by": "by",
    "points": "points",
    "per": "per",
    "ref": "reference",
}
PLAIN = frozenset({"endpoint", "model", "x", "stratum", "robust"})


def read(asked: Lists) -> TypedModel:
    """Read an address; a covariate named twice counts once."""

    def text(name: str) -> str:
        return next((str(one).strip() for one in asked.getlist(name)), "")

    names = dict.fromkeys(str(name) for name in asked.getlist("x") if name)
    left_out = text("drop")
    return TypedModel(
        text("endpoint"),
        text("model") or MODELS[0],
        tuple(
            TypedTerm(
                name, **{part: text(f"{name}-{end}") for end, part in ENDS.items()}
            )
            for name in names
            if name != left_out
        ),
        tuple(dict.fromkeys(str(one) for one in asked.getlist("stratum") if one)),
        bool(text("robust")),
    )


def _ends(term: TypedTerm) -> list[tuple[str, str]]:
    return [(end, getattr(term, part)) for end, part in ENDS.items()]
