"""HOST13: the record's name was typed wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import decoys
from ..lint.listing import holders
from ..lint.misplacement import moved, strays, typed, unmet
from ..lint.model import ExpectedRecord, Problem, Purpose, Question, Record, Severity
from ..lint.ownership import is_unique
from ..lint.records import names
from ..lint.records.distance import distance
from ..lint.rule import Case, rule
from ..lint.view import BELOW, View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_NONE = '"v=DMARC1; p=none"'
_RETURN = "bounce MX 10 feedback.esp.example."
_SHORT = 6  # characters; in a shorter name one wrong character is enough for another word


@rule(
    "HOST13",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.1",),
    good=(
        Case(zone=f"_dmarc TXT {_NONE}\n{_RETURN}", expects=f"_dmarc TXT {_NONE}\n{_RETURN}"),
        # Numbers are no slips: em1 and em2, or bounce2, are names of their own.
        Case(zone="bounce2 MX 10 feedback.esp.example.", expects=_RETURN),
        # Another sender domain of the zone, rightly set up at the same provider.
        Case(
            zone="bounce.b MX 10 feedback.esp.example.\n_dmarc.b TXT v=DMARC1;p=none",
            expects=f"{_RETURN}\n_dmarc TXT {_NONE}",
            domain="a.example.org",
        ),
        # The value stands at two odd names: nobody can tell which of them was meant.
        Case(zone=f"x TXT {_KEY}\ny TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # Another word, another provider.
        Case(zone="news MX 10 feedback.esp.example.", expects=_RETURN),
        Case(zone="bounec MX 10 mx.other.example.", expects=_RETURN),
        # The name below another zone's servers is not visible.
        Case(
            zone=f"x NS ns1.other.example.\ns1._domainkey.x TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # What an underscore or a selector explains has its own rule.
        Case(
            zone=f"dmarc TXT {_NONE}\ns2._domainkey TXT {_KEY}",
            expects=f"_dmarc TXT {_NONE}\ns1._domainkey TXT {_KEY}",
        ),
        Case(zone=f"_dmrac TXT {_NONE}\n_dmarc TXT {_NONE}", expects=f"_dmarc TXT {_NONE}"),
    ),
    bad=(
        Case(
            zone='_dmrac TXT "v=DMARC1; p=reject"',
            expects=f"_dmarc TXT {_NONE}",
            says=("the record is at _dmrac.example.org; its name should be _dmarc",),
        ),
        Case(
            zone="bounec.mail MX 10 feedback.esp.example.",
            expects=_RETURN,
            domain="mail.example.org",
            says=("the record is at bounec.mail.example.org; its name should be bounce.mail",),
        ),
        Case(
            zone=f"s1._domain-key TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=("the record is at s1._domain-key.example.org; its name should be s1._domainkey",),
        ),
        # A key belongs to one domain, so wherever it stands it is this record.
        Case(
            zone=f"s1._domainkey.mial TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
            says=(
                (
                    "the record is at s1._domainkey.mial.example.org; "
                    "its name should be s1._domainkey.mail"
                ),
            ),
        ),
        Case(
            zone="verify-me TXT esp-verification=1f9a8c7be2",
            expects="_esp TXT esp-verification=1f9a8c7be2",
            says=("the record is at verify-me.example.org; its name should be _esp",),
        ),
    ),
)
def host_misspelt(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record's name was typed wrong.

    ## Why it matters
    A name with one wrong character is another name. The provider and receivers look at the right
    one and find nothing.

    ## How to fix it
    Copy the name from the provider's list instead of typing it, and create the record again.
    Delete the one with the wrong name once you are sure that nothing else uses it.
    """
    if not unmet(view, expected):
        return
    found = list(strays(view, expected, _candidates(view, expected)))
    if len({r.name for r in found}) == 1:
        right = typed(view, expected.name)
        yield moved(
            view,
            f"the record is at {found[0].name}; its name should be {right}",
            expected,
            found[0],
            keep=_may_stay(view, expected, found[0]),
        )


def _candidates(view: View, expected: ExpectedRecord) -> list[str]:
    """The names of the zone that other rules do not look at and that may be this record's."""
    domain = view.domain.name
    view.want((Question(view.zone, BELOW), Question(domain, BELOW)))
    same = holders(view, expected) if is_unique(expected, domain) else ()
    near = (
        r
        for r in view.below(domain) or ()
        if r.type == expected.type and _is_slip(view, expected.name, r.name)
    )
    taken = {expected.name, *decoys.every(expected.name, domain, view.zone)}
    found = (
        r.name
        for r in (*same, *near)
        if r.name not in taken and not _is_other_selector(expected.name, r.name)
    )
    return list(dict.fromkeys(found))


def _is_other_selector(name: str, other: str) -> bool:
    _, marker, rest = name.partition("._domainkey.")
    return bool(marker) and other.endswith(marker + rest)


def _is_slip(view: View, name: str, other: str) -> bool:
    """Whether the fingers made one name of the domain out of the other.

    What differs in the domain itself, or in numbers only, is another domain or another record.
    """
    if not names.is_below(other, view.domain.name) or name == view.domain.name:
        return False
    a, b = (decoys.left_part(n, view.domain.name, view.zone) for n in (name, other))
    if _without_digits(a) == _without_digits(b):
        return False
    return distance(a, b, 1 if len(a) < _SHORT else 2) is not None


def _without_digits(text: str) -> str:
    return "".join(char for char in text if not char.isdigit())


def _may_stay(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether the record may serve something else where it is."""
    if expected.purpose is Purpose.DMARC or _is_slip(view, expected.name, record.name):
        return not is_unique(expected, view.domain.name) and expected.purpose is not Purpose.DMARC
    return "_domainkey" in names.labels(record.name)
