"""DKIM07: the alias is right, but no key stands where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import holds
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.rule import Case, rule
from ..lint.view import View

_DONE = ("verified", "active", "valid", "success", "ok")


@rule(
    "DKIM07",
    severity=Severity.WARNING,
    refs=("RFC 6376 section 3.6.2",),
    good=(
        # Where the provider keeps its key cannot be seen from this file.
        Case(zone="s1._domainkey CNAME s1.a.example.", expects="s1._domainkey CNAME s1.a.example."),
        Case(
            zone='s1._domainkey CNAME s1.keys.example.org.\ns1.keys TXT "v=DKIM1; p=MIGfMA0"',
            expects="s1._domainkey CNAME s1.keys.example.org.",
        ),
        # The alias is wrong or absent: another matter.
        Case(zone="s1._domainkey CNAME old", expects="s1._domainkey CNAME s1.a.example."),
        Case(zone="@ A 192.0.2.1", expects="s1._domainkey CNAME s1.a.example."),
        # No key, and none is expected there.
        Case(zone="rp CNAME return\nreturn A 192.0.2.1", expects="rp CNAME return.example.org."),
    ),
    bad=(
        Case(
            zone="s1._domainkey CNAME s1.keys\n",
            expects="s1._domainkey CNAME s1.keys.example.org.",
            says=(
                (
                    "the alias s1._domainkey.example.org is right, "
                    "but there is no key at s1.keys.example.org yet"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey.mail CNAME s1.keys\ns1.keys A 192.0.2.1",
            expects="s1._domainkey CNAME s1.keys.example.org.",
            domain="mail.example.org",
            status="verified",
            says=(
                (
                    "the alias s1._domainkey.mail.example.org is right, "
                    "but there is no key at s1.keys.example.org any more"
                ),
            ),
        ),
    ),
)
def dkim_cname_target_empty(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The alias of a DKIM key is right, but no key stands where it leads.

    ## Why it matters
    The provider keeps the key and your alias leads there. Without a key signatures cannot be
    checked. Some providers publish it only after they have seen the alias; if it was there before,
    the account may have been closed.

    ## How to fix it
    Your record is right: leave it. Start the check at the provider and look again later. If the
    account is gone, delete the alias, because somebody else could get hold of its target.
    """
    if expected.type != "CNAME" or expected.purpose is not Purpose.DKIM:
        return
    if not holds(view, expected) or view.txt(expected.name):
        return
    said = (expected.status or view.domain.status() or "").lower()
    done = said in _DONE
    record = view.records(expected.name, "CNAME")[0]
    when = "any more" if done else "yet"
    yield about(
        record,
        f"the alias {expected.name} is right, but there is no key at {expected.value} {when}",
        severity=Severity.ERROR if done else Severity.WARNING,
    )
