"""Timelines from days after day 0, stating only what a test is about."""

from datetime import date, timedelta

from outcomes.endpoints import (
    ENDPOINTS,
    AplasiaTest,
    ChronicGvhd,
    Death,
    Engraftment,
    Episode,
    IndexEvent,
    PersistenceTest,
    Relapse,
    Response,
    Statement,
    Therapy,
    Timeline,
)

DAY0 = date(2022, 3, 1)
HSCT = IndexEvent("hsct", 1, DAY0)
INFUSION = IndexEvent("infusion", 1, DAY0)


def day(number):
    return DAY0 + timedelta(number)


def after(index, *, dies=None, cause="infection", seen=None, **told):
    """Return the timeline of a patient whose day 0 is ``index``."""
    own = {"infusions": (DAY0,)} if index is INFUSION else {"transplants": (DAY0,)}
    return Timeline(
        **(own | told),
        death=None if dies is None else Death(day(dies), cause),
        last_contact=None if seen is None else day(seen),
    )


def transplanted(
    *, acute=(), chronic=(), no=("acute_gvhd", "chronic_gvhd"), second=(), **told
):
    """Return a timeline from HSCT; ``no`` is what forms say did not occur.

    acute : (day, grade); chronic : (day, severity, therapy, its start); rescue : second
    transplants for graft failure; dli : donor lymphocytes
    """
    rescue = tuple(told.pop("rescue", ()))
    given = tuple(day(n) for n in told.pop("dli", ()))
    assessed = tuple(Response(day(n), "complete") for n in told.pop("assessed", ()))
    relapses = tuple(Relapse(day(n)) for n in told.pop("relapses", ()))
    episodes = tuple(Episode(day(n), grade) for n, grade in acute)
    later = tuple(
        ChronicGvhd(day(on), severity, therapy, start if start is None else day(start))
        for on, severity, therapy, start in chronic
    )
    said = [Statement(what, DAY0, False) for what in no]
    said += [Statement("acute_gvhd", DAY0, True)] if acute else []
    said += [Statement("chronic_gvhd", DAY0, True)] if chronic else []
    return after(
        HSCT,
        transplants=(DAY0, *(day(n) for n in (*second, *rescue))),
        rescues=frozenset(day(n) for n in rescue),
        dlis=given,
        responses=assessed,
        relapses=relapses,
        acute_gvhd=episodes,
        chronic_gvhd=later,
        statements=told.pop("statements", tuple(said)),
        **told,
    )


def engrafting(lineage="neutrophils", *, engrafted=True, on=None, second=(), **told):
    """Return a timeline from HSCT with what is known of one recovery."""
    found = Engraftment(DAY0, lineage, engrafted, None if on is None else day(on))
    transplants = (DAY0, *(day(n) for n in second))
    relapses = tuple(Relapse(day(n)) for n in told.pop("relapses", ()))
    own = {"transplants": transplants, "engraftments": (found,), "relapses": relapses}
    return after(HSCT, **own, **told)


def infused(*, disease="T-ALL", responses=(), relapses=(), therapies=(), **told):
    """Return a timeline from infusion.

    responses : (day, depth); therapies : (day, failing); crs, icans : (day, grade,
    resolved); counts : (day, neutrophils); tests : (day, found)
    """
    for name in ("crs", "icans"):
        told[name] = tuple(
            Episode(day(on), grade, None if end is None else day(end))
            for on, grade, end in told.pop(name, ())
        )
    said = [Statement(what, DAY0, False) for what in told.pop("no", ())]
    said += [Statement(name, DAY0, True) for name in ("crs", "icans") if told[name]]
    counts = tuple((day(on), value) for on, value in told.pop("counts", ()))
    tests = tuple(PersistenceTest(day(on), f) for on, f in told.pop("tests", ()))
    aplasia = tuple(
        AplasiaTest(cells, day(on), None if back is None else day(back))
        for cells, on, back in told.pop("aplasia", ())
    )
    return after(
        INFUSION,
        disease=disease,
        responses=tuple(Response(day(on), depth) for on, depth in responses),
        relapses=tuple(Relapse(day(n)) for n in relapses),
        therapies=tuple(Therapy(day(on), failing) for on, failing in therapies),
        infusions=(DAY0, *(day(n) for n in told.pop("again", ()))),
        transplants=tuple(day(n) for n in told.pop("hsct", ())),
        boosts=tuple(day(n) for n in told.pop("boosts", ())),
        statements=tuple(said),
        neutrophils=counts,
        persistence=tests,
        aplasia=aplasia,
        **told,
    )


def of(code, timeline, data_cut=None):
    """Return (day, cause) of an endpoint; None where it does not apply."""
    index = INFUSION if DAY0 in timeline.infusions else HSCT
    found = ENDPOINTS[code].derive(timeline, index, data_cut)
    return None if found is None else (found.day, found.cause)
