"""HOST07: the DKIM key stands under another selector than the provider asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint import decoys
from ..lint.evidence import carries
from ..lint.misplacement import moved, strays, unmet
from ..lint.model import ExpectedRecord, Problem, Severity
from ..lint.ownership import is_unique
from ..lint.rule import Case, rule
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_OTHER = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDx"'
_MOST = 50  # selectors looked at


@rule(
    "HOST07",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.1",),
    good=(
        Case(zone=f"s1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # The selectors of other senders hold other keys.
        Case(
            zone=f"google._domainkey TXT {_OTHER}\nk2._domainkey CNAME dkim2.other.example.",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # The key stands under both selectors, for the time of a change.
        Case(
            zone=f"s1._domainkey TXT {_KEY}\ns2._domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # Both selectors of the provider have the same key; one of them is missing.
        Case(
            zone=f"s1._domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}\ns2._domainkey TXT {_KEY}",
        ),
        Case(zone=f"*._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # Another domain's selector.
        Case(
            zone=f"s2._domainkey.news TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        Case(zone="em2 CNAME u1.esp.example.", expects="em1 CNAME u1.esp.example."),
    ),
    bad=(
        Case(
            zone=f"b1._domainkey TXT {_KEY}\nother._domainkey TXT {_OTHER}",
            expects=f"brevo1._domainkey TXT {_KEY}",
            says=("the key is published as b1, but the provider asks for brevo1",),
        ),
        Case(
            zone="default._domainkey.mail CNAME s1.esp.example.",
            expects="s1._domainkey CNAME s1.esp.example.",
            domain="mail.example.org",
            says=("the key is published as default, but the provider asks for s1",),
        ),
        # A selector of two labels lost one of them.
        Case(
            zone=f"s1._domainkey TXT {_KEY}",
            expects=f"s1.eu._domainkey TXT {_KEY}",
            says=("the key is published as s1, but the provider asks for s1.eu",),
        ),
    ),
)
def host_selector_mismatch(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The DKIM key is published under another selector than the one the provider asks for.

    ## Why it matters
    Each signature names the selector under which receivers find the key. Under another selector
    they find it never, even if the key itself is right.

    ## How to fix it
    Create the record again with the selector that the provider shows now, for example
    `brevo1._domainkey`, and remove the one with the wrong selector. Leave all selectors that
    belong to other senders. Some providers change the selector with every new key: copy it
    anew each time.
    """
    selector, marker, domain = expected.name.partition("._domainkey.")
    if not marker or not unmet(view, expected):
        return
    for record in strays(view, expected, _candidates(view, expected, f"_domainkey.{domain}")):
        found = record.name.removesuffix(f"._domainkey.{domain}")
        yield moved(
            view,
            f"the key is published as {found}, but the provider asks for {selector}",
            expected,
            record,
            keep=not is_unique(expected, view.domain.name),
        )
        return


def _candidates(view: View, expected: ExpectedRecord, parent: str) -> Iterable[str]:
    """The names beside the expected one that hold its value; usual ones where none are listed."""
    below = view.below(parent)
    if below is None:
        others = tuple(e.name.partition("._domainkey.")[0] for e in view.domain.records)
        return decoys.other_selectors(expected.name, others)
    found = (r.name for r in below if carries(view, expected, r))
    return list(dict.fromkeys(found))[:_MOST]
