"""What a row of a table may hold, as its markup."""

from registry.templatetags.tables import table_row


def test_what_a_cell_says_is_escaped_wherever_it_stands():
    hostile = "<b>"
    cells = [
        {"text": hostile, "th": hostile, "css": "num"},
        {"text": hostile, "url": '/"', "more": hostile},
        {"links": [{"text": hostile, "url": "/a"}, {"text": hostile}]},
        {"state": "due", "text": hostile, "more": hostile},
    ]
    said = table_row({"cells": cells, "flagged": True, "later": True}, 4)
    assert hostile not in said
    assert said.count("&lt;b&gt;") == 8
    assert said.startswith('<tr class="flagrow later"><td class="num" data-th="')
    assert '<a href="/&quot;">' in said
    assert '<a href="/a">&lt;b&gt;</a>, &lt;b&gt;</td>' in said
    assert 'class=" nw mstate"><span class="st due">' in said


def test_a_groups_head_spans_the_columns():
    said = table_row({"group": "BEN", "scope": "2 due"}, 3)
    head = '<th scope="colgroup" colspan="3">BEN <span>· 2 due</span></th>'
    assert said == f'<tr class="group">{head}</tr>'
