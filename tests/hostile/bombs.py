"""Workbooks that are made to harm who reads them."""

import io
import struct
import zipfile
from collections.abc import Callable

HEAD = '<?xml version="1.0"?>'
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGES}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{OFFICE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGES}/relationships">'
    f'<Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">'
    '<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGES}/'
    f'relationships"><Relationship Id="rId1" Type="{DOCUMENT}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>study_no</t></is></c></row>'
SECRET = "/etc/passwd"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP file of ``parts``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            # An OpenDocument file is known by its first part, left unpacked.
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, kind)
    return out.getvalue()


def workbook(rows: str, before: str = "", **more: str) -> bytes:
    """Return an XLSX file of one sheet, its rows as they are written in XML."""
    sheet = f'{HEAD}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
    return packed({**PARTS, SHEET: f"{sheet}</worksheet>", **more})


def cell(text: str) -> str:
    """Return a second row of one text."""
    return f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'


def far_corner() -> bytes:
    """Return two cells, 17 thousand million apart."""
    return workbook(f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_formula() -> bytes:
    """Return a computing sheet that claims every cell there is."""
    far = '<row r="1048576"><c r="A1048576"><f>1+1</f><v>2</v></c></row>'
    claim = '<dimension ref="A1:XFD1048576"/>'
    return workbook(FIRST + far).replace(b"<sheetData>", f"{claim}<sheetData>".encode())


def laughs() -> bytes:
    """Return entities that make a thousand million of one."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return workbook(FIRST + cell("&a9;"), f"<!DOCTYPE x [{''.join(lines)}]>")


def outside() -> bytes:
    """Return an entity that is a file of the server."""
    asks = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{SECRET}">]>'
    return workbook(FIRST + cell("&f;"), asks)


def huge_ratio() -> bytes:
    """Return a sheet of spaces."""
    return workbook(FIRST + " " * 90_000_000)


def nested() -> bytes:
    """Return a bomb within a bomb."""
    inner = packed({"in.xml": b"0" * 50_000_000})
    return packed({**PARTS, SHEET: packed({"inner.zip": inner}), "in.zip": inner})


def many_members() -> bytes:
    """Return a directory longer than what it lists."""
    return packed({**PARTS, **{f"{n}.xml": "" for n in range(20_000)}})


def lying_directory() -> bytes:
    """Return a sheet of 200 MB whose directory says that it is small."""
    content = bytearray(workbook(FIRST + cell("x" * 200_000_000)))
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.find(sign)
        while place >= 0:
            size = struct.unpack_from("<I", content, place + at)[0]
            if size > 100_000_000:
                struct.pack_into("<I", content, place + at, 50_000)
            place = content.find(sign, place + 4)
    # The ratio is judged by what the directory says: something to weigh it down.
    return bytes(content)


def climbing_names() -> bytes:
    """Return members that want to be elsewhere."""
    return workbook(FIRST + cell("P1"), **{"../../../tmp/evil.xml": "<x/>"})


def many_columns() -> bytes:
    """Return a text of 100,000 columns."""
    return ("study_no," + ",".join(f"c{n}" for n in range(100_000)) + "\nP1\n").encode()


def many_short_rows() -> bytes:
    """Return a wide header over a million rows of one cell: padded, 10^10 cells."""
    return ("study_no" + "," * 10_000 + "\n" + "1\n" * 1_000_000).encode()


def repeated() -> bytes:
    """Return an OpenDocument sheet that says: a million rows of ten thousand cells."""
    spaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in spaces.items())
    cells = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'office:value-type="string" table:number-columns-repeated="10000">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    body = (
        f"{HEAD}<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="s">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f"{HEAD}<manifest:manifest xmlns:manifest="
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": body}
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        *(far_corner, far_formula, laughs, outside, huge_ratio, nested),
        *(many_members, lying_directory, climbing_names, many_columns),
        *(many_short_rows, repeated),
    )
}
