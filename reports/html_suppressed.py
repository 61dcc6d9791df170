"""The findings that do not count because somebody decided so, folded away with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.model import Suppressed
from .html_table import framed, row
from .html_text import Html, code, text
from .messages import counted, say

MAX_ROWS = 500


def suppressed(held: Sequence[Suppressed]) -> Iterator[Html]:
    """A table of them; nothing where there are none."""
    if not held:
        return
    heads = [say(f"suppressed.{key}") for key in ("finding", "by", "reason")]
    rows = [
        row(
            f"{code(s.finding.code)} {text(s.finding.message)}",
            say(f"suppressed.by-{s.by}"),
            text(s.reason),
        )
        for s in held[:MAX_ROWS]
    ]
    left = len(held) - len(rows)
    more = f"<p>{say('evidence.more', count=left)}</p>" if left else ""
    yield Html(
        f'<details class="evidence"><summary>{counted("suppressed.title", len(held))}</summary>'
        f"{framed(say('suppressed.caption'), heads, rows)}{more}</details>\n"
    )
