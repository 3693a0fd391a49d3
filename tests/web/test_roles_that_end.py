"""A role that ends: warned before, closed after by either layer, and who set it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access.reach import Reach, reaching
from registry.models import Change, Membership, Patient
from tests import builders
from tests.access.layers import without_policies, without_scoping

pytestmark = pytest.mark.django_db

WARNING = "Part of your access ends on"


@pytest.fixture
def monitor():
    return builders.a_monitor("LDP")


def ends(user, in_days: float) -> None:
    until = timezone.now() + timedelta(days=in_days)
    Membership.objects.filter(user=user).update(until=until)


@pytest.mark.parametrize(("in_days", "warned"), [(6.9, True), (7.1, False)])
def test_every_page_warns_in_the_last_week(client, monitor, in_days, warned):
    ends(monitor, in_days)
    client.force_login(monitor)
    for address in ("/", "/patients/"):
        page = client.get(address, follow=True).content.decode()
        assert (WARNING in page) is warned


def test_a_role_without_an_end_warns_of_nothing(client, monitor):
    client.force_login(monitor)
    assert WARNING not in client.get("/").content.decode()


def test_the_warning_is_in_chinese_too(client, monitor):
    ends(monitor, 1)
    client.force_login(monitor)
    page = client.get("/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "部分访问权限" in page


@pytest.mark.parametrize("layer", [without_scoping, without_policies])
def test_an_open_session_and_a_token_see_nothing_after_the_end(client, monitor, layer):
    patient = builders.a_patient("LDP", study_no="LEFT-BEHIND")
    client.force_login(monitor)
    address = f"/api/v1/patients/{patient.pk}/"
    assert client.get(address).status_code == 200
    ends(monitor, -0.001)
    with layer():
        assert client.get(address).status_code == 404
        assert client.get(f"/patients/{patient.pk}/").status_code == 404
        assert b"LEFT-BEHIND" not in client.get("/patients/").content


def test_the_database_leaves_out_what_has_ended(monitor):
    builders.a_patient("LDP")
    with reaching(Reach(person=monitor.pk)):
        assert Patient.objects.count() == 1
    ends(monitor, -0.001)
    with reaching(Reach(person=monitor.pk)):
        assert Patient.objects.count() == 0


def test_setting_an_end_says_who_and_when(client, monitor):
    admin, held = builders.an_admin(), monitor.memberships.get()
    client.force_login(admin)
    address = f"/admin/registry/user/{monitor.pk}/change/"
    form = client.get(address).context["adminform"].form
    sent = {
        name: form.get_initial_for_field(f, name) for name, f in form.fields.items()
    }
    sent = {k: v for k, v in sent.items() if v not in (None, [], False)}
    joined = timezone.localtime(monitor.date_joined)
    sent |= {"date_joined_0": f"{joined:%F}", "date_joined_1": f"{joined:%T}"}
    prefix = "memberships"
    sent |= {
        f"{prefix}-TOTAL_FORMS": 1,
        f"{prefix}-INITIAL_FORMS": 1,
        f"{prefix}-0-id": held.pk,
        f"{prefix}-0-user": monitor.pk,
        f"{prefix}-0-role": held.role,
        f"{prefix}-0-centre": held.centre_id,
        f"{prefix}-0-until_0": "2030-01-31",
        f"{prefix}-0-until_1": "17:00:00",
    }
    assert client.post(address, sent).status_code == 302
    held.refresh_from_db()
    assert held.until is not None
    newest = Change.objects.filter(table="registry_membership").latest("id")
    assert (newest.record_id, newest.actor_id, newest.operation) == (
        held.pk,
        admin.pk,
        "~",
    )
