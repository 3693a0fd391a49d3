"""What a registry looks like after a while: records in every state a page may meet."""

from datetime import date
from decimal import Decimal

from registry.models import Kind, NormalRange
from registry.services.attesting import attest
from registry.services.daily_counts import DayOfCounts, save_counts
from registry.services.judging import Target
from registry.services.queries import answer_query, send_back_query
from registry.services.records import save_patient, save_record
from registry.services.transfers import request_transfer
from tests import builders
from tests.access.world import World

LONG = "a reason that somebody typed at length, since it was asked for so often"


def lived_in(world: World) -> dict[str, int]:
    """Let the first centre have been used; return the keys of what pages show."""
    return {
        **_counts(world),
        **_marked(world),
        **_asked(world),
        **_arriving(world),
        "withdrawn": _withdrawn(world),
        "opened": _opened(world),
    }


def _opened(world: World) -> int:
    """The other centre's patient, open to the investigator for an hour."""
    patient = world.sites["HEB"].patient
    return builders.an_opening(patient, world.users["investigator"], LONG).patient_id


def _counts(world: World) -> dict[str, int]:
    """A month of counts, some of them missing for a reason."""
    patient = builders.a_treated_patient("LDP", study_no="STATES-1")
    rows = [
        DayOfCounts(
            key=str(at),
            values={
                "count_date": builders.day(at),
                "anc": Decimal("0.3"),
                "platelets": Decimal(150),
                "platelet_transfusion": "no",
            },
            absent={"hb_g_dl": "not_done"},
        )
        for at in range(12)
    ]
    save_counts(patient_id=patient.pk, rows=rows, actor=world.users["manager"].actor())
    return {"treated": patient.pk}


def _marked(world: World) -> dict[str, int]:
    """A record that is verified and locked, and one whose verification is void."""
    patient = builders.a_treated_patient("LDP", study_no="STATES-2")
    manager, monitor, admin = (
        world.users[name].actor() for name in ("manager", "monitor", "centreadmin")
    )
    keys = {}
    for form in ("crs_episode", "icans_episode"):
        field = form.replace("episode", "occurred")
        saved = save_record(
            patient_id=patient.pk, form=form, values={field: "no"}, actor=manager
        )
        keys[form] = saved.record.pk
        target = Target(form, saved.record.pk)
        attest(kind=Kind.VERIFIED, targets=[target], actor=monitor)
    attest(
        kind=Kind.LOCKED,
        targets=[Target("crs_episode", keys["crs_episode"])],
        actor=admin,
    )
    save_record(
        patient_id=patient.pk,
        form="icans_episode",
        values={"icans_occurred": "yes"},
        record_id=keys["icans_episode"],
        actor=manager,
        reason=LONG,
    )
    return {
        "marked": patient.pk,
        "locked_crs": keys["crs_episode"],
        "void_icans": keys["icans_episode"],
    }


def _asked(world: World) -> dict[str, int]:
    """A query that was answered and sent back; a range for men of some age."""
    site = world.sites["LDP"]
    query = builders.a_query(site.patient)
    answer_query(query_id=query.pk, said=LONG, actor=world.users["manager"].actor())
    send_back_query(query_id=query.pk, said=LONG, actor=world.users["monitor"].actor())
    NormalRange.objects.create(
        laboratory=site.laboratory,
        analyte="bilirubin",
        unit="µmol/L",
        lower=Decimal("3.4"),
        upper=Decimal("20.5"),
        sex="M",
        age_from=18,
        valid_from=date(2020, 1, 1),
    )
    return {"thread": query.pk}


def _arriving(world: World) -> dict[str, int]:
    """A patient whom the other centre offers, and one whom it has been offered."""
    theirs = builders.a_patient("HEB", study_no="STATES-3")
    ours = builders.a_patient("LDP", study_no="STATES-4")
    asked = {"with_identity": True, "reason": LONG}
    arriving = request_transfer(
        patient_id=theirs.pk,
        to=builders.a_centre("LDP"),
        actor=world.users["manager2"].actor(),
        **asked,
    )
    leaving = request_transfer(
        patient_id=ours.pk,
        to=builders.a_centre("HEB"),
        actor=world.users["manager"].actor(),
        **asked,
    )
    return {"arriving": arriving.pk, "leaving": leaving.pk}


def _withdrawn(world: World) -> int:
    patient = builders.a_treated_patient("LDP", study_no="STATES-5")
    save_patient(
        patient_id=patient.pk,
        values={
            "consent_status": "withdrawn",
            "consent_withdrawn_date": date(2024, 5, 5),
        },
        actor=world.users["manager"].actor(),
        reason=LONG,
    )
    return patient.pk
