"""What a paper's methods section says of a figure, in whole sentences to copy."""

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Test
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.curves import endpoint_of, read_at
from outcomes.figures.subgroups import FEW, PARTS
from outcomes.figures.summary_table import with_means
from outcomes.figures.wording import (
    choices,
    horizon,
    in_sentence,
    months,
    p_digits,
    paragraph,
    said,
)


def survival(results: Results, paramcd: str) -> str:
    """Say how a survival curve was estimated, compared, and how long followed."""
    how = _(
        "Probabilities were estimated by the Kaplan–Meier method, with two-sided "
        "confidence limits of %(level)s %%, on the %(scale)s scale from Greenwood's "
        "variance."
    ) % choices(results)
    test = _by_test(results, "survival", paramcd, _("the %(test)s") % choices(results))
    parts = _defined(results, "survival", paramcd), how, _restricted(results, paramcd)
    return paragraph(*parts, test, _seen(results))


def _restricted(results: Results, paramcd: str) -> str:
    """Say how restricted means were estimated and compared, where there are any."""
    if not with_means(results, paramcd):
        return ""
    endpoint = results["survival"][paramcd]
    how = _(
        "The mean time restricted to %(at)s was the area under the curve, with limits "
        "from the normal distribution."
    )
    apart = _("Restricted means were compared by their difference.")
    told = {"at": horizon(read_at(results, endpoint))}
    return paragraph(how % told, apart if endpoint["means_apart"] else "")


def by_state(results: Results, paramcd: str, how: str) -> str:
    """Say how curves by a state were compared; ``how`` says what the state is."""
    test = _by_test(results, "survival", paramcd, _("the Mantel–Byar test"))
    return paragraph(_defined(results, "survival", paramcd), how, test)


def of_causes(results: Results, paramcd: str, how: str) -> str:
    """Say how the incidences of all causes were estimated, as ``how`` has it."""
    return paragraph(_defined(results, "incidence", paramcd), how, _seen(results))


def incidence(results: Results, paramcd: str) -> str:
    """Say how a cumulative incidence was estimated, and what competes."""
    names = in_sentence(results["incidence"][paramcd]["competing"])
    competing = {**choices(results), "competing": names}
    one = _(
        "Cumulative incidence was estimated by the Aalen–Johansen method with "
        "%(competing)s as the competing event, with two-sided %(level)s %% confidence "
        "limits on the %(scale)s scale from Greenwood's variance."
    )
    several = _(
        "Cumulative incidence was estimated by the Aalen–Johansen method with "
        "competing events (%(competing)s), with two-sided %(level)s %% confidence "
        "limits on the %(scale)s scale from Greenwood's variance."
    )
    how = (several if ENDPOINTS[paramcd].n_causes > 2 else one) % competing
    test = _by_test(results, "incidence", paramcd, _("Gray's test"))
    return paragraph(_defined(results, "incidence", paramcd), how, test, _seen(results))


def subgroups(results: Results, paramcd: str) -> str:
    """Say what a forest plot shows of each subgroup."""
    part = PARTS[paramcd]
    told = {
        **choices(results),
        "at": horizon(read_at(results, endpoint_of(results, part, paramcd))),
        "group": said(results["subset"]["label"]),
        "few": FEW,
    }
    how = (
        _("the Kaplan–Meier method, groups compared by the log-rank test")
        if part == "survival"
        else _("the Aalen–Johansen method, groups compared by Gray's test")
    )
    text = _(
        "Within %(group)s each subgroup was read at %(at)s by %(how)s, with two-sided "
        "%(level)s %% confidence limits on the %(scale)s scale. The tests were not "
        "adjusted for their number; subgroups with fewer than %(few)s deaths are drawn "
        "open."
    )
    return paragraph(_defined(results, part, paramcd), text % (told | {"how": how}))


def _defined(results: Results, part: str, paramcd: str) -> str:
    endpoint = endpoint_of(results, part, paramcd)
    told = {"name": said(endpoint["label"]), "what": said(endpoint["definition"])}
    return _("%(name)s: %(what)s") % told


def _by_test(results: Results, part: str, paramcd: str, name: str) -> str:
    test: Test = endpoint_of(results, part, paramcd)["test"]
    if test["p"] is None or test["chisq"] is None:
        return ""
    p = p_digits(test["p"])
    return _(
        "Groups were compared by %(name)s (two-sided; chi-squared %(chisq)s on "
        "%(df)s df, P %(p)s)."
    ) % {
        "name": name,
        "chisq": f"{test['chisq']:.2f}",
        "df": test["df"],
        "p": p if p.startswith("<") else f"= {p}",
    }


def _seen(results: Results) -> str:
    """Say how long each group was followed, where it can be said."""
    found = [
        _("%(n)s months (%(group)s)")
        % {
            "n": f"{months(group['median_follow_up']):.1f}",
            "group": said(group["label"]),
        }
        for group in results["groups"]
        if group["median_follow_up"] is not None
    ]
    if not found:
        return ""
    text = _("Median follow-up by the reverse Kaplan–Meier method was %(found)s.")
    return text % {"found": _("; ").join(found)}
