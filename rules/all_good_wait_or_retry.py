"""PROP04: everything is right and visible, and the provider has not noticed yet."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_resolvers import Remembered, remembered
from ..lint.inherited import is_inherited
from ..lint.model import ExpectedRecord, Problem, SenderDomain, Severity
from ..lint.rule import VERIFY, Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_OLD = 's1._domainkey TXT "v=DKIM1; p=MIIB"'
_NEWS = 's1._domainkey.news TXT "v=DKIM1; p=MIGf"\n'
_POLICY = '_dmarc TXT "v=DMARC1; p=none"'
_PENDING = ("pending", "not_started")
_FAILED = ("failed", "temporary_failure")


@rule(
    "PROP04",
    severity=Severity.INFO,
    per=Scope.VANTAGES,
    affects=VERIFY,
    good=(
        # The provider has noticed, or said nothing.
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY}, expects=_KEY, status="verified"),
        # Not right, or not visible everywhere.
        Case(servers={"ns1": _OLD}, resolvers={"r1": _OLD}, expects=_KEY, status="pending"),
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY, "r2": ""}, expects=_KEY),
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _KEY, "r2": "! s1._domainkey * servfail"},
            expects=_KEY,
            elsewhere="org. NS a.nic.example.",
        ),
        Case(servers={"ns1": _KEY, "ns2": ""}, resolvers={"r1": _KEY}, expects=_KEY),
        # No resolver could be asked.
        Case(servers={"ns1": _KEY}, resolvers={"r1": "timeout"}, expects=_KEY),
        Case(servers={"ns1": _KEY}, expects=_KEY),
        # No policy is inherited, a broken one stands in its place, or a resolver lacks it.
        Case(
            servers={"ns1": _NEWS},
            resolvers={"r1": _NEWS},
            expects=f"{_KEY}\n{_POLICY}",
            domain="news.example.org",
        ),
        Case(
            servers={"ns1": f"{_NEWS}{_POLICY}\n_dmarc.news TXT DMARC1"},
            resolvers={"r1": f"{_NEWS}{_POLICY}\n_dmarc.news TXT DMARC1"},
            expects=f"{_KEY}\n{_POLICY}",
            domain="news.example.org",
        ),
        Case(
            servers={"ns1": f"{_NEWS}{_POLICY}"},
            resolvers={"r1": f"{_NEWS}{_POLICY}", "r2": _NEWS},
            expects=f"{_KEY}\n{_POLICY}",
            domain="news.example.org",
        ),
    ),
    bad=(
        Case(
            servers={"ns1": _KEY, "ns2": _KEY},
            resolvers={"r1": _KEY, "r2": "timeout"},
            expects=_KEY,
            status="pending",
            says=(
                (
                    "every required record is right and visible, and the provider has not looked "
                    "since: call verify"
                ),
            ),
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _KEY},
            expects=_KEY,
            status="failed",
            says=(
                (
                    "every required record is right and visible, and the provider's last check "
                    "failed: start the verification again"
                ),
            ),
        ),
        # The policy is inherited from the registered domain.
        Case(
            servers={"ns1": f"{_NEWS}{_POLICY}", "ns2": "as ns1"},
            resolvers={"r1": f"{_NEWS}{_POLICY}", "r2": "timeout"},
            expects=f"{_KEY}\n{_POLICY}",
            domain="news.example.org",
            status="pending",
            says=(
                (
                    "every required record is right and visible, and the provider has not looked "
                    "since: call verify"
                ),
            ),
        ),
    ),
)
def all_good_wait_or_retry(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Every record is right and visible; the provider has just not looked since.

    ## Why it matters
    "Pending" or "failed" is the provider's last word, not the state of your DNS. Nothing that you
    change now makes it better.

    ## How to fix it
    Change nothing. Call verify. Some providers stop looking after a time (72 hours at several of
    them): then start the verification again at the provider.
    """
    status = (domain.status() or "").lower()
    if status not in (*_PENDING, *_FAILED):
        return
    required = [e for e in domain.records if e.required]
    if required and all(_is_visible(world, e) for e in required):
        start = "every required record is right and visible, and the provider"
        if status in _PENDING:
            yield Problem(f"{start} has not looked since: call verify")
        else:
            yield Problem(f"{start}'s last check failed: start the verification again")


def _is_visible(world: World, expected: ExpectedRecord) -> bool:
    """Whether every resolver that could be asked shows the record, or the policy in its place."""
    found = remembered(world, expected) or Remembered()
    unseen = (*found.denying, *found.old, *found.failing, *found.outdated)
    return (bool(found.right) and not unseen) or is_inherited(world, expected)
