"""The only way of data into the HTML report: made visible, escaped, and never in a URL or style.

`Html` is text that may stand in the page as it is; functions that take `str` escape it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NewType

from markupsafe import escape

from ..lint.records.visible import shorten, visible
from .messages import say
from .prose import Block, BlockKind, blocks

Html = NewType("Html", str)

SYMBOLS = {
    "error": "✕",
    "warning": "!",
    "info": "i",
    "fix": "✕",
    "wait": "◐",
    "ready": "✓",
    "unknown": "?",
    "verified": "✓",
    "failed": "✕",
    "missing": "○",
    "pending": "◐",
    "disabled": "–",
}
_FOLD = 140  # characters of a value that a table cell shows unfolded
_COPY = Html(
    f'<button type="button" class="copy" hidden>{say("change.copy")}'
    '<span class="sr"> {}</span></button>'
)


def text(value: str) -> Html:
    """Untrusted text as HTML text or attribute value."""
    return Html(str(escape(visible(value))))


def code(value: str) -> Html:
    """Untrusted text as it would be typed."""
    return Html(f"<code>{text(value)}</code>")


def badge(word: str) -> Html:
    """A severity, verdict or status: symbol, word and colour. The word is one of ours."""
    shown = text(word)
    symbol = SYMBOLS.get(word, "•")
    return Html(
        f'<span class="badge {shown}"><span aria-hidden="true">{symbol}</span>{shown}</span>'
    )


def copyable(value: str, what: str) -> Html:
    """A value with a button that copies exactly what is shown.

    A value with characters that cannot be seen gets no button: what is shown are their escapes.
    """
    if visible(value) != value:
        return Html(f'{code(value)}<span class="hint">{say("change.unseen")}</span>')
    return Html(f'<span class="copyable">{code(value)}{_COPY.format(text(what))}</span>')


def block(body: str, what: str) -> Html:
    """Lines to copy as a whole; `what` is the key of their name."""
    return Html(
        f'<div class="block"><pre tabindex="0"><code>{_lines(body)}</code></pre>'
        f"{_COPY.format(say(what))}</div>"
    )


def folded(value: str) -> Html:
    """A value for a table cell; a long one shows its beginning and unfolds."""
    if len(value) <= _FOLD:
        return code(value)
    start = Html(str(escape(shorten(value, _FOLD // 2))))
    return Html(f"<details><summary><code>{start}</code></summary>{code(value)}</details>")


@lru_cache(maxsize=256)  # many findings share one rule's text
def prose(value: str) -> Html:
    """A rule's documentation: paragraphs, lists, samples, and `code` between backticks."""
    parts: list[str] = []
    for kind, group in groupby(blocks(value), key=_kind):
        if kind is BlockKind.ITEM:
            parts.append(f"<ul>{_joined('li', group)}</ul>")
        elif kind is BlockKind.SAMPLE:
            parts += (f"<pre><code>{_lines(b.text)}</code></pre>" for b in group)
        else:
            parts.append(_joined("p", group))
    return Html("".join(parts))


def _kind(block: Block) -> BlockKind:
    return block.kind


def _joined(tag: str, group: Iterable[Block]) -> Html:
    return Html("".join(f"<{tag}>{_inline(b.text)}</{tag}>" for b in group))


def _lines(sample: str) -> Html:
    return Html("\n".join(text(line) for line in sample.split("\n")))


def _inline(words: str) -> Html:
    """Pairs of backticks as code; an odd one stays a character."""
    pieces = words.split("`")
    if len(pieces) % 2 == 0:
        return text(words)
    return Html("".join(code(p) if i % 2 else text(p) for i, p in enumerate(pieces)))
