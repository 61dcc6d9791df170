"""SPF03: the provider's SPF stands at a name where receivers do not look for it."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.misplacement import moved, strays, unmet
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.records.kind import is_spf
from ..lint.records.spf import required_terms
from ..lint.rule import Case, rule
from ..lint.view import View

_SPF = '"v=spf1 include:spf.esp.example ~all"'
_OWN = '"v=spf1 include:spf.mailbox.example ~all"'


@rule(
    "SPF03",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 2.4",),
    good=(
        # The bare domain's record allows the mailbox provider; ours is where it belongs.
        Case(zone=f"@ TXT {_OWN}\nbounce TXT {_SPF}", expects=f"bounce TXT {_SPF}"),
        # Nothing of this provider stands at the bare domain.
        Case(zone=f"@ TXT {_OWN}", expects=f"bounce TXT {_SPF}"),
        # The provider's part at both names does no harm.
        Case(zone=f"@ TXT {_SPF}\nbounce TXT {_SPF}", expects=f"bounce TXT {_SPF}"),
        # The provider asks for both, and one of them is simply missing.
        Case(zone=f"@ TXT {_SPF}", expects=f"@ TXT {_SPF}\nbounce TXT {_SPF}"),
        # Another SPF record stands at the right name: what it lacks is another matter.
        Case(zone=f"@ TXT {_SPF}\nbounce TXT {_OWN}", expects=f"bounce TXT {_SPF}"),
        # A record that names no servers is nobody's.
        Case(zone='@ TXT "v=spf1 -all"', expects='bounce TXT "v=spf1 -all"'),
        Case(zone=f"* TXT {_SPF}\nmail A 192.0.2.1", expects=f"mail TXT {_SPF}"),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 include:spf.mailbox.example include:spf.esp.example -all"',
            expects=f"bounce TXT {_SPF}",
            says=(
                (
                    "the provider's SPF is at example.org, but receivers look for it at "
                    "bounce.example.org"
                ),
            ),
        ),
        Case(
            zone=f"@ TXT {_SPF}",
            expects=f"bounce TXT {_SPF}",
            domain="mail.example.org",
            says=(
                (
                    "the provider's SPF is at example.org, but receivers look for it at "
                    "bounce.mail.example.org"
                ),
            ),
        ),
        # The reverse: it stands at the bounce address, and the provider asks for the domain.
        Case(
            zone=f"bounce TXT {_SPF}\nbounce MX 10 feedback.esp.example.",
            expects=f"@ TXT {_SPF}\nbounce MX 10 feedback.esp.example.",
            says=(
                (
                    "the provider's SPF is at bounce.example.org, but receivers look for it at "
                    "example.org"
                ),
            ),
        ),
    ),
)
def spf_at_wrong_name(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record for the provider stands at another name than the one receivers check.

    ## Why it matters
    Receivers check SPF at the domain of the bounce address, which is often a name of its own,
    such as `bounce.example.org`. The address that people see does not matter for SPF. An SPF
    record is not passed on to the names below it.

    ## How to fix it
    Add the record at the provider's name. Leave the SPF record of the bare domain as it is: your
    mailbox provider may need it.
    """
    if expected.type != "TXT" or not is_spf(expected.value) or not unmet(view, expected):
        return
    required = required_terms(expected.value)
    for record in strays(view, expected, _candidates(view, expected)) if required else ():
        yield moved(
            view,
            f"the provider's SPF is at {record.name}, but receivers look for it at {expected.name}",
            expected,
            record,
            keep=True,
        )
        return


def _candidates(view: View, expected: ExpectedRecord) -> tuple[str, ...]:
    """The domain, its zone, and the bounce addresses that the document knows."""
    returns = [e.name for e in view.domain.records if e.purpose is Purpose.RETURN_PATH]
    found = dict.fromkeys(n for n in (view.domain.name, view.zone, *returns) if n)
    return tuple(n for n in found if n != expected.name)
