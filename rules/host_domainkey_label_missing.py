"""HOST06: a DKIM key's name lacks `_domainkey` or the selector."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.misplacement import moved, strays, typed, unmet
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.rule import Case, rule
from ..lint.stray import at_own_name, is_hosted, is_proper, keys, mended
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A DKIM key below the zone's own name where the name lacks one of the two labels."""
    if node.name == view.zone or is_proper(node.name) or mended(node.name):
        return
    for index, record in enumerate(keys(node)):
        if not _is_explained(view, node.name) and not _is_copy(view, node.name, record):
            yield Problem(
                _zone_message(node.name),
                type=record.type,
                where=record.where,
                source=changes.written_lines(record),
                severity=Severity.WARNING,
                fix="Ask the mail provider for the full name of this key. It has the form "
                "SELECTOR._domainkey, with the sub-domain behind it if you send from one. Move "
                "the record there.",
                discriminator=str(index),
            )


def _zone_message(name: str) -> str:
    missing = "a selector in front of it" if name.startswith("_domainkey.") else "_domainkey"
    return f"a DKIM key is at {name}; the name lacks {missing}"


def _is_explained(view: View, name: str) -> bool:
    """Whether the key may be an alias target: those are often called after DKIM."""
    words = name.replace("_domainkey", "")
    return "dkim" in words or "domainkey" in words or is_hosted(view, name)


def _is_copy(view: View, name: str, record: Record) -> bool:
    bases = (name.removeprefix("_domainkey."), names.parent(name))
    return any(at_own_name(view, base, record) for base in bases)


@rule(
    "HOST06",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.2.1",),
    zone=anywhere,
    good=(
        Case(zone=f"s1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # An old policy record of DomainKeys is no key, and neither is one of ADSP.
        Case(
            zone='_domainkey TXT "o=~; t=y"\n_adsp._domainkey TXT "dkim=all"',
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        Case(zone='_domainkey TXT "o=-"\n_adsp._domainkey TXT "dkim=all"'),
        # The host that is called like the selector holds something else.
        Case(zone="mail CNAME other.esp.example.", expects="mail._domainkey CNAME k.esp.example."),
        # Targets of aliases: of this zone, and by their names.
        Case(zone=f"s1._domainkey CNAME k1.keys\nk1.keys TXT {_KEY}"),
        Case(zone=f"dkim TXT {_KEY}\nk1.dkim.hosted TXT {_KEY}"),
        # A zone for nothing but such targets.
        Case(zone=f"customer TXT {_KEY}", origin="dkim.vendor.example"),
        # The key stands at its own name as well.
        Case(zone=f"s1._domainkey TXT {_KEY}\ns1 TXT {_KEY}"),
        Case(zone='s1 TXT "v=DKIM1; p="\nnotes TXT "p=1; see the wiki"'),
    ),
    bad=(
        Case(
            zone=f"s1 TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=("the record is at s1.example.org; its name should be s1._domainkey",),
        ),
        # The value is damaged as well, and still this very key.
        Case(
            zone=r's1 TXT "\"p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7\""',
            expects=f"s1._domainkey TXT {_KEY}",
            says=("the record is at s1.example.org; its name should be s1._domainkey",),
        ),
        Case(
            zone=f"_domainkey.mail TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
            says=(
                (
                    "the record is at _domainkey.mail.example.org; "
                    "its name should be s1._domainkey.mail"
                ),
            ),
        ),
        Case(
            zone="_domainkey.s1 CNAME s1.esp.example.",
            expects="s1._domainkey CNAME s1.esp.example.",
            says=("the record is at _domainkey.s1.example.org; its name should be s1._domainkey",),
        ),
        Case(
            zone=f"s1.mail TXT {_KEY}\n_domainkey TXT {_KEY}",
            says=(
                "a DKIM key is at s1.mail.example.org; the name lacks _domainkey",
                "a DKIM key is at _domainkey.example.org; the name lacks a selector in front of it",
            ),
        ),
    ),
)
def host_domainkey_label_missing(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The name of a DKIM key lacks `_domainkey`, or the selector in front of it.

    ## Why it matters
    A DKIM key stands at `selector._domainkey.domain`, always with both parts. Receivers find no
    key at any other name, so they cannot check a signature.

    ## How to fix it
    Create the record again under the whole name, for example `s1._domainkey`, and delete the
    other one. Some panels ask for the selector in a field of its own; others want all of the name
    up to your domain.
    """
    where = decoys.label_missing(expected.name, view.domain.name, view.zone)
    if not where or not unmet(view, expected):
        return
    for record in strays(view, expected, where):
        right = typed(view, expected.name)
        message = f"the record is at {record.name}; its name should be {right}"
        yield moved(view, message, expected, record)
        return
