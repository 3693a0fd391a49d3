"""Who may see a cohort beyond its centres: open it, and close it again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outcomes.cohorts.access import cohorts_shareable_by, cohorts_visible_to
from outcomes.cohorts.errors import ReasonNeeded
from outcomes.cohorts.sharing import grant, withdraw
from outcomes.models import Cohort, CohortGrant
from registry.access.policy import MAY, Action, Role, require
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.models import Centre, User
from registry.models.user import ROLE_LABELS

SEES_RESULTS = [
    (role.value, label)
    for role, label in ROLE_LABELS.items()
    if Action.VIEW_COHORT in MAY[role]
]


class GrantForm(forms.Form):
    """To whom a cohort is opened: a user, or a role, a centre, or both."""

    user = forms.CharField(
        label=gettext_lazy("User name"), required=False, max_length=150
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Or everybody of a role"), required=False
    )
    centre = forms.ModelChoiceField(
        Centre.objects.order_by("code"),
        label=gettext_lazy("At a centre"),
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles that see results, in the reader's language."""
        super().__init__(*args, **kwargs)
        empty = [("", _("any role"))]
        self.fields["role"].choices = [*empty, *SEES_RESULTS]  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        """Find the person by the user name."""
        name = self.cleaned_data["user"].strip()
        if not name:
            return None
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no user of this name."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for one kind of grant."""
        said = self.cleaned_data
        several = said.get("role") or said.get("centre")
        if said.get("user") and several:
            told = _("Name a user, or a role and centre; not both.")
            self.add_error("user", told)
        elif "user" not in self.errors and not said.get("user") and not several:
            self.add_error("user", _("Name a user, a role or a centre."))
        return said


@actor_required
@require_http_methods(["GET", "POST"])
def study_sharing(request: ActorRequest, slug: str) -> HttpResponse:
    """Show to whom a cohort is open; open it to others, or close it."""
    cohort = _shareable_or_404(request, slug)
    form = GrantForm()
    problem = ""
    if request.method == "POST" and request.POST.get("withdraw"):
        problem = _withdrawn(request, cohort)
        if not problem:
            messages.success(request, _("The grant is withdrawn."))
            return HttpResponseRedirect(request.path)
    elif request.method == "POST":
        form = GrantForm(request.POST)
        if form.is_valid():
            said = dict(form.cleaned_data)
            said["role"] = Role(said["role"]) if said["role"] else None
            grant(cohort=cohort, actor=request.actor, **said)
            messages.success(request, _("The study is open to them now."))
            return HttpResponseRedirect(request.path)
    return _page(request, cohort, form, problem)


def _withdrawn(request: ActorRequest, cohort: Cohort) -> str:
    """Withdraw the grant that was named, or return why not."""
    pk = request.POST["withdraw"]
    found = get_object_or_404(cohort.grants, pk=whole(pk) or 0)
    try:
        withdraw(
            grant=found, actor=request.actor, reason=request.POST.get("reason", "")
        )
    except ReasonNeeded:
        return _("Say why the grant of %(whom)s ends.") % {"whom": _whom(found)}
    return ""


def _shareable_or_404(request: ActorRequest, slug: str) -> Cohort:
    """Return a cohort that the actor may open; who merely sees it gets a 403."""
    rows = cohorts_shareable_by(request.actor) | cohorts_visible_to(request.actor)
    cohort = get_object_or_404(rows.distinct(), slug=slug)
    for centre in cohort.centres.all():
        require(request.actor, Action.MANAGE_USERS, centre.pk)
    return cohort


def _whom(grant: CohortGrant) -> str:
    if grant.user:
        return str(grant.user.get_full_name() or grant.user.get_username())
    role = ROLE_LABELS[Role(grant.role)] if grant.role else _("everybody")
    if grant.centre is None:
        return str(role)
    return _("%(role)s at %(centre)s") % {"role": role, "centre": grant.centre.code}


def _page(
    request: ActorRequest, cohort: Cohort, form: GrantForm, problem: str
) -> HttpResponse:
    visible = cohorts_visible_to(request.actor).filter(pk=cohort.pk).exists()
    title = cohort.title.in_language(get_language() or "en") if visible else cohort.slug
    grants = cohort.grants.select_related("user", "centre").order_by("pk")
    told = {
        "nav": "studies",
        "cohort": cohort,
        "title": title,
        "crumbs": [(reverse("studies"), _("Studies")), ("", _("Sharing"))],
        "form": form,
        "problem": problem,
        "asked": request.POST.get("withdraw", "") if problem else "",
        "grants": [(one, _whom(one), since) for one, since in _since(grants)],
    }
    status = 422 if problem or form.errors else 200
    return render(request, "outcomes/versions/sharing.html", told, status=status)


def _since(grants: Any) -> list[tuple[CohortGrant, Any]]:
    """Return each grant with the row of the history that made it."""
    made = CohortGrant.history.filter(
        id__in=[grant.pk for grant in grants], history_type="+"
    ).select_related("history_user")
    rows = {row.id: row for row in made}
    return [(grant, rows.get(grant.pk)) for grant in grants]
