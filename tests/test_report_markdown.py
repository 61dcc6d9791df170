"""Markdown for tickets and chat: as GitHub renders it, data is text and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from report_fixture import DOUBLED, FIRST, KEY, RESULT
from test_report_hostile import PAYLOADS, _poisoned

from senderlint.lint.model import Result, Verdict
from senderlint.reports import render
from senderlint.reports.md_text import code, fenced, table, words

cmark = pytest.importorskip("cmarkgfm", reason="not run: no cmarkgfm")


def _markdown(result: Result) -> str:
    return "".join(render("markdown", result))


class _Page(HTMLParser):
    """The elements of a rendered page with their attributes, and the text outside of code."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, tuple[str, ...]]] = set()
        self.loose: list[str] = []
        self.code: list[str] = []
        self._inside = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, tuple(name for name, _ in attrs)))
        self._inside += tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in ("code", "pre")

    def handle_data(self, data: str) -> None:
        (self.code if self._inside else self.loose).append(data)


def _rendered(text: str) -> _Page:
    options = cmark.cmark.Options.CMARK_OPT_UNSAFE  # as a host would see it before it cleans
    return _Page(cmark.github_flavored_markdown_to_html(text, options))


OURS = {
    *("h2", "h3", "p", "ol", "ul", "li", "strong", "code", "pre", "table", "thead", "tbody"),
    *("tr", "th", "td", "details", "summary", "br", "blockquote"),
}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_data_makes_no_markup(payload: str) -> None:
    page = _rendered(_markdown(_poisoned(payload)))
    assert {tag for tag, _ in page.elements} <= OURS
    assert {names for _, names in page.elements} <= {(), ("lang",), ("start",)}


@pytest.mark.parametrize(
    "payload", ["@octocat", "@org/team see #12", "https://evil.example/", "www.evil.example",
                "a@evil.example", "GH-12", "!12 %3 ~bug $4", ":rocket:", "0123456789abcdef"]
)  # fmt: skip
def test_nothing_is_linked_or_called(payload: str) -> None:
    page = _rendered(_markdown(_poisoned(payload)))
    assert "a" not in {tag for tag, _ in page.elements}
    assert payload not in "".join(page.loose)
    assert any(payload in text for text in page.code)


@pytest.mark.parametrize(
    "text", ["a", "`", "``", "a`b", " a ", "`a", "a`", "|", "a|b", "\\", "<b>", "&lt;", "  "]
)
def test_code_shows_exactly_its_text(text: str) -> None:
    assert "".join(_rendered(code(text)).code).strip() == text.strip()
    in_table = _rendered("\n".join(table(["x"], [(code(text),)])))
    assert "".join(in_table.code).strip() == text.strip()


@pytest.mark.parametrize("text", ["```", "````x", "</pre>", "~~~"])
def test_code_block_shows_exactly_its_lines(text: str) -> None:
    page = _rendered("\n".join(fenced([text, "b"])))
    assert "".join(page.code) == f"{text}\nb\n"


@pytest.mark.parametrize("text", ["*a*", "_a_ b", "[a](b)", "<b>", "~a~", "a_b", "1 error", "\\*"])
def test_words_show_exactly_their_text(text: str) -> None:
    page = _rendered(words(text))
    assert "".join(page.loose).strip() == text
    assert {tag for tag, _ in page.elements} == {"p"}


def test_order_is_that_of_the_page() -> None:
    text = _markdown(RESULT._replace(domains=(FIRST,), findings=(DOUBLED,), skipped=()))
    parts = ["## ✕ Fix needed: example.org", "1 error", "### Do this now", "Add this record",
             "Then check again", "What verify would say", "Expected records", "Who sees",
             "<details>", "Raw evidence"]  # fmt: skip
    assert [text.index(p) for p in parts] == sorted(text.index(p) for p in parts)
    assert f"   Content  {KEY}\n" in text


def test_evidence_and_reasons_are_folded() -> None:
    text = _markdown(RESULT)
    before = text[: text.index("<details>")]
    assert "Why it matters" not in before
    assert text.count("<details>") == text.count("</details>")


def test_ready_is_short() -> None:
    calm = RESULT._replace(
        verdict=Verdict.READY,
        domains=(FIRST._replace(verdict=Verdict.READY, spf=(), dmarc=None, visibility=(),
                                delegation=None),),
        findings=(), skipped=(), observations=(),
    )  # fmt: skip
    text = _markdown(calm)
    assert "Do this now" not in text
    assert "<details>" not in text
    assert not re.search(r"\n\n\n", text)


def test_thousands_of_findings_still_fit_into_a_ticket() -> None:
    many = tuple(DOUBLED._replace(fingerprint=f"{n:016x}") for n in range(10_000))
    text = _markdown(RESULT._replace(findings=many))
    assert "9900 more findings" in text
    assert len(text) < 400_000


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_finding_without_a_change_names_its_record_on_the_first_screen(form: str) -> None:
    bare = DOUBLED._replace(changes=(), message="ns1 has the record, ns2 does not have it")
    first = "".join(render(form, RESULT._replace(findings=(bare,)))).split("What verify would say")
    assert "About the record" in first[0]
    told = DOUBLED._replace(changes=(), message=f"nothing stands at {DOUBLED.record.name}")
    first = "".join(render(form, RESULT._replace(findings=(told,)))).split("What verify would say")
    assert "About the record" not in first[0]
