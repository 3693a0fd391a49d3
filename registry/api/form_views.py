"""What the resource of every form does: list, read, create, change, the history."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.etags import tagged, unchanged, version_seen
from config.rest.views import Pages
from registry.access.log import saw, saw_rows
from registry.access.policy import Action, require
from registry.api.derived import cases_of
from registry.api.findings import spoken
from registry.api.headers import CHANGE, REASON, reason_of
from registry.api.history import EditSerializer, history_as_json
from registry.api.marking import Marking
from registry.api.marks import tag_of
from registry.api.serializers import FormSerializer, serializer_of
from registry.api.settled import settled_as_json
from registry.api.stale import stale
from registry.models import Patient
from registry.queries.attestations import attestations_of
from registry.services.errors import Stale
from registry.services.records import Saved


class FormViewSet(Marking):
    """What every form's resource does; each form fills in its model."""

    beside: tuple[str, ...]
    pagination_class = Pages
    lookup_value_regex = r"\d+"
    actions_needed = {"POST": Action.EDIT_RECORD, "*": Action.READ_RECORD}
    headers_read = {
        "POST": (REASON,),
        "PUT": CHANGE,
        "PATCH": CHANGE,
        "DELETE": CHANGE,
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return the records that the caller may see."""
        rows: Any = self.model.objects  # type: ignore[attr-defined]
        return rows.visible_to(self.actor).select_related(*self.beside)

    def get_object(self) -> Any:
        """Return the record of the address, and note whose it is."""
        record = super().get_object()
        saw(record if isinstance(record, Patient) else record.patient)
        return record

    def list(self, request: Request) -> Response:
        """List the records, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        saw_rows(page)
        return self.get_paginated_response(self.shown(page, many=True))

    def retrieve(self, request: Request, pk: str) -> Response:
        """Read one record; its ETag is its version."""
        record = self.get_object()
        if same := unchanged(request, tag_of(record)):
            return same
        return Response(self.shown(record), headers=tagged(tag_of(record)))

    def create(self, request: Request) -> Response:
        """Create a record; soft findings come back with it."""
        asked = self._asked(request)
        saved = self.write_new(asked)
        place = reverse(f"{self.basename}-detail", [saved.record.pk], request=request)
        return self.answer(saved, status.HTTP_201_CREATED, {"Location": place})

    def update(self, request: Request, pk: str) -> Response:
        """Replace the form: an answer that is not sent becomes empty."""
        return self._change(request, partial=False)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the answers that are sent."""
        return self._change(request, partial=True)

    @extend_schema(responses=EditSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, pk: str) -> Response:
        """Tell who changed what, when, from what, to what and why; newest first."""
        return Response(history_as_json(self.get_object()))

    def write_new(self, asked: FormSerializer) -> Saved:
        """Create the record through its service."""
        raise NotImplementedError

    def write(
        self, record: Any, asked: FormSerializer, values: Any, version: int
    ) -> Saved:
        """Change the record through its service."""
        raise NotImplementedError

    def _change(self, request: Request, *, partial: bool) -> Response:
        record = self.get_object()
        require(self.actor, Action.EDIT_RECORD, self.centre_of(record))
        version = version_seen(request)
        asked = self._asked(request, record=record, partial=partial)
        values = asked.answers() if partial else asked.whole_form()
        try:
            saved = self.write(record, asked, values, version)
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, values, self.shown(current)) from error
        return self.answer(saved)

    def _asked(self, request: Request, record: Any = None, **how: Any) -> Any:
        asked = self.get_serializer(record, data=request.data, **how)
        asked.is_valid(raise_exception=True)
        return asked

    def reason(self, asked: FormSerializer | None = None) -> str:
        """Return why, from the body or else from the header."""
        said = asked.validated_data.get("reason", "") if asked else ""
        return reason_of(self.request, said)

    def shown(self, what: Any, *, many: bool = False) -> Any:
        """Return a record, or many, with what follows from them and their marks."""
        context: dict[str, Any] = dict(self.get_serializer_context())
        rows = what if many else [what]
        context["cases"] = cases_of(rows)
        context["attestations"] = attestations_of(rows)
        return serializer_of(self.model)(what, many=many, context=context).data

    def answer(
        self,
        saved: Saved,
        code: int = status.HTTP_200_OK,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Return the record as it was saved, with findings and queries."""
        record = self.get_queryset().get(pk=saved.record.pk)
        body = self.shown(record) | {
            "findings": [spoken(f) for f in saved.findings],
            "queries": settled_as_json(saved.queries, self.actor),
        }
        return Response(
            body, code, headers={**tagged(tag_of(record)), **(headers or {})}
        )
