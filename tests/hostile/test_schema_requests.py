"""Requests made from the API's schema: no fault, and no undescribed answer."""

import pytest

from registry.models import FORMS
from tests.hostile.asking import Tried, ask, operations, tokens

# Everybody who has a role, and nobody.
ASKING = (
    "manager",
    "investigator",
    "statistician",
    "monitor",
    "centreadmin",
    "admin",
    "anonymous",
)
# One with limits and units, one with a repeating group, one that closes a case.
SOME_FORMS = ("comorbidity", "infusion", "death")


@pytest.mark.slow
def test_no_request_is_a_fault_and_no_answer_undescribed(
    world, full, shard, record_property
):
    """Each operation by one role, or by all; a few forms stand for all of them."""
    tried, keys = Tried(), tokens(world)
    for number, operation in shard.of(list(enumerate(operations()))):
        form = operation.path.split("/")[3]
        if not full and form in FORMS and form not in SOME_FORMS:
            continue
        askers = ASKING if full else [ASKING[number % 3 and number % len(ASKING)]]
        for asker in askers:
            ask(
                operation,
                keys[asker],
                world.sites["LDP"],
                times=10 if full else 1,
                start=number,
                tried=tried,
            )
    record_property("answers", {"requests": tried.requests, **tried.statuses})
    assert not tried.wrong, "\n".join(tried.wrong[:200])
