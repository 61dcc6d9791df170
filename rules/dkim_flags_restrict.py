"""DKIM06: tags of the key record limit what the key is good for."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.dkim_keys import at_expected, at_node
from ..lint.evidence import carries
from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.dkim import parse_dkim
from ..lint.records.dkim_limits import Limit, is_kept, limits, without
from ..lint.records.names import join, labels
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Limits that stop mail: what providers set on purpose (`t=s`, `s=tlsrpt`) is left alone."""
    for index, record in enumerate(at_node(node)):
        key = parse_dkim(record.text)
        for limit in limits(key) if key.p and key.well_formed else ():
            if limit.grave and "tlsrpt" not in (key.s or ()):
                edit = (changes.replace(record, without(key, limit.tag)),)
                yield _problem(record, node.name, limit, str(index))._replace(changes=edit)
                break
        else:
            if key.k == "ed25519" and key.p and _is_alone(view, node.name):
                yield _alone(record, node.name)._replace(discriminator=str(index))


def _problem(record: Record, name: str, limit: Limit, discriminator: str = "") -> Problem:
    message = f"the key at {name} is limited: {limit.words}"
    return about(
        record,
        message,
        severity=Severity.WARNING if limit.grave else Severity.INFO,
        type_="TXT",
        discriminator=f"{discriminator}{limit.tag}",
    )


def _is_alone(view: View, name: str) -> bool:
    """Whether every key below this domain's `_domainkey` is of a type that few receivers read."""
    parts = labels(name)
    below = view.below(join(*parts[parts.index("_domainkey") :]))
    if below is None or any(r.type in ("CNAME", "NS", "DNAME") for r in below):
        return False
    keys = [parse_dkim(r.text) for r in below if r.type == "TXT"]
    return not any(key.k == "rsa" and key.p for key in keys)


def _alone(record: Record, name: str) -> Problem:
    message = f"the key at {name} is of the type ed25519, and no RSA key stands beside it"
    fix = "few receivers read ed25519 signatures; publish an RSA key under another selector as well"
    return about(record, message, fix=fix, severity=Severity.WARNING, type_="TXT")


_KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"
_ED = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@rule(
    "DKIM06",
    severity=Severity.WARNING,
    affects=DELIVERY,
    refs=("RFC 6376 section 3.6.1", "RFC 8301 section 3.1", "RFC 8463 section 5"),
    zone=anywhere,
    good=(
        # What the provider asked for is never wrong.
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=rsa; t=s; h=sha256; p={_KEY}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; t=s; h=sha256; p={_KEY}"',
        ),
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; t=y; p={_KEY}"',
            expects=f's1._domainkey TXT "v=DKIM1; t=y; p={_KEY}"',
        ),
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED}"',
        ),
        # These limit nothing, or were meant so: a key for reports about encryption.
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; g=*; h=sha1:sha256; s=email; n=t=y; p={_KEY}"\n'
            f's2._domainkey TXT "v=DKIM1; t=s; p={_KEY}"\n'
            f's3._domainkey TXT "v=DKIM1; s=tlsrpt; p={_KEY}"'
        ),
        # An RSA key stands beside it, or an alias that may lead to one.
        Case(zone=f'e1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED}"\ns1._domainkey TXT "p={_KEY}"'),
        Case(
            zone=f'e1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED}"\n'
            "s1._domainkey CNAME k.a.example."
        ),
        # A withdrawn key is good for nothing anyway.
        Case(zone='s1._domainkey TXT "v=DKIM1; t=y; p="'),
    ),
    bad=(
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; t=y; p={_KEY}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
            says=(
                (
                    "the key at s1._domainkey.example.org is limited: "
                    "t=y says that it is only being tested, so its signatures may not count"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey.mail TXT "v=DKIM1; t=s; h=sha1; p={_KEY}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
            domain="mail.example.org",
            says=(
                (
                    "the key at s1._domainkey.mail.example.org is limited: "
                    "t=s lets it sign for this very domain only, not for sub-domains"
                ),
                (
                    "the key at s1._domainkey.mail.example.org is limited: "
                    "h=sha1 leaves out sha256, the only method that counts today"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=rsa; t=s:y; p={_KEY}"',
            says=(
                (
                    "the key at s1._domainkey.example.org is limited: "
                    "t=y says that it is only being tested, so its signatures may not count"
                ),
            ),
        ),
        Case(
            zone=f'e1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED}"',
            says=(
                (
                    "the key at e1._domainkey.example.org is of the type ed25519, "
                    "and no RSA key stands beside it"
                ),
            ),
        ),
    ),
)
def dkim_flags_restrict(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Tags of the DKIM key limit what it is good for.

    ## Why it matters
    A key record can say that the key is only being tested (`t=y`), that it signs for one domain
    alone (`t=s`), which methods it is for (`h`) and for what kind of service (`s`). Receivers then
    take other signatures for none. Keys of the type `ed25519` are unknown to many receivers.

    ## How to fix it
    Publish the value as the provider shows it, without tags of your own. If the provider itself
    gives such a tag, leave it.
    """
    for record in at_expected(view, expected):
        if expected.type != "TXT" or not carries(view, expected, record):
            continue
        wanted = parse_dkim(expected.value)
        for limit in limits(parse_dkim(record.text)):
            if not is_kept(limit, wanted):
                edits = mended(view, expected, record)
                yield _problem(record, expected.name, limit)._replace(changes=edits)
