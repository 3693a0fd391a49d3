"""Programs that call the API, each with a person's token."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from registry.models import ApiToken, User
from tests import builders


@pytest.fixture
def program_of(db: Any) -> Callable[[User], APIClient]:
    """Return a maker of clients that carry a user's token."""

    def make(user: User) -> APIClient:
        client = APIClient()
        _, token = ApiToken.objects.create(user)
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    return make


@pytest.fixture
def manager(db: Any, program_of: Callable[[User], APIClient]) -> APIClient:
    """The program of a data manager of LDP."""
    return program_of(builders.a_data_manager())


@pytest.fixture
def monitor(db: Any, program_of: Callable[[User], APIClient]) -> APIClient:
    """The program of a monitor of LDP."""
    return program_of(builders.a_monitor())
