"""TIDY02: a token stands there that its service no longer looks at."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.mending import about
from ..lint.model import Problem, SenderDomain, Severity
from ..lint.pattern import lazy
from ..lint.records.names import join
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View

_LABEL = "_amazonses"
_TOKEN = lazy(r"[A-Za-z0-9+/]{43}=")  # 32 octets, as Amazon SES gave them out


@rule(
    "TIDY02",
    severity=Severity.INFO,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    good=(
        # The provider asks for it.
        Case(
            zone='_amazonses TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="',
            expects='_amazonses TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="',
        ),
        # Somebody else's text, and a domain that is set up by that token alone.
        Case(
            zone='_amazonses TXT "note"\ns1._domainkey CNAME s1.dkim.amazonses.com.',
            expects="s1._domainkey CNAME s1.dkim.amazonses.com.",
        ),
        Case(
            zone='_amazonses TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="',
            expects="s1._domainkey CNAME s1.dkim.a.example.",
        ),
    ),
    bad=(
        Case(
            zone='_amazonses TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="\n'
            "s1._domainkey CNAME s1.dkim.amazonses.com.",
            expects="s1._domainkey CNAME s1.dkim.amazonses.com.",
            says=(
                (
                    "the token at _amazonses.example.org is left over: "
                    "Amazon SES knows the domain by its DKIM records"
                ),
            ),
        ),
        Case(
            zone='_amazonses.mail TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="\n'
            "s1._domainkey.mail CNAME s1.dkim.amazonses.com.",
            expects="s1._domainkey CNAME s1.dkim.amazonses.com.",
            domain="mail.example.org",
            says=(
                (
                    "the token at _amazonses.mail.example.org is left over: "
                    "Amazon SES knows the domain by its DKIM records"
                ),
            ),
        ),
    ),
)
def leftover_provider_or_legacy_token(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """A token stands in the zone that its service no longer looks at.

    ## Why it matters
    It does no harm. But nobody remembers later what such records are for, and they are copied from
    one DNS host to the next.

    ## How to fix it
    Delete the TXT record at `_amazonses` once the DKIM records of Amazon SES are verified. Keep it
    if an old account that has no DKIM records still uses it.
    """
    name = join(_LABEL, domain.name)
    uses_keys = any(e.type == "CNAME" and ".amazonses.com" in e.value for e in domain.records)
    if not uses_keys or any(e.name == name for e in domain.records):
        return
    for record in view.at(name).of("TXT"):
        if _TOKEN.fullmatch(record.text):
            message = f"the token at {name} is left over: Amazon SES knows the domain by its DKIM "
            edits = (changes.delete(record),)
            problem = about(record, f"{message}records", edits, type_="TXT")
            yield problem._replace(name=name, discriminator=record.text)
