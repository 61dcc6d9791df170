"""DMARC03: a DMARC policy stands at a name that does not begin with `_dmarc`."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.misplacement import is_sound, moved, strays, told_for, unmet, wanted
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, Record, Severity
from ..lint.records import names
from ..lint.records.distance import distance
from ..lint.rule import Case, rule
from ..lint.stray import is_hosted, is_proper, is_published, mended, policies
from ..lint.view import View

_NONE = '"v=DMARC1; p=none"'
_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A policy at a name without `_dmarc`, unless there is one at the right name as well."""
    found = () if is_proper(node.name) else policies(node)
    right = _right_name(node.name, view.zone) if found else ""
    if not right:
        return
    for index, record in enumerate(found):
        if not is_hosted(view, node.name) and not is_published(view, right, record):
            yield Problem(
                _message(node.name, right),
                changes=changes.rename(record, right),
                type=record.type,
                where=record.where,
                source=changes.written_lines(record),
                severity=Severity.WARNING,
                discriminator=str(index),
            )


def _right_name(name: str, zone: str) -> str:
    """Where a policy at a name without `_dmarc` belongs, "" where it may be meant as it stands.

    Policies that aliases of other zones lead to are often called after DMARC, or after nothing
    that a host could be called.
    """
    first = names.labels(name)[0]
    if mended(name) or "dmarc" in names.relative(name, zone):
        return ""
    if not first.startswith("_"):
        return names.join("_dmarc", name)
    misspelt = distance(first, "_dmarc", 2) is not None
    return names.join("_dmarc", names.parent(name)) if misspelt else ""


def _message(name: str, right: str) -> str:
    return f"the DMARC record is at {name}, but receivers look for it at {right}"


@rule(
    "DMARC03",
    severity=Severity.ERROR,
    refs=("RFC 9989 section 4.10",),
    zone=anywhere,
    good=(
        Case(zone=f"_dmarc TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
        # A second one on the bare domain is merely untidy.
        Case(zone=f"_dmarc TXT {_NONE}\n@ TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
        Case(zone=f"_dmarc TXT {_NONE}\n@ TXT {_NONE}"),
        # The zone's policy applies to the sub-domain, whatever else the sub-domain holds.
        Case(
            zone=f"_dmarc TXT {_NONE}\nmail TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="mail.example.org",
        ),
        # Permissions to send reports to this domain are no policies.
        Case(zone='*._report._dmarc TXT "v=DMARC1"\nother.example._report._dmarc TXT "v=DMARC1;"'),
        # A provider's zone holds the policies of its customers, under names of their own.
        Case(zone=f"customer.com._dmarc TXT {_NONE}\ncustomer.com.hosted TXT {_NONE}"),
        Case(zone=f"customer.com TXT {_NONE}", origin="vendor.example"),
        Case(zone="".join(f"c{i}.hosted TXT {_NONE}\n" for i in range(12))),
        # So do policies that other zones lead to with an alias, by their names.
        Case(zone=f"_dmarc-parked TXT {_NONE}\nstrict.dmarc TXT {_NONE}\n_policy TXT {_NONE}"),
        # An alias leads there.
        Case(zone=f"policy TXT {_NONE}\n_dmarc.mail CNAME policy"),
        # The policy itself is an alias, at a provider.
        Case(zone=f"_dmarc CNAME example.org._dmarc.vendor.example.\n@ TXT {_NONE}"),
        # A wildcard answers at _dmarc as well.
        Case(zone=f"* TXT {_NONE}"),
        # A text about DMARC.
        Case(zone='@ TXT "v=DMARC1 is at _dmarc"\n@ TXT "dmarc=v=DMARC1; p=none"'),
    ),
    bad=(
        Case(
            zone='@ TXT "v=DMARC1; p=reject; rua=mailto:d@example.org"',
            expects=f"_dmarc TXT {_NONE}",
            says=(
                (
                    "the DMARC record is at example.org, but receivers look for it at "
                    "_dmarc.example.org"
                ),
            ),
        ),
        Case(
            zone=f"mail TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="mail.example.org",
            says=(
                (
                    "the DMARC record is at mail.example.org, but receivers look for it at "
                    "_dmarc.mail.example.org"
                ),
            ),
        ),
        # The zone's own policy, if it stood at its name, would cover the sub-domain.
        Case(
            zone=f"@ TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="mail.example.org",
            says=(
                (
                    "the DMARC record is at example.org, but receivers look for it at "
                    "_dmarc.example.org"
                ),
            ),
        ),
        # The provider asks for no DMARC record, but a sender needs one.
        Case(
            zone=f"s1._domainkey TXT {_KEY}\n@ TXT {_NONE}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                (
                    "the DMARC record is at example.org, but receivers look for it at "
                    "_dmarc.example.org"
                ),
            ),
        ),
        Case(
            zone=f"_dmarc TXT {_NONE}\nshop TXT {_NONE}",
            says=(
                (
                    "the DMARC record is at shop.example.org, but receivers look for it at "
                    "_dmarc.shop.example.org"
                ),
            ),
        ),
    ),
)
def dmarc_wrong_name(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A DMARC record stands at a name that does not begin with `_dmarc`.

    ## Why it matters
    Receivers look for a policy at `_dmarc.` and the domain. At any other name it has no effect:
    your domain counts as one without DMARC.

    ## How to fix it
    Give the record the name `_dmarc`, for a sub-domain `_dmarc.mail`. In most panels the field for
    the name was left empty or holds `@`: type `_dmarc` there. Keep the value as it is.
    """
    for asked in wanted(view, expected):
        if asked.purpose is not Purpose.DMARC or not unmet(view, asked):
            continue
        for record in strays(view, asked, _bare_names(view, asked)):
            yield told_for(_moved(view, asked, record), asked, expected)
            break


def _bare_names(view: View, asked: ExpectedRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys((names.parent(asked.name), view.domain.name, view.zone)))


def _moved(view: View, asked: ExpectedRecord, record: Record) -> Problem:
    """Keep a policy that receivers can use, for the very domain that it was published at."""
    right = names.join("_dmarc", record.name)
    if right == asked.name or not is_sound(view, record, asked):
        return moved(view, _message(record.name, asked.name), asked, record)
    return Problem(
        _message(record.name, right),
        changes=changes.rename(record, right),
        where=record.where,
        source=changes.written_lines(record),
    )
