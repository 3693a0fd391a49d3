"""Programs that fetch data: lines with the reader's own address, and two files."""

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.folders import ROOT
from outcomes.exports.permission import require_export
from outcomes.exports.snippets import SNIPPETS
from outcomes.models import Cohort, DataCut
from registry.access.requests import ActorRequest, actor_required

FILES = {"study_table.R": "text/plain", "study_table.py": "text/x-python"}


@require_safe
@actor_required
def clients(request: ActorRequest) -> HttpResponse:
    """Show the lines for a study and a data cut, which the address may name."""
    require_export(request.actor)
    language = get_language() or "en"
    cohorts = list(Cohort.objects.visible_to(request.actor).current())
    cuts = list(
        DataCut.objects.visible_to(request.actor).filter(manifest__isnull=False)
    )
    chosen = {
        "cohort": _one_of(request.GET.get("cohort"), [one.slug for one in cohorts]),
        "cut": _one_of(request.GET.get("cut"), [one.name for one in cuts]),
    }
    asked = urlencode({name: value for name, value in chosen.items() if value})
    home = request.build_absolute_uri("/").rstrip("/")
    address = f"{home}{reverse('api-exports')}adtte"
    told = {
        "nav": "studies",
        "crumbs": [(reverse("studies"), _("Studies")), ("", _("Programs"))],
        "home": home,
        "chosen": chosen,
        "cohorts": [(one.slug, one.title.in_language(language)) for one in cohorts],
        "cuts": [one.name for one in cuts],
        "files": list(FILES),
        "snippets": [
            {
                "key": one.key,
                "name": one.name,
                "needs": one.needs.in_language(language),
                "text": one.filled(address, f"?{asked}" if asked else ""),
            }
            for one in SNIPPETS
        ],
    }
    return render(request, "outcomes/clients/clients.html", told)


@require_safe
@actor_required
def client_file(request: ActorRequest, name: str) -> FileResponse:
    """Give one of the programs that reproduce the founding study's table."""
    require_export(request.actor)
    if name not in FILES:
        raise Http404
    file = (ROOT / "docs" / "clients" / name).open("rb")
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=FILES[name]
    )


def _one_of(asked: str | None, known: list[str]) -> str:
    return asked if asked in known else ""
