"""How the data came about: the queries about them, and who changed which record."""

from typing import Any

from outcomes.exports.adam import WHO
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from outcomes.exports.forms import SUBJECT
from registry.access.policy import Action
from registry.codelists.base import CodeList, Label, codelist
from registry.models.data_query import ClosedAs, Status

PATIENT = (
    " JOIN registry_patient p ON p.id = r.patient_id"
    f" JOIN registry_centre c ON c.id = p.centre_id{SUBJECT}"
)
OPERATION = codelist(
    "OPERATION",
    ("+", "added", "新增"),
    ("~", "changed", "修改"),
    ("-", "removed", "删除"),
    (">", "moved to another patient", "移至其他患者"),
)
STATUS = codelist(
    "STATUS",
    (Status.OPEN, "open", "待处理"),
    (Status.ANSWERED, "answered", "已答复"),
    (Status.CLOSED, "closed", "已关闭"),
)
CLOSED = codelist(
    "CLOSED",
    (ClosedAs.CORRECTED, "corrected", "已更正"),
    (ClosedAs.CONFIRMED, "confirmed with a reason", "说明理由后确认"),
    (ClosedAs.ACCEPTED, "closed by the monitor", "由监查员关闭"),
    (ClosedAs.WITHDRAWN, "withdrawn", "已撤回"),
)


def _column(
    name: str,
    sql: str,
    en: str,
    zh: str,
    kind: Kind = Kind.TEXT,
    *,
    codes: CodeList | None = None,
    named: bool = False,
    other: str = "",
    free: bool = False,
    genetic: bool = False,
) -> Column:
    """Return a column, one for those alone who may know the patient if ``named``.

    ``other`` is the SQL of what all others get in its place, and a data cut keeps.
    ``free`` is what people typed, or may hold it; ``genetic`` may hold any answer.
    """
    shown = None if named or free else other
    more: dict[str, Any] = {"codes": codes, "free": free, "genetic": genetic}
    return Column(name, sql, Label(en, zh), kind, shown, **more)


QUERIES = Dataset(
    "queries",
    Label("Queries, one row each", "质疑，每条一行"),
    (
        *WHO,
        _column("query", "r.id", "Query", "质疑编号", Kind.WHOLE),
        _column("form", "r.form", "Form", "表单"),
        _column("record", "r.record_id", "Record", "记录", Kind.WHOLE),
        _column("field", "r.field", "Field", "字段"),
        _column("check_code", "NULLIF(r.code, '')", "Check", "核查"),
        _column("severity", "NULLIF(r.severity, '')", "Severity", "严重程度"),
        _column("status", "r.status", "State", "状态", Kind.CODE, codes=STATUS),
        _column(
            "closed_as",
            "NULLIF(r.closed_as, '')",
            "How it was closed",
            "关闭方式",
            Kind.CODE,
            codes=CLOSED,
        ),
        _column(
            "opened_at", "r.opened_at", "Opened", "提出时间", Kind.MOMENT, named=True
        ),
        _column(
            "closed_at", "r.closed_at", "Closed", "关闭时间", Kind.MOMENT, named=True
        ),
        _column(
            "days_open",
            "COALESCE(r.closed_at, now())::date - r.opened_at::date",
            "Days from opening to closing, or until now",
            "自提出至关闭（或至今）天数",
            Kind.WHOLE,
            # Until now, which everybody knows, tells the day that is left out.
            other="r.closed_at::date - r.opened_at::date",
        ),
        _column("reopened", "r.reopened", "Times reopened", "重新打开次数", Kind.WHOLE),
        _column("opened_by", "o.username", "Opened by", "提出人", named=True),
        _column("assigned_to", "a.username", "Assigned to", "指派给", named=True),
        _column(
            "says_en",
            "r.says_en",
            "What it asks, in English",
            "内容（英文）",
            free=True,
            genetic=True,
        ),
        _column(
            "says_zh",
            "r.says_zh",
            "What it asks, in Chinese",
            "内容（中文）",
            free=True,
            genetic=True,
        ),
        _column(
            "value",
            "NULLIF(r.value, '{}')::text",
            "What it judged",
            "所判断的值",
            free=True,
            genetic=True,
        ),
    ),
    "registry_dataquery r"
    " LEFT JOIN registry_user o ON o.id = r.opened_by_id"
    f" LEFT JOIN registry_user a ON a.id = r.assigned_to_id{PATIENT}",
    f"{SUBJECT_FIRST}, r.id",
    main_only=True,
    patient="p.id",
)

AUDIT = Dataset(
    "audit",
    Label("Audit trail, one row a change of a record", "稽查轨迹，每次记录变更一行"),
    (
        *WHO,
        _column(
            "change", "r.id", "Change: the data version", "变更（数据版本）", Kind.WHOLE
        ),
        _column("at", "r.at", "When", "时间", Kind.MOMENT),
        _column("who", "u.username", "Who; nobody: the system", "操作人（空为系统）"),
        _column("session_role", "r.session_role", "Role in the database", "数据库角色"),
        _column(
            "operation",
            "r.operation",
            "What was done",
            "操作",
            Kind.CODE,
            codes=OPERATION,
        ),
        _column("table_name", 'r."table"', "Table", "数据表"),
        _column("record", "r.record_id", "Record", "记录", Kind.WHOLE),
        _column("history", "r.history_id", "Row of its history", "历史行", Kind.WHOLE),
        _column("reason", "r.reason", "Reason", "理由", free=True),
        _column("digest", "encode(r.digest, 'hex')", "SHA-256 of it", "SHA-256摘要"),
    ),
    f"registry_change r LEFT JOIN registry_user u ON u.id = r.actor_id{PATIENT}",
    "r.id",
    main_only=True,
    patient="p.id",
    needs=Action.READ_AUDIT,
)

CONDUCT_DATASETS = {one.name: one for one in (QUERIES, AUDIT)}
