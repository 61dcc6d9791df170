"""The JSON reader: what it reads, where values stand, and what it says about what is no JSON."""

from __future__ import annotations

import json
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.expected.error import ExpectedError
from senderlint.lint.expected.json_text import MAX_DEPTH, MAX_VALUES, parse
from senderlint.lint.expected.json_value import Json, Kind

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

scalars = st.none() | st.booleans() | st.integers() | st.text()
documents = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def plain(node: Json) -> Plain:
    if node.kind is Kind.OBJECT:
        return {key: plain(value) for key, value in node.members.items()}
    if node.kind is Kind.LIST:
        return [plain(item) for item in node.items]
    if node.kind is Kind.TEXT:
        return node.text
    value: Plain = json.loads(node.text)
    return value


@given(documents, st.sampled_from([None, 0, 2]), st.booleans())
def test_reads_what_the_standard_library_writes(
    document: Plain, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    assert plain(parse(text, "d.json")) == document


@given(st.text(alphabet='{}[]:,"\\ue0123-.truefalsn \n\t\ud800ü'))
def test_any_text_is_read_as_the_standard_library_does_or_refused_in_one_line(text: str) -> None:
    try:
        node = parse(text, "d.json")
    except ExpectedError as error:
        assert str(error).startswith("d.json:")
        assert str(error).isprintable()
    else:
        assert plain(node) == json.loads(text)


def test_every_value_knows_its_line_and_column() -> None:
    document = parse('{\r\n "a": [1,\n  "ü", {"b": null}],\r\t"c":true}', "d.json")
    a = document.members["a"]
    places = [document, a, *a.items, a.items[2].members["b"], document.members["c"]]
    found = [(node.where.line, node.where.column) for node in places]
    assert found == [(1, 1), (2, 7), (2, 8), (3, 3), (3, 8), (3, 14), (4, 6)]


def test_a_column_counts_characters() -> None:
    document = parse('["😀é", 1]', "d.json")
    assert document.items[1].where.column == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the document is empty; save the provider's JSON answer in it"),
        (" \n ", "1:1: the document is empty; save the provider's JSON answer in it"),
        ("{", "1:2: the document ends too early; copy the whole document again"),
        ('{"a": "b', "1:7: this text has no closing quote; copy the whole document again"),
        ('"\\', "1:1: this text has no closing quote; copy the whole document again"),
        ("[1,]", '1:3: a comma stands before the closing "]"; delete it'),
        ('{"a":1,\n}', '1:7: a comma stands before the closing "}"; delete it'),
        (
            '{"a": "x" "b": 1}',
            '1:11: a comma or "}" is missing here; add it, or put a backslash before a quote in',
        ),
        ('{"a" 1}', '1:6: "1" stands where a colon belongs; put texts between double quotes'),
        ("{a: 1}", '1:2: "a" stands where a key belongs; put texts between double quotes'),
        ("{'a': 1}", "1:2: texts stand between single quotes; use double quotes"),
        ("[“a”]", '1:2: texts stand between typographic quotes; use straight ones: "'),
        ("[NaN]", '1:2: "NaN" is not JSON; write a number or "null" instead'),
        ("[-Infinity]", '1:2: "-Infinity" is not JSON; write a number or "null" instead'),
        ("[True]", '1:2: "True" is not JSON; write "true" in small letters'),
        ("[None]", '1:2: "None" is not JSON; write "null" instead'),
        ("// a\n{}", "1:1: JSON has no comments; delete this one"),
        ("<!doctype html>", "1:1: this looks like a web page or XML; save the provider's JSON "),
        ("{} {}", "1:4: text follows after the end of the document; keep one value"),
        ('["a\nb"]', "1:4: a line break stands inside a text; put the whole text on one line"),
        ('["\\d"]', '1:3: "\\d" means nothing in JSON; write two backslashes for one'),
        ('["\\u12"]', '1:3: four hexadecimal digits must follow "\\u"; write for example'),
        ('["\\ud83d"]', "1:2: a text holds half of a character (\\ud83d); save the document"),
        ("[" + "1" * 10**7 + "]", "1:2: a number of 10000000 digits; write the number that was"),
        (
            '{"a": 1,\n "a": 2}',
            '2:2: the key "a" stands here and at line 1, column 2; keep one of the two',
        ),
    ],
    ids=lambda text: text[:12],
)
def test_says_where_and_what_is_wrong_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ExpectedError) as caught:
        parse(text, "d.json")
    assert str(caught.value).startswith(f"d.json:{message}")


def test_nesting_is_read_up_to_a_bound() -> None:
    parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "d.json")
    with pytest.raises(ExpectedError, match="nested deeper than 64 levels"):
        parse("[" * 10**6, "d.json")
    with pytest.raises(ExpectedError, match="nested deeper than 64 levels"):
        parse('{"a":' * 10**5, "d.json")


def test_the_number_of_values_is_bounded() -> None:
    with pytest.raises(ExpectedError, match="more than 500000 values"):
        parse("[" + "1," * MAX_VALUES + "1]", "d.json")


def test_an_error_is_one_printable_line_whatever_the_document_holds() -> None:
    with pytest.raises(ExpectedError) as caught:
        parse('{"a\u202e\\n": 1, "a\u202e\\n": 2}', "evil\x1b[2J\n.json")
    assert str(caught.value).isprintable()
