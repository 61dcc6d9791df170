"""SPF11: the domain's own SPF record allows a provider that does not need it there."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.asked import asks_for_spf
from ..lint.evidence import holds
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.records.spf import Term, required_terms
from ..lint.records.visible import shorten
from ..lint.rule import DELIVERY, Case, rule
from ..lint.spf_subject import Subject, problem, subjects
from ..lint.view import View
from ..lint.wording import listed

_WIDTH = 60  # characters of a term that a message shows

_SPF = '"v=spf1 include:spf.esp.example ~all"'
_BOTH = '"v=spf1 include:spf.mailbox.example include:spf.esp.example ~all"'


@rule(
    "SPF11",
    severity=Severity.INFO,
    affects=DELIVERY,
    refs=("RFC 7208 section 2.4",),
    good=(
        Case(
            zone=f'@ TXT "v=spf1 include:spf.mailbox.example ~all"\nbounce TXT {_SPF}',
            expects=f"bounce TXT {_SPF}",
        ),
        # The provider sends with the bare domain in the bounce address.
        Case(zone=f"@ TXT {_SPF}", expects=f"@ TXT {_SPF}"),
        Case(zone=f"@ TXT {_SPF}\nbounce TXT {_SPF}", expects=f"@ TXT {_SPF}\nbounce TXT {_SPF}"),
        # The name that counts has no such record yet, so the other one may be in use.
        Case(zone=f"@ TXT {_BOTH}", expects=f"bounce TXT {_SPF}"),
        # The parent's record is the business of whoever sends from there.
        Case(
            zone=f"@ TXT {_BOTH}\nbounce.mail TXT {_SPF}",
            expects=f"bounce TXT {_SPF}",
            domain="mail.example.org",
        ),
        # A negative sign allows nobody.
        Case(
            zone='@ TXT "v=spf1 -include:spf.esp.example mx ~all"\n'
            f"bounce TXT {_SPF}\n* TXT {_SPF}",
            expects=f"bounce TXT {_SPF}",
        ),
    ),
    bad=(
        Case(
            zone=f"@ TXT {_BOTH}\nbounce TXT {_SPF}",
            expects=f"bounce TXT {_SPF}",
            says=(
                (
                    "`include:spf.esp.example` at example.org is not needed: "
                    "the provider's bounce address is at bounce.example.org"
                ),
            ),
        ),
        Case(
            zone='mail TXT "v=spf1 INCLUDE:SPF.esp.example. -all"\n'
            f"bounce.mail TXT {_SPF}\n@ TXT {_SPF}",
            expects=f"bounce TXT {_SPF}",
            domain="mail.example.org",
            says=(
                (
                    "`INCLUDE:SPF.esp.example.` at mail.example.org is not needed: "
                    "the provider's bounce address is at bounce.mail.example.org"
                ),
            ),
        ),
    ),
)
def spf_needless_apex_include(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The domain's own SPF record allows a provider that uses a name of its own.

    ## Why it matters
    Receivers check SPF at the domain of the bounce address. This provider has its own name for
    that, so its part in the domain's record does nothing for its mail. It costs look-ups, of which
    receivers make only ten, and allows the provider's other customers more than needed.

    ## How to fix it
    Nothing has to be done. If nothing else at this provider sends with the bare domain in the
    bounce address, take the part out.
    """
    if not asks_for_spf(expected) or expected.name == view.domain.name or _returns_to_it(view):
        return
    for subject in subjects(view, expected):
        shared = _shared(subject, expected) if subject.beside else []
        if shared and holds(view, expected):
            terms = listed(f"`{shorten(t.text, _WIDTH)}`" for t in shared)
            yield problem(
                subject,
                f"{terms} at {subject.name} is not needed: "
                f"the provider's bounce address is at {expected.name}",
                severity=Severity.INFO,
            )


def _shared(subject: Subject, expected: ExpectedRecord) -> list[Term]:
    """The domain's own terms that the provider asked for elsewhere."""
    hosts = {t.key[2] for t in required_terms(expected.value) if t.name in ("include", "redirect")}
    return [
        t
        for t in subject.spf.effective
        if t.name == "include" and t.qualifier == "+" and t.key[2] in hosts
    ]


def _returns_to_it(view: View) -> bool:
    """Whether the provider's bounces come back to the bare domain."""
    every = view.domain.records
    return any(e.purpose is Purpose.RETURN_PATH and e.name == view.domain.name for e in every)
