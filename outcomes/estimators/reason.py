"""Why a number cannot be given: said in place of the number, never a silent NaN."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Stand where a number would stand, with the reason in two languages.

    ``code`` is stable, for programs; ``en`` and ``zh`` are for people.
    """

    code: str
    en: str
    zh: str

    def __str__(self) -> str:
        """Return the reason as one sentence in English."""
        return f"not estimable: {self.en}"


Value = float | NotEstimable

NO_PATIENTS = NotEstimable("no_patients", "there are no patients", "没有患者")
NO_EVENTS = NotEstimable("no_events", "no event was seen", "未观察到事件")
NO_CENSORING = NotEstimable("no_censoring", "no patient was censored", "没有删失的患者")
ONE_GROUP = NotEstimable(
    "one_group",
    "a comparison needs two groups with patients at risk when events occur",
    "比较至少需要两个在事件发生时仍有风险患者的组",
)
ONE_PART = NotEstimable(
    "one_part",
    "an interaction needs two parts in which the ratio can be estimated",
    "交互作用检验需要至少两个可估计风险比的亚组",
)
SINGULAR = NotEstimable(
    "singular_variance",
    "the events do not tell the groups apart (the variance is singular)",
    "事件不足以区分各组，方差矩阵奇异",
)
NOT_REACHED = NotEstimable(
    "not_reached", "the curve does not fall this far", "曲线未降至该水平"
)
LIMIT_NOT_REACHED = NotEstimable(
    "limit_not_reached",
    "this confidence limit does not fall this far",
    "该置信限未降至该水平",
)
AT_ONE = NotEstimable(
    "estimate_is_one",
    "this kind of limit is not defined while the estimate is 1",
    "估计值为1时此类置信限无定义",
)
AT_ZERO = NotEstimable(
    "estimate_is_zero",
    "standard error and limits are not defined once the estimate is 0",
    "估计值为0时标准误及置信限无定义",
)
AFTER_LAST = NotEstimable(
    "after_last_patient",
    "no patient was followed this long",
    "没有患者随访到该时间",
)
INFINITE_RATIO = NotEstimable(
    "infinite_ratio",
    "the ratio to the reference group is zero or infinite: events of one group "
    "never occurred while the other was at risk",
    "与参照组之比为零或无穷大：一组发生事件时另一组从无风险患者",
)
LATE_ENTRY = NotEstimable(
    "late_entry",
    "this method has no form for patients who come under observation late",
    "该方法不适用于延迟进入观察的患者",
)
NO_SPREAD = NotEstimable(
    "no_spread",
    "neither group shows any spread by which to judge the difference",
    "两组均无变异，无法判断差异",
)
ALIASED = NotEstimable(
    "aliased",
    "the covariates before it say all that this one says (or it never varies among "
    "patients at risk)",
    "该协变量与前面的协变量共线，或在风险患者中没有变化",
)
ENDLESS = NotEstimable(
    "infinite_ratio_of_covariate",
    "the hazard ratio is zero or infinite: events fall on one side of the covariate",
    "风险比为零或无穷大：事件全部落在该协变量的一侧",
)
TIME_ZERO = NotEstimable(
    "event_on_day_0",
    "an event on day 0 has no logarithm: choose another transform of time",
    "第0天的事件没有对数：请选择其他时间变换",
)
NO_STRATA = NotEstimable(
    "no_strata",
    "this method has no form for strata",
    "该方法不适用于分层",
)
NO_VARIANCE = NotEstimable(
    "no_variance",
    "too few rows or clusters to judge it: their variance is none",
    "行数或聚类数过少，方差为零，无法判断",
)
