"""Whatever stands in a result, no report lets it steer a terminal, a page or a build log."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import cache
from html.parser import HTMLParser
from typing import TypeVar, cast

import pytest
from report_fixture import RESULT

from senderlint.lint.codec import CodecError, to_json
from senderlint.lint.model import Result
from senderlint.lint.records.visible import visible
from senderlint.reports import render
from senderlint.reports.html import embedded

T = TypeVar("T")

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "</code></pre></article></main><h1>owned</h1>",
    "</style><style>*{display:none}</style>",
    "</title><base href=//evil.example>",
    "<!-- --!> <![CDATA[ ]]>",
    "&lt;b&gt;&amp;&#60;b&#62;",
    "{{ 7*7 }}{% raw %}${7*7}",
    "\\u003cscript\\u003e \\\\u003c \\",
    "`` ` code ` ```",
    "- item\n- <b>item</b>\n\n    <i>sample</i>\n# head",
    "\x1b]0;owned\x07\x1b[31mred\x1b]52;c;ZWNobyBvd25lZA==\x07",
    "\x9b31m\x9d0;x\x9c",
    "one\rtwo\nthree\x0bfour\x85five\u2028six\u2029seven",
    "\u202eabc\u2066def\u200e\u061c\u200b\ufeff",
    "a\tb\x00c\x7f",
    "\udc80\udcff \ud800",
    "::error file=x::owned\n::stop-commands::x\r##[add-mask]x ##vso[task.setvariable]x",
    "e\u0301\u0301\u0301 \u6f22\u5b57 \U0001f600",
    "",
)


def _poison(value: T, payload: str) -> T:
    """The value with every text in it replaced, words of our own (enumerations) excepted."""
    poisoned: object = value
    if isinstance(value, StrEnum):
        pass
    elif isinstance(value, str):
        poisoned = payload
    elif isinstance(value, tuple):
        inner = [_poison(v, payload) for v in value]
        poisoned = type(value)(*inner) if hasattr(value, "_fields") else tuple(inner)
    elif isinstance(value, dict):
        poisoned = dict.fromkeys(value, payload) | {payload: payload}
    return cast(T, poisoned)


def _text(format_: str, result: Result) -> str:
    return "".join(render(format_, result))


@cache
def _poisoned(payload: str) -> Result:
    return _poison(RESULT, payload)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format_", ["full", "concise", "json", "html"])
def test_output_has_no_character_that_steers(format_: str, payload: str) -> None:
    text = _text(format_, _poisoned(payload))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert not re.search("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format_", ["full", "concise"])
def test_output_gives_no_command_to_a_build_log(format_: str, payload: str) -> None:
    text = _text(format_, _poisoned(payload))
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    assert not re.search(r"##(vso)?\[", text)


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p and "\n" not in p and "::" not in p])
def test_hostile_text_stays_legible(payload: str) -> None:
    assert visible(payload) in _text("concise", _poisoned(payload))


class _Page(HTMLParser):
    """Counts elements by name and attributes, and keeps the links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.links: list[str | None] = []
        self.comments: list[str] = []
        self.styles: list[str] = []
        self.shown: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag, tuple(name for name, _ in attrs)] += 1
        self.links += (v for k, v in attrs if k in ("href", "src", "action", "srcset", "data"))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


# A text of the same length may be folded or not, wrapped as code or not: the same few elements.
_PLAIN = {"code", "details", "summary", "li", "ul", "p", "pre"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_has_no_element_that_a_clean_page_has_not(payload: str) -> None:
    clean = _Page(_text("html", RESULT)).elements.keys() | {(tag, ()) for tag in _PLAIN}
    page = _Page(_text("html", _poisoned(payload)))
    assert page.elements.keys() <= clean
    assert page.elements["script", ()] == 1
    assert page.elements["script", ("type", "id")] == 1
    assert page.elements["style", ()] == 1
    assert page.comments == []


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.isprintable() and p])
def test_page_shows_hostile_text_as_it_is(payload: str) -> None:
    assert payload in _Page(_text("html", _poisoned(payload))).shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_links_to_itself_only(payload: str) -> None:
    page = _Page(_text("html", _poisoned(payload)))
    assert page.links
    assert all(link is not None and link.startswith("#") for link in page.links)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_gives_the_result_back_byte_for_byte(payload: str) -> None:
    result = _poisoned(payload)
    assert embedded(_text("html", result)) == to_json(result)


def test_embedded_result_cannot_end_its_element() -> None:
    html = _text("html", _poisoned("</script><!--<script>&\u2028"))
    start = html.index('id="senderlint-result">') + len('id="senderlint-result">')
    inside = html[start : html.index("</script>", start)]
    assert not re.search("[<>&\u2028\u2029]", inside)


def test_a_page_without_a_result_is_refused() -> None:
    with pytest.raises(CodecError):
        embedded("<!doctype html><title>something else</title>")
