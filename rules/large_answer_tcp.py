"""NS12: the answer does not fit into one packet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint.at_servers import KNOWN, has_flag, plural, servers
from ..lint.mending import about
from ..lint.model import (
    ExpectedRecord,
    Node,
    Problem,
    Record,
    SenderDomain,
    Severity,
)
from ..lint.records.kind import TextKind, text_kind
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View
from ..lint.world import World

PACKET = 1232  # octets that pass everywhere unfragmented (RFC 9715, DNS flag day 2020)
_HEAD = 12 + 4 + 11  # header, question's type and class, the EDNS record
_RECORD = 12  # a compressed owner name, type, class, TTL and length
_TOKENS = "".join(f'@ TXT "vendor{i}-verification={"0123456789" * 10}"\n' for i in range(10))
_SPF = '@ TXT "v=spf1 include:a.example ~all"'
_TCP = (
    "Open port 53 for TCP at this name server, in its firewall and in the ones before it. DNS "
    "needs both UDP and TCP (RFC 7766)."
)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The texts beside an SPF record that make its answer too large."""
    texts = node.of("TXT")
    if any(text_kind(r.text, r.name) is TextKind.SPF for r in texts):
        yield from _large(node.name, texts)


def unreachable_by_tcp(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Name servers that cut an answer short and give the rest to nobody."""
    for expected in domain.records:
        said = world.each(world.servers(expected.name), *expected.question)
        cut = tuple(v for v, a in said.items() if has_flag(a, "TC") and a.status not in KNOWN)
        if cut:
            others = any(a.status in KNOWN for a in said.values())
            do = "do" if plural(cut) else "does"
            yield Problem(
                f"the answer of {servers(cut)} does not fit into one packet, and "
                f"{'they' if plural(cut) else 'it'} {do} not answer over TCP",
                name=world.zone,
                type="TXT",
                severity=None if others else Severity.ERROR,
                fix=_TCP,
                vantages=cut,
                discriminator="tcp",
            )
            return


@rule(
    "NS12",
    severity=Severity.WARNING,
    refs=("RFC 7766 section 5", "RFC 9715"),
    zone=anywhere,
    world=unreachable_by_tcp,
    good=(
        Case(zone=_SPF, expects=_SPF),
        # Large, but no mail server reads it.
        Case(zone=_TOKENS),
        Case(zone=f"{_TOKENS}bounce TXT v=spf1", expects="bounce TXT v=spf1"),
        Case(servers={"ns1": _SPF, "ns2": "timeout"}, expects=_SPF),
        # Cut short over UDP and complete over TCP.
        Case(servers={"ns1": f"{_SPF}\n! @ TXT answered tc"}, expects=_SPF),
    ),
    bad=(
        Case(
            zone=f"{_TOKENS}{_SPF}",
            expects=_SPF,
            says=("the 11 texts at example.org need 1422 octets; one packet holds 1232",),
        ),
        Case(
            zone=f"{_TOKENS}{_SPF}",
            says=("the 11 texts at example.org need 1422 octets; one packet holds 1232",),
        ),
        Case(
            servers={"ns1": f"{_SPF}\n! @ TXT timeout tc", "ns2": _SPF},
            expects=_SPF,
            says=(
                "the answer of ns1 does not fit into one packet, and it does not answer over TCP",
            ),
        ),
    ),
)
def large_answer_tcp(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The answer does not fit into one packet.

    ## Why it matters
    Such an answer is sent in two steps, the second over TCP. Some mail receivers do not manage
    that, or their firewall does not, and then find no SPF record.

    ## How to fix it
    Delete the verification texts of services that are no longer used. Where all of them are
    needed, let mail be sent from a name of its own, a return path like `bounce`, with an SPF
    record there.
    """
    if expected.type == "TXT":
        yield from _large(expected.name, standing(view, expected))


def _large(name: str, texts: Iterable[Record]) -> Iterator[Problem]:
    found = tuple(texts)
    size = _HEAD + len(name) + 2 + sum(map(_size, found))
    if size > PACKET and len(found) > 1:
        message = f"the {len(found)} texts at {name} need {size} octets; one packet holds {PACKET}"
        yield about(found[0], message, type_="TXT")


def _size(record: Record) -> int:
    return _RECORD + sum(len(s) + 1 for s in record.strings)
