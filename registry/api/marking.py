"""Verify, sign, lock and unlock a record: acts that every form's resource has."""

from typing import Any

from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import tagged, version_seen
from config.rest.views import ApiView
from registry.access.policy import require
from registry.api.headers import reason_of
from registry.api.marks import UnlockSerializer, confirmed_by, tag_of
from registry.api.stale import stale
from registry.models import Kind, Versioned
from registry.services.attesting import attest_one
from registry.services.errors import Stale
from registry.services.judging import NEEDED, Target


class Marking(ApiView, viewsets.GenericViewSet):
    """The marks of a record; a viewset of a form says whose it is and how it reads."""

    model: type[Versioned]

    def centre_of(self, record: Any) -> int:
        """Return the centre that answers for the record."""
        raise NotImplementedError

    def shown(self, what: Any, *, many: bool = False) -> Any:
        """Return a record, or many, as the API shows it."""
        raise NotImplementedError

    @action(detail=True, methods=["POST"], pagination_class=None)
    def verify(self, request: Request, pk: str) -> Response:
        """Say that the record agrees with the source documents."""
        return self._attested(Kind.VERIFIED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def sign(self, request: Request, pk: str) -> Response:
        """Sign the record; user name and password are sent for it."""
        return self._attested(Kind.SIGNED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def lock(self, request: Request, pk: str) -> Response:
        """Lock the record: nothing changes it before it is unlocked."""
        return self._attested(Kind.LOCKED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def unlock(self, request: Request, pk: str) -> Response:
        """Open a locked record, for a stated reason."""
        return self._attested(Kind.UNLOCKED)

    def _attested(self, kind: Kind) -> Response:
        record = self.get_object()
        require(self.actor, NEEDED[kind], self.centre_of(record))
        version = version_seen(self.request)
        said = UnlockSerializer(data=self.request.data)
        said.is_valid(raise_exception=True)
        try:
            attest_one(
                kind=kind,
                target=Target(self.model.form, record.pk, version),
                actor=self.actor,
                confirmed=confirmed_by(self.request) if kind == Kind.SIGNED else None,
                reason=reason_of(self.request, said.validated_data.get("reason", "")),
            )
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, {}, self.shown(current)) from error
        record = self.get_queryset().get(pk=record.pk)
        return Response(self.shown(record), headers=tagged(tag_of(record)))
