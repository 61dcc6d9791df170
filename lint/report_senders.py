"""Whether reports about a domain may be sent to another domain's mailbox (RFC 9990 section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from .model import Question
from .records.kind import is_dmarc
from .records.names import join
from .records.suffix import organisational_domain
from .view import View


def permission_name(domain: str, host: str) -> str:
    """The name at which `host` allows reports about `domain`."""
    return join(domain, "_report._dmarc", host)


def is_foreign(domain: str, host: str) -> bool:
    """Whether a mailbox at `host` needs such a permission: it belongs to somebody else."""
    return organisational_domain(domain) != organisational_domain(host)


def unpermitted(view: View, domain: str, hosts: Iterator[str]) -> Iterator[str]:
    """The foreign hosts that allow no reports about the domain.

    Raises Unanswered, after the hosts that could be asked, where the view cannot tell.
    """
    foreign = [h for h in dict.fromkeys(hosts) if is_foreign(domain, h)]
    asked = [Question(permission_name(domain, host), "TXT") for host in foreign]
    view.want(asked)
    known = [(h, q) for h, q in zip(foreign, asked, strict=True) if not view.is_unknowable(q)]
    unknown = [q for q in asked if view.is_unknowable(q)]
    for host, question in known:
        if not any(is_dmarc(r.text) for r in view.txt(question.name)):
            yield host
    for question in unknown:
        view.txt(question.name)
