"""HOST08: the record stands one level too high or too low."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import decoys
from ..lint.misplacement import moved, strays, typed, unmet
from ..lint.model import ExpectedRecord, Problem, Purpose, Record, Severity
from ..lint.ownership import is_unique
from ..lint.records import names
from ..lint.rule import Case, rule
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_NONE = '"v=DMARC1; p=none"'
_RETURN = "send MX 10 feedback.esp.example."
_USUAL = ("send", "mail", "bounce")


@rule(
    "HOST08",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.1",),
    good=(
        Case(zone=f"s1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # mail.example.org may be a sender domain of its own, with its own return path.
        Case(
            zone="send.mail MX 10 feedback.esp.example.",
            expects=_RETURN,
        ),
        # So may the zone above, and the whole zone has its own rule.
        Case(
            zone="send.b MX 10 feedback.esp.example.",
            expects=_RETURN,
            domain="a.b.example.org",
        ),
        Case(
            zone=f"s1._domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
        ),
        # A DMARC policy above applies to everything below.
        Case(
            zone=f"_dmarc.b TXT {_NONE}",
            expects=f"_dmarc TXT {_NONE}",
            domain="a.b.example.org",
        ),
        # mail.example.org has a stricter policy of its own, and rightly.
        Case(zone='_dmarc.mail TXT "v=DMARC1; p=reject"', expects=f"_dmarc TXT {_NONE}"),
        Case(zone='_dmarc.www TXT "v=DMARC1; p=reject"', expects=f"_dmarc TXT {_NONE}"),
        Case(zone=f"*.www TXT {_KEY}\nwww A 192.0.2.1", expects=f"s1 TXT {_KEY}"),
    ),
    bad=(
        Case(
            zone=f"s1._domainkey.www TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                (
                    "the record is one level too low, at s1._domainkey.www.example.org; "
                    "its name should be s1._domainkey"
                ),
            ),
        ),
        Case(
            zone=f"s1._domainkey.b TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="a.b.example.org",
            says=(
                (
                    "the record is one level too high, at s1._domainkey.b.example.org; "
                    "its name should be s1._domainkey.a.b"
                ),
            ),
        ),
        # Nobody writes mail from the return path, so its policy was meant for the domain.
        Case(
            zone=f"_dmarc.send TXT {_NONE}\n{_RETURN}",
            expects=f"_dmarc TXT {_NONE}\n{_RETURN}",
            says=(
                (
                    "the record is one level too low, at _dmarc.send.example.org; "
                    "its name should be _dmarc"
                ),
            ),
        ),
    ),
)
def host_wrong_level(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record stands one level too high or too low in the tree of names.

    ## Why it matters
    Each name counts for one domain only. With one part too many or too few the record covers
    another domain than the one you send from, and the provider does not see it.

    ## How to fix it
    Create the record under exactly the provider's name and delete the other one. The name counts
    from the domain that you registered at the provider: without `www`, and without the name of
    the bounce address (`send` or `bounce`) unless the provider writes it.
    """
    if not unmet(view, expected):
        return
    for record in strays(view, expected, _candidates(view, expected)):
        if expected.purpose is not Purpose.DMARC or _same_policy(record, expected):
            yield moved(view, _message(view, expected, record), expected, record)
            return


def _message(view: View, expected: ExpectedRecord, record: Record) -> str:
    level = "low" if names.is_within(record.name, view.domain.name) else "high"
    right = typed(view, expected.name)
    return f"the record is one level too {level}, at {record.name}; its name should be {right}"


def _candidates(view: View, expected: ExpectedRecord) -> tuple[str, ...]:
    """Wrong levels; for a value that others may have, too, only those where nobody sends from."""
    place = (expected.name, view.domain.name, view.zone)
    if is_unique(expected, view.domain.name):
        return decoys.other_level(*place, (*_return_labels(view), *_USUAL))
    if expected.name == view.domain.name:
        return ()
    found = decoys.other_level(*place, _return_labels(view))
    return tuple(n for n in found if names.is_within(n, view.domain.name))


def _return_labels(view: View) -> tuple[str, ...]:
    """The labels of the bounce addresses that the document asks for."""
    parts = (names.relative(e.name, view.domain.name) for e in view.domain.records if _returns(e))
    return tuple(dict.fromkeys(p for p in parts if p != "@" and "." not in p))


def _returns(expected: ExpectedRecord) -> bool:
    return expected.purpose in (Purpose.SPF, Purpose.RETURN_PATH)


def _same_policy(record: Record, expected: ExpectedRecord) -> bool:
    return _plain(record.text) == _plain(expected.value)


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip(";")
