"""DKIM05: the key has a size that receivers do not like."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dkim_keys import at_expected, at_node, sound
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View

_LEAST, _ADVISED, _MOST = 1024, 2048, 4096  # bits, RFC 8301 section 3.2


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Keys that are too small, or larger than receivers must accept.

    1024 bits are what many providers hand out: nobody who reads the zone can change that.
    """
    for index, (record, _, facts) in enumerate(sound(at_node(node))):
        bits = facts.bits if facts.algorithm == "rsa" else None
        if bits is not None and not _LEAST <= bits <= _MOST:
            yield _problem(record, node.name, bits)._replace(type="TXT", discriminator=str(index))


def _problem(record: Record, name: str, bits: int) -> Problem:
    what = f"the key at {name} has {bits} bits"
    if bits < _LEAST:
        return about(record, f"{what}; receivers ignore keys below {_LEAST}")
    if bits < _ADVISED:
        return about(record, f"{what}; {_ADVISED} are advised today", severity=Severity.INFO)
    if bits > _MOST:
        message = f"{what}; receivers need not accept more than {_MOST}"
        return about(record, message, severity=Severity.WARNING)
    message = f"{what}; the answer is so long that a few networks lose it"
    return about(record, message, severity=Severity.INFO)


_512 = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAN/51GW5wnbaGnnS7VGHrRsoO40Mnkn9cFMGk4yxMNkUQ9mz5MBo9/ciEn3i"
    "DZnHHRhuZ2xPIo/RO6+PFmXFFOECAwEAAQ=="
)
_1024 = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOC"
    "KG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGj"
    "aNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
)
_ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@rule(
    "DKIM05",
    severity=Severity.ERROR,
    affects=DELIVERY,
    refs=("RFC 8301 section 3.2",),
    zone=anywhere,
    good=(
        # Another type of key is measured otherwise.
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED25519}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=ed25519; p={_ED25519}"',
        ),
        # A damaged or withdrawn key has no size.
        Case(zone=f's1._domainkey TXT "p={_1024[:80]}"\ns2._domainkey TXT "v=DKIM1; p="'),
        # The provider keeps the key elsewhere.
        Case(zone="s1._domainkey CNAME s1.a.example.", expects="s1._domainkey CNAME s1.a.example."),
        # The key of another sender, when a provider's records are checked.
        Case(
            zone=f's1._domainkey TXT "p={_512}"\nk2._domainkey CNAME k2.a.example.',
            expects="k2._domainkey CNAME k2.a.example.",
        ),
    ),
    bad=(
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; p={_512}"',
            expects=f's1._domainkey TXT "v=DKIM1; p={_512}"',
            says=(
                (
                    "the key at s1._domainkey.example.org has 512 bits; "
                    "receivers ignore keys below 1024"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey.mail TXT "v=DKIM1; p={_1024}"',
            expects=f's1._domainkey TXT "v=DKIM1; p={_1024}"',
            domain="mail.example.org",
            says=(
                "the key at s1._domainkey.mail.example.org has 1024 bits; 2048 are advised today",
            ),
        ),
        Case(
            zone=f's1._domainkey TXT "k=rsa; p={_512}"',
            says=(
                (
                    "the key at s1._domainkey.example.org has 512 bits; "
                    "receivers ignore keys below 1024"
                ),
            ),
        ),
    ),
)
def dkim_weak_key(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The DKIM key is too small, or larger than receivers like.

    ## Why it matters
    Receivers ignore signatures whose key has fewer than 1024 bits, because such keys can be
    broken. 1024 bits still count everywhere; 2048 are advised. Beyond 4096 bits receivers may give
    up.

    ## How to fix it
    The provider makes the key, so only the provider can change its size. Look there for a setting
    such as "2048-bit key" or "rotate key", and publish the new value. A key of 1024 bits works:
    nothing has to be done at once.
    """
    for record, _, facts in sound(at_expected(view, expected)):
        bits = facts.bits if facts.algorithm == "rsa" else None
        if bits is not None and bits != _ADVISED:
            problem = _problem(record, expected.name, bits)
            yield problem._replace(severity=problem.severity or Severity.ERROR)
