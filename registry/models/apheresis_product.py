"""Leukapheresis and the product made from it, one a course."""

from registry.codelists.base import Label, codelist
from registry.codelists.product import (
    CELLSOURCE,
    COSTIM,
    EDIT,
    FRESH,
    PRODUCT,
    RELEASE,
    TARGET,
    VECTOR,
)
from registry.models.base import CourseRecord
from registry.variables.conditions import unless, when
from registry.variables.fields import code, codes, day, number, text, whole
from registry.variables.spec import Privacy, span

RCL_PRODUCT_RESULT = codelist(
    "RCL_PRODUCT_RESULT",
    ("negative", "Negative", "阴性"),
    ("positive", "Positive", "阳性"),
    ("pending", "Pending", "待回报"),
    ("not_done", "Not done", "未做"),
)


class ApheresisProduct(CourseRecord):
    """Leukapheresis and the product made from it, one a course.

    Source: CIBMTR 4003/4006; FACT-JACIE.
    """

    form = "apheresis_product"
    label = Label("Leukapheresis and product", "单采与产品")
    sections = {
        "apheresis_date": Label("Leukapheresis", "单采"),
        "product": Label("Product", "产品"),
        "batch_no": Label("Manufacture and release", "生产与放行"),
    }

    apheresis_date = day(
        "Leukapheresis", "单采日期", core=True, taken="pre", privacy=Privacy.QUASI
    )
    apheresis_no = whole(
        "Procedures", "单采次数", span(1, 5), usual=span(1, 2), taken="pre"
    )
    alc_at_apheresis = number(
        "Lymphocytes at apheresis",
        "单采时淋巴细胞",
        "10^9/L",
        span(0, 100),
        usual=span("0.1", 5),
        taken="pre",
    )
    pb_blasts_at_apheresis_pct = number(
        "Blasts at apheresis",
        "单采时原始细胞",
        "%",
        span(0, 100),
        usual=span(0, 20),
        taken="pre",
    )
    cell_source = code("Source", "细胞来源", CELLSOURCE, core=True, taken="pre")
    donor_ref = text(
        "Donor pseudonym",
        "供者编号",
        core=True,
        only=unless("cell_source", "autologous"),
        taken="pre",
    )
    product = code("Product", "产品", PRODUCT, core=True, taken="pre")
    product_other = text(
        "Other product",
        "其他产品",
        longest=100,
        core=True,
        only=when("product", "other", "academic"),
        taken="pre",
    )
    target = code("Target", "靶点", TARGET, core=True, taken="pre")
    vector = code("Vector", "载体", VECTOR, core=True, taken="pre")
    gene_edit = codes(
        "Editing / fratricide prevention",
        "基因编辑/防自相残杀",
        EDIT,
        core=True,
        only=when("target", "CD7", "CD5"),
        taken="pre",
    )
    costimulation = code("Co-stimulation", "共刺激域", COSTIM, taken="pre")
    batch_no = text("Batch / lot", "批号", longest=40, core=True, taken="pre")
    manufacture_date = day(
        "Release date", "放行日期", taken="pre", privacy=Privacy.QUASI
    )
    release_status = code("Release", "放行", RELEASE, core=True, taken="pre")
    viability_pct = number(
        "Viability", "活率", "%", span(0, 100), usual=span(70, 100), taken="pre"
    )
    transduction_pct = number(
        "CAR+ of T cells", "转导率", "%", span(0, 100), usual=span(5, 90), taken="pre"
    )
    vcn = number(
        "Vector copy number",
        "载体拷贝数",
        "copies/cell",
        span(0, 50),
        usual=span("0.5", 5),
        taken="pre",
    )
    cd4_cd8_ratio = number(
        "CD4/CD8", "CD4/CD8比", "", span(0, 100), usual=span("0.1", 10), taken="pre"
    )
    fresh = code("Fresh or cryopreserved", "新鲜/冻存", FRESH, taken="pre")
    rcl_product_result = code(
        "RCL/RCR on product", "产品RCL/RCR", RCL_PRODUCT_RESULT, taken="pre"
    )
