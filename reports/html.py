"""The `html` format: one self-contained file that asks nothing of any server.

Data reaches the page through `html_text` only; rows are made here in Python, because a template
takes ten times as long for each; the template is the frame around them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import chain, islice

import jinja2

from ..lint.codec import CodecError, compact
from ..lint.model import Finding, Result, Skipped
from ..lint.records.visible import visible
from .headline import headline
from .html_domain import MANY, Shown, domain, open_questions, told
from .html_evidence import evidence
from .html_first import first_step, overview, subject
from .html_suppressed import suppressed
from .html_text import SYMBOLS, Html, text
from .messages import say
from .verdict_words import title

_OPEN = '<script type="application/json" id="senderlint-result">'
_CLOSE = "</script>"
_GATHERED = 64  # pieces
# Nothing else ends a script element or begins a comment in it (HTML 4.12.1.3); in JSON this
# character stands inside strings only, where an escape means the same.
_UNSAFE, _ESCAPE = "<", "\\u003c"


def render(result: Result) -> Iterator[str]:
    """The page, piece by piece; the same result gives the same bytes."""
    style, script = _asset("report.css"), _asset("report.js")
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    yield from environment.from_string(_asset("report.html")).generate(
        title=title(result),
        subject=subject(result),
        verdict=result.verdict.value,
        symbol=SYMBOLS[result.verdict],
        many=len(result.findings) > MANY,
        several=len(result.domains) > 1,
        headline=headline(result),
        checked_at=None if result.checked_at is None else visible(result.checked_at),
        about=say("subject", subject=f"<strong>{text(subject(result))}</strong>"),
        footer=say("footer", tool=text(f"{result.tool.name} {result.tool.version}")),
        first=first_step(result),
        overview=overview(result),
        body=_gathered(_body(result)),
        result=_embed(compact(result)),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _body(result: Result) -> Iterator[Html]:
    findings: dict[str, list[Finding]] = {}
    skipped: dict[str, list[Skipped]] = {}
    for item in result.findings:
        findings.setdefault(item.domain, []).append(item)
    for open_ in result.skipped:
        skipped.setdefault(open_.domain, []).append(open_)
    shown = Shown()
    for report in result.domains:
        mine = findings.pop(report.domain, ()), skipped.pop(report.domain, ())
        yield from domain(report, *mine, result, shown)
    others = tuple(chain(*findings.values()))
    yield from _others(others, shown, chain(*skipped.values()))
    yield from suppressed(result.suppressed)
    yield from evidence(result.observations)


def _gathered(pieces: Iterator[Html]) -> Iterator[str]:
    """The same text in fewer pieces: the template takes its time for each."""
    while held := tuple(islice(pieces, _GATHERED)):
        yield "".join(held)


def _others(
    findings: Sequence[Finding], shown: Shown, skipped: Iterator[Skipped]
) -> Iterator[Html]:
    """What belongs to no domain of the result, such as an input that could not be read."""
    pieces = [*told(findings, None, shown), *open_questions(skipped)]
    if pieces:
        yield Html(f'<section class="domain"><h2>{say("domain.others")}</h2>\n')
        yield from pieces
        yield Html("</section>\n")


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    """A source expression of the Content Security Policy (W3C CSP3 section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embed(document: Iterator[str]) -> Iterator[str]:
    """A JSON text in plain ASCII as an element that nothing in it can end."""
    yield _OPEN
    for piece in document:
        yield piece.replace(_UNSAFE, _ESCAPE)
    yield _CLOSE


def embedded(html_text: str) -> str:
    """The JSON result that a page was made from; raises CodecError."""
    _, opened, rest = html_text.partition(_OPEN)
    document, closed, _ = rest.partition(_CLOSE)
    if not opened or not closed:
        raise CodecError("the page has no element with the id senderlint-result")
    return document
