"""Whatever stands in a result, no report lets it steer a terminal, a page or a build log."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from html.parser import HTMLParser
from typing import TypeVar, cast
from xml.etree import ElementTree

import pytest
from report_fixture import RESULT

from senderlint.lint.codec import CodecError, from_json, plain, to_json
from senderlint.lint.model import Result
from senderlint.lint.records.visible import visible
from senderlint.reports import FORMATS, render
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
    # Ten thousand characters, the most that one text of DNS can well have.
    "<script>alert(1)</script>" * 400,
    "\udc80\udcff\x1b\u202e" * 2500,
    "`[a](//evil.example)|\n::x::y##[z]" * 300,
    "</div>&" * 1429,
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


@cache
def _rendered(format_: str, payload: str) -> str:
    return _text(format_, _poisoned(payload))


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if len(p) > 5000])
@pytest.mark.parametrize("format_", FORMATS)
def test_size_is_bounded_by_what_is_shown(format_: str, payload: str) -> None:
    """A text is told a few times at most, each character as few; no lay-out multiplies it."""
    held = len(to_json(_poisoned(payload)))
    assert len(_rendered(format_, payload)) < 5 * held


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format_", FORMATS)
def test_output_has_no_character_that_steers(format_: str, payload: str) -> None:
    text = _rendered(format_, payload)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert not re.search("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format_", ["full", "concise", "markdown"])
def test_output_gives_no_command_to_a_build_log(format_: str, payload: str) -> None:
    text = _rendered(format_, payload)
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    assert not re.search(r"##(vso)?\[", text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_github_is_given_our_commands_only(payload: str) -> None:
    *commands, verdict = _rendered("github", payload).split("\n")[:-1]
    assert len(commands) == len(RESULT.findings)
    for line in commands:
        head, _, data = line.removeprefix("::").partition("::")
        level, _, properties = head.partition(" ")
        assert level in ("error", "warning", "notice")
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        assert pairs.keys() <= {"file", "line", "endLine", "col", "title"}
        assert re.fullmatch("(%(25|0A)|[^%])*", data)
    assert not re.match(r"\s*::", verdict)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format_", ["sarif", "gitlab", "rdjson"])
def test_json_for_reviewers_has_only_texts_that_every_reader_takes(
    format_: str, payload: str
) -> None:
    """No lone surrogate, no control or bidirectional character in what a page may show."""
    for text in _texts(json.loads(_rendered(format_, payload))):
        text.encode("utf-8")
        assert visible(text.replace("\n", "")) == text.replace("\n", "")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sarif_message_holds_no_link(payload: str) -> None:
    text = _text("sarif", _poisoned(f"{payload}[click](https://evil.example)"))
    run = json.loads(text)["runs"][0]
    told = [*run["results"], *run["invocations"][0]["toolExecutionNotifications"]]
    messages = [one["message"]["text"] for one in told]
    assert messages
    assert not any("](" in message for message in messages)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_for_reviewers_is_code_and_nothing_else(payload: str) -> None:
    result = _poisoned(payload)
    bodies = [i["content"]["body"] for i in json.loads(_text("gitlab", result))]
    bodies += [d["message"] for d in json.loads(_text("rdjson", result))["diagnostics"]]
    for body in bodies:
        assert _outside_code(body).strip() == ""


def _outside_code(markdown: str) -> str:
    """What is left of a text without its code blocks and code spans (CommonMark 4.5, 6.1)."""
    fenced = re.compile(r"^(`{3,})diff\n.*?^\1$", re.MULTILINE | re.DOTALL)
    spans = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
    return spans.sub("", fenced.sub("", markdown))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_junit_has_the_elements_of_a_clean_one(payload: str) -> None:
    clean = {e.tag for e in _xml(_text("junit", RESULT)).iter()}
    poisoned = _xml(_rendered("junit", payload))
    assert {e.tag for e in poisoned.iter()} <= clean
    assert any(visible(payload)[:60] in e.attrib.get("message", "") for e in poisoned.iter())


def _xml(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - what senderlint wrote has no entities


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_lines_gives_every_line_back(payload: str) -> None:
    result = _poisoned(payload)
    lines = [json.loads(line) for line in _text("json-lines", result).splitlines()]
    assert [line["type"] for line in lines][-1] == "summary"
    assert lines[0] == {"type": "finding", **cast(dict[str, object], plain(result.findings[0]))}
    held = (result.findings, result.suppressed, result.skipped, result.domains)
    assert len(lines) == sum(map(len, held)) + 1


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p and "\n" not in p and "::" not in p])
def test_hostile_text_stays_legible(payload: str) -> None:
    assert visible(payload) in _rendered("concise", payload)


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
_PLAIN = {"code", "em", "details", "summary", "li", "ul", "p", "pre"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_has_no_element_that_a_clean_page_has_not(payload: str) -> None:
    clean = _Page(_text("html", RESULT)).elements.keys() | {(tag, ()) for tag in _PLAIN}
    page = _Page(_rendered("html", payload))
    assert page.elements.keys() <= clean
    assert page.elements["script", ()] == 1
    assert page.elements["script", ("type", "id")] == 1
    assert page.elements["style", ()] == 1
    assert page.comments == []


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.isprintable() and p])
def test_page_shows_hostile_text_as_it_is(payload: str) -> None:
    assert payload in _Page(_rendered("html", payload)).shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_links_to_itself_only(payload: str) -> None:
    page = _Page(_rendered("html", payload))
    assert page.links
    assert all(link is not None and link.startswith("#") for link in page.links)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_gives_the_result_back_byte_for_byte(payload: str) -> None:
    result, page = _poisoned(payload), _rendered("html", payload)
    again = from_json(embedded(page), Result)
    assert to_json(again) == to_json(result)
    assert _text("html", again) == page


@pytest.mark.parametrize("count", [0, 1, 64, 65, 300])
def test_page_gives_any_number_of_findings_back(count: int) -> None:
    result = RESULT._replace(findings=RESULT.findings[:1] * count)
    assert from_json(embedded(_text("html", result)), Result) == result


def test_embedded_result_cannot_end_its_element() -> None:
    html = _text("html", _poisoned("</script><!--<script>&\u2028"))
    start = html.index('id="senderlint-result">') + len('id="senderlint-result">')
    inside = html[start : html.index("</script>", start)]
    assert "<" not in inside
    assert inside.isascii()


def test_a_page_without_a_result_is_refused() -> None:
    with pytest.raises(CodecError):
        embedded("<!doctype html><title>something else</title>")
