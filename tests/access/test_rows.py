"""Every table is under a row policy, or says why not."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from registry.access.policy import MAY, Action
from registry.access.reach import NOBODY, reaching
from registry.access.rows import policies, rule_of
from registry.access.rules import Exempt, Rule

MODELS = apps.get_models()
EXEMPT = {
    "registry.User",
    "registry.Membership",
    "registry.Centre",
    "registry.RateWindow",
    "registry.Seal",
    "registry.HistoryColumns",
    "registry.HistoricalUser",
    "registry.HistoricalMembership",
    "registry.HistoricalCentre",
    "registry.ApiToken",
    "registry.HistoricalApiToken",
    "registry.SecondFactor",
    "registry.HistoricalSecondFactor",
    "registry.RecoveryCode",
    "registry.HistoricalRecoveryCode",
}


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_whose_its_rows_are(model):
    rule = rule_of(model)
    assert rule is not None, "give the model a row_rule (registry.access.rules)"
    if isinstance(rule, Exempt):
        assert rule.why
        ours = model._meta.app_label in ("registry", "outcomes")
        assert not ours or model._meta.label in EXEMPT


@pytest.mark.django_db
def test_every_table_with_a_rule_is_under_its_policy():
    standing = rows(
        "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE c.relrowsecurity AND p.polcmd = '*' AND p.polpermissive"
    )
    assert {name for (name,) in standing} == {table for table, _rule in policies()}


@pytest.mark.django_db
def test_there_is_no_table_that_no_model_knows():
    """Views would read as their owner, past the policies; there are none."""
    known = {model._meta.db_table for model in MODELS} | {"django_migrations"}
    known |= {f.m2m_db_table() for m in MODELS for f in m._meta.local_many_to_many}
    found = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    )
    assert {name for (name,) in found} - known == set()


@pytest.mark.django_db
def test_the_application_cannot_pass_the_policies_by():
    role = settings.APPLICATION_ROLE
    assert rows("SELECT current_user") == [(role,)]
    assert rows(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ) == [(False,)]
    owned = rows(
        "SELECT relname FROM pg_class WHERE pg_has_role(relowner, 'MEMBER')"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert owned == []


@pytest.mark.django_db
def test_functions_that_pass_them_by_look_names_up_safely():
    """SECURITY DEFINER with the caller's search path could be led to other tables."""
    loose = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef"
        " AND pronamespace = 'public'::regnamespace"
        " AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%search_path=%'"
    )
    assert loose == []


def test_without_a_context_no_table_shows_a_row(world):
    with reaching(NOBODY):
        shown = {
            model._meta.label: model._base_manager.count()
            for model in MODELS
            if isinstance(rule_of(model), Rule)
        }
    assert len(shown) > 80
    assert not {label: n for label, n in shown.items() if n}


def test_identities_are_for_the_roles_that_edit():
    """The policy of identities goes by the centres where somebody edits."""
    for may in MAY.values():
        assert (Action.READ_IDENTITY in may) == (Action.EDIT_RECORD in may)
