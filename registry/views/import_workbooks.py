"""Workbooks to fill in: a template, and the centre's own data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from registry.access.requests import ActorRequest, actor_required
from registry.intake.workbooks import empty_workbook, filled_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@actor_required
@require_GET
def template(request: ActorRequest) -> HttpResponse:
    """Hand out a workbook of all forms, or of those asked for, to fill in."""
    content = empty_workbook(actor=request.actor, forms=_forms(request))
    return workbook(content, f"day-zero-template-{get_language()}.xlsx")


@actor_required
@require_GET
def data(request: ActorRequest) -> HttpResponse:
    """Hand out the data of the person's own centres as the same workbook."""
    content = filled_workbook(actor=request.actor, forms=_forms(request))
    return workbook(content, f"day-zero-data-{get_language()}.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to keep."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _forms(request: HttpRequest) -> Any:
    return request.GET.getlist("form")
