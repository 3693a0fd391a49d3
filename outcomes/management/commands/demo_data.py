"""``manage.py demo_data``: centres, people, the study and its cohort, for a demo."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from outcomes.cohorts.saving import save_cohort
from outcomes.cohorts.sharing import grant
from outcomes.pipeline.everything import recompute
from outcomes.study import cohort as study
from registry.access.policy import Role
from registry.audit.context import SYSTEM, acting
from registry.models import Centre, Membership, Patient, User

DEMO = Path(__file__).parents[3] / "demo"
PASSWORD = "demo-day-zero"
REASON = "demonstration data"
CENTRES = {
    "LDP": ("First centre (demonstration)", "CN", "Asia/Shanghai"),
    "HEB": ("Second centre (demonstration)", "CN", "Asia/Shanghai"),
}
SHEETS = {"LDP": "study_reconstruction.csv", "HEB": "second_centre.csv"}
# User name, role, centre.
PEOPLE = (
    ("manager", Role.DATA_MANAGER, "LDP"),
    ("investigator", Role.INVESTIGATOR, "LDP"),
    ("statistician", Role.STATISTICIAN, "LDP"),
    ("monitor", Role.MONITOR, "LDP"),
    ("centreadmin", Role.CENTRE_ADMINISTRATOR, "LDP"),
    ("manager2", Role.DATA_MANAGER, "HEB"),
    ("admin", Role.SYSTEM_ADMINISTRATOR, None),
)


class Command(BaseCommand):
    """Make a demonstration; what is there already stays as it is."""

    help = "Fill an empty registry for a demonstration. Refused outside demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing, then bring the figures up to date."""
        if not settings.DEMO:
            raise CommandError(
                "Demonstration users have a known password. Set DAYZERO_DEMO=1 if this "
                "installation is for demonstration only."
            )
        with acting(SYSTEM, REASON):
            centres = {code: _centre(code) for code in CENTRES}
            users = {
                name: _person(name, role, code, centres) for name, role, code in PEOPLE
            }
        for code, sheet in SHEETS.items():
            if not Patient.objects.filter(centre=centres[code]).exists():
                _import(DEMO / sheet, centres[code])
                call_command("demo_forms", code)
                call_command("demo_expansion", code)
        cohort = save_cohort(
            slug=study.SLUG,
            title=study.TITLE,
            definition=study.DEFINITION,
            centres=[centres[study.CENTRE]],
            actor=SYSTEM,
            reason=REASON,
        )
        grant(cohort=cohort, user=users["statistician"], actor=SYSTEM, reason=REASON)
        save_cohort(
            slug=study.FROM_INFUSION,
            title=study.FROM_INFUSION_TITLE,
            definition=study.FROM_INFUSION_DEFINITION,
            centres=[centres[study.CENTRE]],
            actor=SYSTEM,
            reason=REASON,
        )
        recompute()


def _import(sheet: Path, centre: Centre) -> None:
    """Import a sheet whole, through the command that everybody uses."""
    said = StringIO()
    call_command(
        "import_cases", str(sheet), reason=REASON, all_or_nothing=True, stdout=said
    )
    if not Patient.objects.filter(centre=centre).exists():
        raise CommandError(f"{sheet.name} was not imported:\n{said.getvalue()}")


def _centre(code: str) -> Centre:
    name, country, time_zone = CENTRES[code]
    values = {"name": name, "country": country, "time_zone": time_zone}
    return Centre.objects.get_or_create(code=code, defaults=values)[0]


def _person(
    name: str, role: Role, code: str | None, centres: dict[str, Centre]
) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        runs_it = role is Role.SYSTEM_ADMINISTRATOR
        user = User.objects.create_user(
            name, password=PASSWORD, is_staff=runs_it, is_superuser=runs_it
        )
        centre = centres[code] if code else None
        Membership.objects.create(user=user, role=role, centre=centre)
    return user
