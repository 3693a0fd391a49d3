"""What a laboratory measures of which a form asks the multiple of the upper limit."""

from registry.codelists.base import codelist

ANALYTE = codelist(
    "ANALYTE",
    ("ast", "AST", "天冬氨酸氨基转移酶（AST）"),
    ("alt", "ALT", "丙氨酸氨基转移酶（ALT）"),
    ("alp", "Alkaline phosphatase", "碱性磷酸酶"),
    ("bilirubin", "Total bilirubin", "总胆红素"),
    ("creatinine", "Creatinine", "肌酐"),
    ("ldh", "LDH", "乳酸脱氢酶"),
    ("ferritin", "Ferritin", "铁蛋白"),
    ("sc5b9", "sC5b-9", "sC5b-9"),
)
# The units in which laboratories give them.
UNITS = ("U/L", "µkat/L", "µmol/L", "mg/dL", "ng/mL", "µg/L", "ng/L")
