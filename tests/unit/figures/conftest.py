"""The founding study's figures, drawn from its kept results."""

import copy
from datetime import UTC, datetime

import pytest

from outcomes.figures.caption import Provenance
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.layout import TWO
from outcomes.figures.render import specification, svg
from tests.unit.figures.drawn import marks
from tests.web.study import the_results

SOURCE = Provenance(
    title="CD7 CAR-T then allogeneic HSCT",
    slug="cd7-hsct",
    cohort_version=1,
    data_version=1691,
    computed_at=datetime(2026, 11, 23, 17, 30, tzinfo=UTC),
    code_version="0.1.0+abcdef01",
)


# Every figure that these results can draw: those of the usual endpoints, and the rest.
SHOWN = [name for name, figure in FIGURES.items() if figure.shown(the_results())]


@pytest.fixture
def results():
    """The study's results, free to be changed."""
    return copy.deepcopy(the_results())


@pytest.fixture
def spec(results):
    """Give the specification of a figure by name, from ``results`` as they are now."""

    def of(name, layout=TWO):
        return specification(FIGURES[name].draw(results, SOURCE, layout), name)

    return of


@pytest.fixture
def sheet(spec):
    """Give everything drawn in a figure, each at its place."""
    return lambda name, layout=TWO: marks(svg(spec(name, layout)))
