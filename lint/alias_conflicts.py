"""An alias where the provider's records should stand: who it serves, and what may be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from . import changes
from .aliases import end_of, is_leftover, is_underscored, other_data
from .dmarc_walk import policy
from .evidence import holds
from .host_owner import is_customers, is_providers
from .model import AnswerStatus, Change, ExpectedRecord, Node, Purpose, Record
from .records.names import is_within, labels
from .view import Unanswered, View
from .wording import listed

_VISITED = frozenset(("www", "mail", "email", "webmail", "m", "web", "smtp", "imap", "pop"))


def is_served(view: View, expected: ExpectedRecord, alias: Record) -> bool:
    """Whether the expected record is found through an alias.

    Raises Unanswered where the alias leaves the file for a place of the customer's or the
    provider's: such a place may well hold the record.
    """
    if _is_held(view, expected):
        return True
    end = end_of(view, alias)
    if not end:
        return False
    if is_within(end, view.zone) or not view.is_unknowable(expected.question):
        return False
    if is_customers(end, view.domain.name) or is_providers(end, view.domain):
        reason = f"the alias leads to {end}, which is not in this file"
        raise Unanswered(expected.question, reason)
    return False


def crowded(node: Node, found: Sequence[Record]) -> str:
    """What is wrong with the aliases at a name, "" where one stands alone."""
    others = other_data(node)
    if found and others:
        types = listed(r.type for r in others)
        return f"a CNAME stands at {node.name} beside {types}; a CNAME must stand alone"
    if len(found) > 1:
        return f"{len(found)} CNAME records stand at {node.name}; a name can have only one"
    return ""


def in_the_way(view: View, expected: ExpectedRecord, found: Sequence[Record]) -> str:
    """What is wrong with an alias that stands alone, "" where nothing is."""
    if not found or expected.type == "CNAME":
        return ""
    if expected.purpose is Purpose.DMARC and policy(view, view.domain.name) is not None:
        return ""
    if is_served(view, expected, found[0]):
        return ""
    return (
        f"{expected.name} is an alias of {found[0].target}, "
        f"so the {expected.type} record that the provider asks for cannot stand there"
    )


def asked_twice(view: View, expected: ExpectedRecord) -> str:
    """What the provider asks for at one name although it cannot stand together, else ""."""
    same = [e for e in view.domain.records if e.name == expected.name]
    wanted = sorted({(e.type, e.value) for e in same if e.required or e is expected})
    types = [type_ for type_, _ in wanted]
    if "CNAME" not in types or len(types) < 2 or _is_held(view, expected):
        return ""
    if not expected.required and any(_is_held(view, e) for e in same):
        return ""
    if set(types) == {"CNAME"}:
        return f"the provider asks for {len(types)} CNAME records at {expected.name}"
    return f"the provider asks for {listed(types)} at {expected.name}; a CNAME must stand alone"


def parted(
    view: View, expected: ExpectedRecord, node: Node, found: Sequence[Record]
) -> tuple[Change, ...]:
    """The edits that leave the expected record and take nothing from anybody else.

    `found` are the aliases at the name. () where they, or the data beside them, may be in use.
    """
    others = other_data(node)
    if expected.type == "CNAME":
        if not is_leftover(view, others):
            return ()
        return (*changes.unite(found, expected.value), *(changes.delete(r) for r in others))
    gone = tuple(changes.delete(r) for r in found)
    if others and _is_ours(view, expected.name):
        return gone
    if not all(_leads_nowhere(view, alias, expected.type) for alias in found):
        return ()
    return gone if _is_held(view, expected) else (*gone, changes.add(expected))


def _is_ours(view: View, name: str) -> bool:
    """Whether a name serves nothing but the provider, whose records all stand there already."""
    asked = [e for e in view.domain.records if e.name == name]
    returns = any(e.purpose is Purpose.RETURN_PATH for e in asked)
    bounces = returns and name != view.domain.name and labels(name)[0] not in _VISITED
    return (bounces or is_underscored(name)) and all(_is_held(view, e) for e in asked)


def _is_held(view: View, expected: ExpectedRecord) -> bool:
    return not view.is_unknowable(expected.question) and holds(view, expected)


def _leads_nowhere(view: View, alias: Record, type_: str) -> bool:
    """Whether an alias leads in a circle, or to a name of this zone that does not exist."""
    end = end_of(view, alias)
    if not end:
        return True
    return is_within(end, view.zone) and view.ask(end, type_).status is AnswerStatus.NXDOMAIN
