"""VALUE09: a value was stored as separate words, and the blanks between them are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.pattern import lazy
from ..lint.records.kind import TextKind, is_spf
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

# The first word of a string when it is a whole SPF term, and so cannot continue the one before.
_TERM = lazy(
    r"[+?~-]?(?:include|ip4|ip6|exists|mx|ptr|a):\S+|redirect=\S+|exp=\S+|[+?~-]all\Z",
    re.IGNORECASE,
)
# An IPv6 network that was cut in two may go on with `a:`, which looks like a term.
_ADDRESS = lazy(r"[+?~-]?ip6:[0-9a-f:.]+(?:/\d{1,3})?", re.IGNORECASE)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An SPF record in several strings that lack a blank where a new term begins."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        text = _spaced(record) if kind is TextKind.SPF else record.text
        if text != record.text and is_spf(text):
            at = next(i for i, (a, b) in enumerate(zip(record.text, text, strict=False)) if a != b)
            yield found(record, _message(record.text, at), index, text)


def _spaced(record: Record) -> str:
    """The strings with a blank between two of them where the second begins a term."""
    text = ""
    for string in (s.decode("utf-8", "surrogateescape") for s in record.strings):
        word = string.split(" ", 1)[0]
        glued = text and not text.endswith(" ") and _begins_term(text, word)
        text += f" {string}" if glued else string
    return text


def _begins_term(text: str, word: str) -> bool:
    if text.lower() == "v=spf1":
        return bool(word)
    return _TERM.match(word) is not None and not _ADDRESS.fullmatch(text.rpartition(" ")[2] + word)


def _message(text: str, at: int) -> str:
    return f"a blank is missing before character {at + 1}: {shorten(text, 40, at)}"


@rule(
    "VALUE09",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 7208 section 3.3",),
    zone=anywhere,
    good=(
        # The blank stands inside a string, and a word may be cut anywhere.
        Case(
            zone='@ TXT "v=spf1 " "include:a.example" " include:b.ex" "ample ~all"',
            expects='@ TXT "v=spf1 include:b.example ~all"',
        ),
        Case(zone='@ TXT "v=spf1 include:" "a.example ip" "4:192.0.2.1 -al" "l"'),
        # An address that was cut in two, and a host whose name goes on like a term.
        Case(zone='@ TXT "v=spf1 ip6:2001:db8:" "a:b::/48 ip6:2001:db" "8:a::/48 -all"'),
        Case(zone='@ TXT "v=spf1 include:spf.a" "ll.example include:m" "x.example ~all"'),
        # Tags are separated by semicolons and need no blank.
        Case(zone='_dmarc TXT "v=DMARC1;" "p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        Case(zone="@ TXT two words"),
    ),
    bad=(
        Case(
            zone="@ TXT v=spf1 include:a.example include:b.example ~all",
            expects='@ TXT "v=spf1 include:b.example ~all"',
            says=(
                "a blank is missing before character 7: v=spf1include:a.exampleinclude:b.exampl…",
            ),
        ),
        Case(
            zone='@ TXT "token=4f2a77c0" "part 2"',
            expects='@ TXT "token=4f2a77c0 part 2"',
            says=("a blank is missing before character 15: token=4f2a77c0part 2",),
        ),
        Case(
            zone='@ TXT "v=spf1 include:a.example" "~all"',
            says=("a blank is missing before character 25: v=spf1 include:a.example~all",),
        ),
    ),
)
def value_spaces_lost_between_strings(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The words of a value were stored as separate strings, without the blanks between them.

    ## Why it matters
    Receivers put the strings of one record together with nothing between them. Without the
    blanks `v=spf1include:` is no SPF record.

    ## How to fix it
    Put one pair of quotes around the whole value. Zone files, `nsupdate` and DNS Made Easy make a
    string of each word that stands outside quotes.
    """
    for difference, record in differing(view, expected, K.SPACES_LOST):
        yield mending(view, expected, record, _message(record.text, difference.at or 0))
