"""The rules that every value meets, whatever it is the value of."""

from registry.checks.declare import every_field
from registry.checks.findings import Group, Severity

FULL_DATE = every_field(
    "DQ003",
    Severity.HARD,
    Group.DATES,
    says=(
        "{label} is not a full date: {value}.",
        "{label}不是完整日期：{value}。",
    ),
    fix=(
        "Give day, month and year, or leave it blank with the reason.",
        "请填写年、月、日，或留空并注明原因。",
    ),
)
KEY_DATE = every_field(
    "DQ003",
    Severity.HARD,
    Group.DATES,
    says=("{label} is not given.", "未填写{label}。"),
    fix=("Give day, month and year.", "请填写年、月、日。"),
)
POSSIBLE = every_field(
    "DQ042",
    Severity.HARD,
    Group.RANGES,
    says=(
        "{label} {value} is outside possible values ({limits}).{slip}",
        "{label} {value} 超出可能范围（{limits}）。{slip}",
    ),
    fix=("Correct the value.", "请更正数值。"),
)
USUAL = every_field(
    "DQ043",
    Severity.SOFT,
    Group.RANGES,
    says=(
        "{label} {value} is outside usual values ({usual}).",
        "{label} {value} 超出常见范围（{usual}）。",
    ),
    fix=(
        "Correct the value, or confirm it with an explanation.",
        "请更正数值，或确认并说明。",
    ),
)
IDENTIFYING = every_field(
    "DQ124",
    Severity.SOFT,
    Group.IDENTITY,
    says=(
        "{label} looks as if it identifies the patient.",
        "{label}疑似含有可识别患者身份的信息。",
    ),
    fix=("Remove it.", "请删除。"),
)
NOT_A_CODE = every_field(
    "DZ001",
    Severity.HARD,
    Group.RANGES,
    says=("{label}: {value} is not one of its answers.", "{label}：{value}不是选项。"),
    fix=("Choose one of: {codes}.", "请选择：{codes}。"),
)
NOT_A_NUMBER = every_field(
    "DZ002",
    Severity.HARD,
    Group.RANGES,
    says=("{label}: {value} is not a {kind}.", "{label}：{value}不是{kind}。"),
    fix=("Give a {kind}.", "请填写{kind}。"),
)
KEY_ANSWER = every_field(
    "DZ003",
    Severity.HARD,
    Group.COMPLETENESS,
    says=("{label} is not given.", "未填写{label}。"),
    fix=("A record cannot be saved without it.", "缺少此项无法保存。"),
)
TOO_LONG = every_field(
    "DZ004",
    Severity.HARD,
    Group.RANGES,
    says=(
        "{label} has {length} characters; {longest} fit.",
        "{label}有{length}个字符，最多{longest}个。",
    ),
    fix=("Shorten it.", "请缩短。"),
)
NOT_THE_PATTERN = every_field(
    "DZ005",
    Severity.HARD,
    Group.RANGES,
    says=("{label} is not of the right form.", "{label}格式不正确。"),
    fix=("Correct it. {hint}", "请更正。{hint}"),
)
NOT_ASKED = every_field(
    "DZ034",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "{label} is recorded, but it is not asked of this patient.",
        "已填写{label}，但该患者不适用此项。",
    ),
    fix=(
        "Correct what it depends on, clear the answer, or confirm that it stands.",
        "请更正其所依据的资料或清除此项，或确认保留。",
    ),
)
NOT_ROWS = every_field(
    "DZ030",
    Severity.HARD,
    Group.RANGES,
    says=("{label} is not a list of rows: {value}.", "{label}不是逐行列表：{value}。"),
    fix=("Give one object a row.", "请逐行填写。"),
)
NOT_A_PART = every_field(
    "DZ031",
    Severity.HARD,
    Group.RANGES,
    says=("{label}: a row has no {value}.", "{label}：行内没有{value}这一项。"),
    fix=("Its members are: {parts}.", "可填写：{parts}。"),
)
