"""HOST05: an underscore of the record's name is missing, doubled or misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.misplacement import moved, strays, told_for, typed, unmet, wanted
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.rule import Case, rule
from ..lint.stray import is_hosted, is_key, is_proper, is_published, keys, mended, policies
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_NONE = '"v=DMARC1; p=none"'


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A key or a policy below a label that lacks its underscore, or has two of them."""
    if is_proper(node.name) or ("dmarc" not in node.name and "domainkey" not in node.name):
        return
    right = mended(node.name)
    first = node.name.partition(".")[0]
    found = () if not right else policies(node) if "dmarc" in first else keys(node)
    for index, record in enumerate(found):
        if not is_hosted(view, node.name) and not is_published(view, right, record):
            yield Problem(
                _message(view, node.name, right),
                changes=changes.rename(record, right),
                type=record.type,
                where=record.where,
                source=changes.written_lines(record),
                severity=_severity(node.name, record),
                discriminator=str(index),
            )


def _severity(name: str, record: Record) -> Severity:
    """A provider's own names, which aliases lead to, lack the underscore rightly."""
    sure = is_key(record) and "domainkey" not in names.labels(name)
    return Severity.ERROR if sure else Severity.WARNING


def _message(view: View, name: str, right: str) -> str:
    return f"an underscore is wrong in {name}; the name should be {typed(view, right)}"


@rule(
    "HOST05",
    severity=Severity.ERROR,
    refs=("RFC 8552 section 1.1", "RFC 6376 section 3.6.2.1"),
    zone=anywhere,
    good=(
        Case(zone=f"_dmarc TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
        # The name without underscore belongs to the provider.
        Case(
            zone="s1._domainkey CNAME s1.domainkey.u1.wl.esp.example.",
            expects="s1._domainkey CNAME s1.domainkey.u1.wl.esp.example.",
        ),
        # An alias leads to the name without underscore.
        Case(
            zone=f"s1._domainkey CNAME s1.domainkey\ns1.domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        Case(zone=f"_dmarc.mail CNAME dmarc\ndmarc TXT {_NONE}"),
        # A provider's zone holds the policies of its customers.
        Case(zone=f"dmarc.customer.com TXT {_NONE}"),
        # A host that happens to be called so.
        Case(zone='dmarc A 192.0.2.1\ndmarc TXT "v=spf1 -all"\ndomainkey A 192.0.2.1'),
        # The policy of the zone above applies, so nothing is missing.
        Case(
            zone=f"_dmarc TXT {_NONE}\ndmarc.mail TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="mail.example.org",
        ),
        # The policy is there: a second one at a wrong name is merely untidy.
        Case(zone=f"_dmarc TXT {_NONE}\ndmarc TXT {_NONE}"),
        Case(zone=f"* TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
    ),
    bad=(
        Case(
            zone='dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.org"',
            expects=f"_dmarc TXT {_NONE}",
            says=(("an underscore is wrong in dmarc.example.org; the name should be _dmarc"),),
        ),
        Case(
            zone="s1.__domainkey.mail CNAME s1.esp.example.",
            expects="s1._domainkey CNAME s1.esp.example.",
            domain="mail.example.org",
            says=(
                (
                    "an underscore is wrong in s1.__domainkey.mail.example.org; "
                    "the name should be s1._domainkey.mail"
                ),
            ),
        ),
        # The provider asks for no DMARC record, but a sender needs one.
        Case(
            zone=f"s1._domainkey TXT {_KEY}\n-dmarc TXT {_NONE}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(("an underscore is wrong in -dmarc.example.org; the name should be _dmarc"),),
        ),
        Case(
            zone=f"s1.domainkey TXT {_KEY}\ndmarc_ TXT {_NONE}",
            says=(
                (
                    "an underscore is wrong in s1.domainkey.example.org; "
                    "the name should be s1._domainkey"
                ),
                ("an underscore is wrong in dmarc_.example.org; the name should be _dmarc"),
            ),
        ),
    ),
)
def host_underscore_mangled(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """An underscore of the record's name is missing, doubled or misplaced.

    ## Why it matters
    The names `_dmarc` and `_domainkey` begin with exactly one underscore. Receivers and the
    provider look at that name only.

    ## How to fix it
    Create the record again with the underscore as the provider writes it, and delete the other
    one. If the panel drops the underscore or refuses it, ask the DNS host's support to create the
    record, or use a DNS host that allows underscores in this type of record.
    """
    for asked in wanted(view, expected):
        if not unmet(view, asked):
            continue
        where = decoys.underscore_mangled(asked.name, view.domain.name, view.zone)
        for record in strays(view, asked, where):
            problem = moved(view, _message(view, record.name, asked.name), asked, record)
            yield told_for(problem, asked, expected)
            break
