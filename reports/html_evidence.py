"""The raw answers at the end of the HTML report, folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.model import Observation
from .html_text import Html, folded, text
from .messages import counted, say

MAX_ROWS = 2_000
_COLUMNS = tuple(
    say(f"evidence.{key}") for key in ("asked", "seen-at", "answer", "records", "keeps", "details")
)


def evidence(observations: Sequence[Observation]) -> Iterator[Html]:
    """Every answer as a table row, the first 2,000; the embedded result holds them all."""
    if not observations:
        return
    head = "".join(f'<th scope="col">{c}</th>' for c in _COLUMNS)
    yield Html(
        f'<details class="evidence"><summary>{counted("evidence.title", len(observations))}'
        f'</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{say("evidence.label")}">'
        f"<table><caption>{say('evidence.caption')}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>\n"
    )
    for item in observations[:MAX_ROWS]:
        yield _row(item)
    yield Html("</tbody></table></div>")
    if len(observations) > MAX_ROWS:
        more = say("evidence.more", count=len(observations) - MAX_ROWS)
        yield Html(f"<p>{more}</p>")
    yield Html("</details>\n")


def _row(item: Observation) -> Html:
    chain = [say("evidence.alias", step=step) for step in item.chain]
    flags = [say("evidence.flags", flags=" ".join(item.flags))] if item.flags else []
    errors = [say("evidence.error", error=e) for e in item.extended_errors]
    details = [*chain, *flags, *errors]
    ttl = item.ttl if item.ttl is not None else item.negative_ttl
    return Html(
        f'<tr><th scope="row">{folded(f"{item.name} {item.type}")}</th>'
        f"<td>{text(item.vantage)}</td><td>{text(item.status)}</td>"
        f"<td>{_list(item.records)}</td><td>{'' if ttl is None else ttl}</td>"
        f"<td>{_list(details)}</td></tr>\n"
    )


def _list(values: Sequence[str]) -> Html:
    items = "".join(f"<li>{folded(v)}</li>" for v in values)
    return Html(f"<ul>{items}</ul>" if items else "")
