"""How the zone is found from above, and where aliases lead; the broken link is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.model import (
    AnswerStatus,
    Delegation,
    DomainReport,
    NameServer,
    Observation,
)
from .html_svg import Box, chain, fan
from .html_table import framed, pictured, row
from .html_text import Html, code, text
from .messages import counted, say

_MAX_CHAINS = 12


def delegation(found: Delegation) -> Html:
    """The parent zone, the name servers, and which of them answer."""
    above = (
        say("chain.parent-unknown")
        if found.parent is None
        else say("chain.parent", parent=found.parent or ".")
    )
    boxes = [Box(s.name, _state(s), _kind(s), broken=_is_broken(s)) for s in found.servers]
    heads = [say(f"chain.{k}") for k in ("server", "addresses", "at-parent", "at-child", "works")]
    rows = [
        row(
            code(s.name),
            ", ".join(map(code, s.addresses)) or "–",
            _word(s.at_parent),
            _word(s.at_child),
            _word(s.works) + (f'<span class="hint">{text(s.reason)}</span>' if s.reason else ""),
            kind="odd" if _is_broken(s) else "",
        )
        for s in found.servers
    ]
    caption = say("chain.caption", zone=text(found.zone))
    signed = Html(f"<p>{say('chain.signed')}</p>" if found.signed else "")
    known = found.parent is not None or any(s.works is not None for s in found.servers)
    picture = fan(say("chain.picture"), Box(above, found.zone), boxes) if known else Html("")
    return pictured(say("chain.title"), picture, framed(caption, heads, rows), signed)


def _word(value: bool | None) -> str:
    return say("chain.unknown" if value is None else "chain.yes" if value else "chain.no")


def _is_broken(server: NameServer) -> bool:
    return server.works is False or server.at_parent is False or server.at_child is False


def _kind(server: NameServer) -> str:
    if server.works is False:
        return "bad"
    return "care" if _is_broken(server) else "good" if server.works else ""


def _state(server: NameServer) -> str:
    if server.reason:
        return server.reason
    works = {True: "chain.works", False: "chain.broken", None: "chain.unknown"}[server.works]
    return f"{say(works)} {', '.join(server.addresses)}".strip()


def aliases(report: DomainReport, observations: Sequence[Observation]) -> Iterator[Html]:
    """Every alias that was followed for a record of the domain, each way drawn once."""
    mine = {(r.name, r.type) for r in report.records}
    seen: dict[tuple[str, ...], Observation] = {}
    for item in observations:
        if item.chain and ((item.name, item.type) in mine or not report.records):
            seen.setdefault((item.type, *item.chain), item)
    if not seen:
        return
    shown = list(seen.values())[:_MAX_CHAINS]
    heads = [say(f"alias.{k}") for k in ("name", "leads", "end")]
    yield pictured(
        say("alias.title"),
        Html("".join(_drawn(o) for o in shown)),
        framed(say("alias.caption"), heads, [_row(o) for o in shown]),
    )


def _drawn(item: Observation) -> Html:
    boxes = []
    for step in item.chain:
        name, target = _ends(step)
        boxes.append(Box(name, f"{say('alias.alias-to')} {target}"))
    end, good = _end(item), item.status is AnswerStatus.ANSWERED
    last = _ends(item.chain[-1])[1]
    boxes.append(Box(last, end, "good" if good else "bad", broken=not good))
    return chain(say("alias.picture", name=item.name), boxes)


def _row(item: Observation) -> str:
    steps = "".join(f"<li>{code(_ends(step)[1])}</li>" for step in item.chain)
    good = item.status is AnswerStatus.ANSWERED
    return row(code(item.name), f"<ul>{steps}</ul>", text(_end(item)), kind="" if good else "odd")


def _ends(step: str) -> tuple[str, str]:
    """The owner and the target of an alias record as an observation writes it."""
    owner, _, rest = step.partition(" ")
    target = rest.partition(" ")[2] or rest
    return owner, target.removesuffix(".") or target


def _end(item: Observation) -> str:
    if item.status is AnswerStatus.ANSWERED:
        return counted("alias.found", len(item.records), type=item.type)
    return item.status.value
