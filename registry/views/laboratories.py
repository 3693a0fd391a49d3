"""A centre's laboratories with their normal ranges, for its administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.codelists.general import SEX
from registry.codelists.laboratory import ANALYTE
from registry.forms.laboratory_form import LaboratoryForm, RangeForm
from registry.models import Laboratory, NormalRange
from registry.services.errors import ReasonNeeded
from registry.services.laboratories import add_laboratory, save_range
from registry.variables.labels import series


@actor_required
@require_http_methods(["GET", "POST"])
def laboratories(request: ActorRequest) -> HttpResponse:
    """List the laboratories of the person's centres, or add one."""
    require(request.actor, Action.CONFIGURE_CENTRE)
    centres = request.actor.centres_for(Action.CONFIGURE_CENTRE)
    posted = request.POST if request.method == "POST" else None
    form = LaboratoryForm(posted, centres=centres)
    if posted is not None and form.is_valid():
        try:
            added = add_laboratory(actor=request.actor, **form.cleaned_data)
            return HttpResponseRedirect(reverse("laboratory", args=[added.pk]))
        except ValidationError:
            form.add_error("name", _("The centre has a laboratory of this name."))
    context = {
        "crumbs": [("", _("Laboratories"))],
        "form": form,
        "laboratories": Laboratory.objects.filter(centre__in=centres)
        .select_related("centre")
        .order_by("centre__code", "name"),
    }
    status = 422 if form.errors else 200
    return render(
        request, "registry/laboratories/laboratories.html", context, status=status
    )


@actor_required
@require_http_methods(["GET", "POST"])
def laboratory(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a laboratory's ranges; add one, or correct the one that ``range`` names."""
    require(request.actor, Action.CONFIGURE_CENTRE)
    centres = request.actor.centres_for(Action.CONFIGURE_CENTRE)
    rows = Laboratory.objects.filter(centre__in=centres).select_related("centre")
    found = get_object_or_404(rows, pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    edited = None
    if asked := whole(given.get("range")):
        edited = get_object_or_404(NormalRange, pk=asked, laboratory=found)
    form = RangeForm(
        request.POST if request.method == "POST" else None, initial=_of(edited)
    )
    if edited is None:
        form.fields.pop("reason")
    if form.is_bound and form.is_valid() and _saved(request, found, edited, form):
        messages.success(request, _("Normal range saved."))
        return HttpResponseRedirect(reverse("laboratory", args=[pk]))
    language = get_language()
    context = {
        "crumbs": [(reverse("laboratories"), _("Laboratories")), ("", found.name)],
        "laboratory": found,
        "form": form,
        "edited": edited,
        "ranges": [
            (one, ANALYTE.label(one.analyte).in_language(language), _whom(one))
            for one in found.ranges.all()
        ],
    }
    status = 422 if form.errors else 200
    return render(
        request, "registry/laboratories/laboratory.html", context, status=status
    )


def _whom(one: NormalRange) -> str:
    """Say for whom a range is: sex and ages in words, or everybody."""
    said = []
    if one.sex:
        said.append(SEX.label(one.sex).in_language(get_language()))
    ages = {"first": one.age_from, "last": one.age_to}
    if one.age_from is not None and one.age_to is not None:
        said.append(_("%(first)s to %(last)s y") % ages)
    elif one.age_from is not None:
        said.append(_("from %(first)s y") % ages)
    elif one.age_to is not None:
        said.append(_("up to %(last)s y") % ages)
    return series(said) or _("everybody")


def _of(edited: NormalRange | None) -> dict[str, Any]:
    if edited is None:
        return {}
    return {
        name: getattr(edited, name)
        for name in RangeForm.base_fields
        if name != "reason"
    }


def _saved(
    request: ActorRequest,
    found: Laboratory,
    edited: NormalRange | None,
    form: RangeForm,
) -> bool:
    """Save, or put on the form why it was not saved."""
    said = dict(form.cleaned_data)
    reason = said.pop("reason", "")
    try:
        save_range(
            laboratory=found,
            values=said,
            actor=request.actor,
            range_id=edited.pk if edited else None,
            reason=reason,
        )
    except ReasonNeeded:
        form.add_error("reason", _("Say why: a correction has a reason."))
    except ValidationError:
        words = _(
            "The lower limit is below the upper, and no end before its beginning."
        )
        form.add_error(None, words)
    return not form.errors
