"""What a regression says of itself: caption, methods, facts beside the table."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.cohorts.shapes import Test
from outcomes.cohorts.wording import HSCT_WAYS
from outcomes.figures.wording import p_digits, paragraph, said, stopped
from outcomes.regressions.lines import p_of, used
from outcomes.regressions.shapes import Model

TESTS = {
    "likelihood_ratio": gettext_lazy("likelihood ratio"),
    "wald": gettext_lazy("Wald"),
    "score": gettext_lazy("score"),
}


def title(model: Model) -> str:
    """Name a regression: Cox regression of overall survival."""
    of = {"endpoint": said(model["label"])}
    if model["model"] == "fine_gray":
        return _("Fine–Gray regression: %(endpoint)s") % of
    return _("Cox regression: %(endpoint)s") % of


def method(model: Model) -> str:
    """Name the estimator and the limits, for a caption."""
    if model["model"] == "fine_gray":
        return _(
            "Subdistribution hazard ratios by Fine and Gray's model, with Wald's "
            "limits (95 %)."
        )
    how = _("Hazard ratios by Cox's model, ties by Efron, with Wald's limits (95 %).")
    if model["robust"]:
        how = paragraph(how, _("Variances are robust by centre."))
    return paragraph(how, _strata(model))


def caption(model: Model, source: str) -> str:
    """Return the caption of table and figure."""
    named = stopped(title(model))
    return paragraph(named, used(model), method(model), *_framed(model), source)


def methods(model: Model) -> str:
    """Return the paragraph of a paper's methods section."""
    name, what = said(model["label"]), said(model["definition"])
    said_of = [f"{name}{_(': ')}{what}"]
    if model["model"] == "fine_gray":
        said_of.append(
            _(
                "Covariates were related to the cumulative incidence by the "
                "proportional subdistribution hazards model of Fine and Gray, with the "
                "censoring distribution by Kaplan–Meier and its variance in that of "
                "the coefficients."
            )
        )
    else:
        said_of.append(
            _(
                "Covariates were related to the cause-specific hazard by Cox's "
                "proportional hazards model, ties by Efron's method; competing events "
                "ended follow-up."
            )
            if model["competing"] != 0
            else _(
                "Covariates were related to the hazard by Cox's proportional hazards "
                "model, ties by Efron's method."
            )
        )
    if model["robust"]:
        said_of.append(_("Variances are robust by centre."))
    said_of += [_strata(model)] if model["strata"] else []
    said_of.append(
        _(
            "Ratios are given with two-sided limits (95 %) and P by Wald's test, for "
            "each covariate alone and for all together, on the same patients: those "
            "with a value of every covariate."
        )
    )
    if any(one["kind"] == "state" for one in model["covariates"]):
        said_of.append(
            _(
                "States that began after day 0 were time-dependent covariates: "
                "patients count as without the state until its day."
            )
        )
    if model["proportional"] is not None:
        said_of.append(
            _(
                "Proportionality was tested by the score test of Grambsch and "
                "Therneau on the Kaplan–Meier scale of time."
            )
        )
    own = _(
        "Estimates were computed by Day Zero; they are tested to agree with the R "
        "packages survival and cmprsk."
    )
    return paragraph(*said_of, *_framed(model), own)


def facts(model: Model) -> list[tuple[str, str]]:
    """Return what stands beside the table, by name."""
    found = []
    if (per := per_coefficient(model)) is not None:
        found.append((_("Events for each coefficient"), f"{per:.1f}"))
    if model["concordance"] is not None:
        found.append((_("Concordance"), f"{model['concordance']:.3f}"))
    found += [
        (_("All covariates, %(test)s") % {"test": TESTS[one["name"]]}, _test(one))
        for one in model["whole"]
    ]
    if model["proportional"] is not None:
        found.append((_("Constant over time, all"), _test(model["proportional"])))
    return found


def per_coefficient(model: Model) -> float | None:
    """Return how many events there are for each coefficient."""
    events, many = model["events"], model["parameters"]
    return events / many if events is not None and many else None


def _test(found: Test) -> str:
    if found["p"] is None or found["chisq"] is None:
        return said(found["why"]) if found["why"] else _("not estimable")
    p = p_of(found)
    return _("χ² %(chisq)s on %(df)s df, P %(p)s") % {
        "chisq": f"{found['chisq']:.2f}",
        "df": found["df"],
        "p": p if p.startswith("<") else f"= {p_digits(found['p'])}",
    }


def _strata(model: Model) -> str:
    if not model["strata"]:
        return ""
    names = _(", ").join(said(one) for one in model["strata"])
    text = _("The baseline hazard is apart within strata of %(names)s.")
    return text % {"names": names}


def _framed(model: Model) -> list[str]:
    found = []
    if day := model["landmark"]:
        found.append(_("Days count from the landmark, day %(day)s.") % {"day": day})
    if model["hsct"] != "ignore":
        way = HSCT_WAYS[model["hsct"]]
        told = _("HSCT after CAR-T: %(way)s.")
        found.append(told % {"way": said({"en": way.en, "zh": way.zh})})
    return found
