"""TIDY01: a copy of a right record stands at a name where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.evidence import holds
from ..lint.misplacement import strays
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.rule import DELIVERY, Case, rule
from ..lint.stray import (
    at_own_name,
    is_alias_target,
    is_hosted,
    is_policy,
    is_proper,
    is_published,
    keys,
    mended,
    policies,
)
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_NONE = '"v=DMARC1; p=none"'
_MAIL_TYPES = ("TXT", "MX", "CNAME")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A doubled name, a key or a policy at an odd name, whose right record is there as well."""
    doubled = names.join(view.zone, view.zone)
    if "." in view.zone and names.is_within(node.name, doubled):
        right = node.name[: -len(view.zone) - 1]
        copies = [r for r in node.of(*_MAIL_TYPES) if _is_beside(view, right, r)]
    elif is_proper(node.name):
        return
    else:
        copies = [r for r in (*policies(node), *keys(node)) if _is_copy(view, r)]
    for index, record in enumerate(copies):
        yield _copy(record, str(index))


def _is_beside(view: View, name: str, record: Record) -> bool:
    value = changes.value_of(record)
    return any(
        r.type == record.type and changes.value_of(r) == value for r in view.at(name).records
    )


def _is_copy(view: View, record: Record) -> bool:
    """Whether a key or policy at an odd name stands at the right name, too."""
    name = record.name
    if is_hosted(view, name):
        return False
    if right := mended(name):
        return is_published(view, right, record)
    if is_policy(record):
        return is_published(view, names.join("_dmarc", name), record)
    bases = dict.fromkeys((name, name.removeprefix("_domainkey."), names.parent(name)))
    return any(at_own_name(view, b, record) for b in bases if names.is_within(b, view.zone))


def _copy(record: Record, discriminator: str) -> Problem:
    return Problem(
        f"a leftover {record.type} record stands at {record.name}, where nobody looks",
        changes=(changes.delete(record),),
        type=record.type,
        where=record.where,
        source=changes.written_lines(record),
        discriminator=discriminator,
    )


@rule(
    "TIDY01",
    severity=Severity.INFO,
    affects=DELIVERY,
    refs=("RFC 1034 section 3.1",),
    zone=anywhere,
    good=(
        Case(zone=f"s1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # The right record is missing: that is no leftover, and another rule tells.
        Case(zone=f"@ TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        Case(zone=f"dmarc TXT {_NONE}"),
        # A wildcard answers at every name.
        Case(zone=f"* TXT {_NONE}\n_dmarc TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
        # The zone above, or another selector, may need the same value.
        Case(
            zone="s1._domainkey CNAME s1.esp.example.\ns1._domainkey.mail CNAME s1.esp.example.",
            expects="s1._domainkey CNAME s1.esp.example.",
            domain="mail.example.org",
        ),
        Case(
            zone=f"s1._domainkey TXT {_KEY}\ns2._domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # Mail servers and SPF on the bare domain have work of their own there.
        Case(
            zone="@ MX 10 mx.esp.example.\nreply MX 10 mx.esp.example.",
            expects="reply MX 10 mx.esp.example.",
        ),
        # The alias target of the right record.
        Case(zone=f"_dmarc CNAME dmarc\ndmarc TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
        Case(zone=f"_dmarc CNAME dmarc\ndmarc TXT {_NONE}"),
        Case(zone=f"_dmarc TXT {_NONE}\n_dmarc.mail TXT {_NONE}\ncustomer.com TXT {_NONE}"),
    ),
    bad=(
        Case(
            zone=f"s1._domainkey TXT {_KEY}\n@ TXT {_KEY}\ns1._domainkey.example.org TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                (
                    "a leftover TXT record stands at s1._domainkey.example.org.example.org, "
                    "where nobody looks"
                ),
                "a leftover TXT record stands at example.org, where nobody looks",
            ),
        ),
        Case(
            zone=f"_dmarc.mail TXT {_NONE}\nmail TXT {_NONE}\ndmarc.mail TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="mail.example.org",
            says=(
                "a leftover TXT record stands at dmarc.mail.example.org, where nobody looks",
                "a leftover TXT record stands at mail.example.org, where nobody looks",
            ),
        ),
        Case(
            zone="bounce MX 10 f.esp.example.\nbounce.example.org MX 10 f.esp.example.",
            says=(
                "a leftover MX record stands at bounce.example.org.example.org, where nobody looks",
            ),
        ),
        Case(
            zone=f"_dmarc TXT {_NONE}\n@ TXT {_NONE}\ns1._domainkey TXT {_KEY}\ns1 TXT {_KEY}",
            says=(
                "a leftover TXT record stands at example.org, where nobody looks",
                "a leftover TXT record stands at s1.example.org, where nobody looks",
            ),
        ),
    ),
)
def leftover_decoy(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A copy of a right record stands at a wrong name, left over from an earlier attempt.

    ## Why it matters
    It does no harm today. It misleads whoever looks after the zone next, and it stays behind when
    the right record is changed or removed.

    ## How to fix it
    Delete the copy, if you are sure that nothing else uses it. Leave the right record as it is.
    """
    if holds(view, expected):
        for record in strays(view, expected, decoys.useless(expected, view.domain.name, view.zone)):
            if not is_alias_target(view, record.name):
                yield _copy(record, record.name)
