"""VALUE11: an unquoted semicolon made a comment of the rest of the value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.kind import is_dkim_key
from ..lint.records.tags import TagFlaw, parse_tags
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_BARE = ("v=dkim1", "k=rsa", "k=ed25519", "v=dmarc1")  # all that is left of a record


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A text that only its comment makes a whole DKIM or DMARC record."""
    for index, record in enumerate(node.of("TXT")):
        if not record.written or not record.written.comment or not _is_bare(record.text):
            continue
        text = _whole(record)
        if text is not None:
            yield found(record, _message(record), index, text)


def _is_bare(text: str) -> bool:
    tags = parse_tags(text, fold=True)
    if not tags.tags or tags.problems:
        return False
    bare = ("".join(text.split(";", 1)[0].split()).lower()) in _BARE
    return bare and not parse_dmarc(text).valid and tags.get("p") is None


def _whole(record: Record) -> str | None:
    """The text with the tags that its comment holds, None where they make no whole record."""
    comment = record.written.comment.replace('"', "") if record.written else ""
    kept = []
    for piece in comment.split(";"):
        if parse_tags(piece).has(TagFlaw.STRAY) or parse_tags(piece).has(TagFlaw.BAD_NAME):
            break
        kept.append(piece.strip())
    text = "; ".join(t for t in (record.text.strip("; "), *kept) if t)
    return text if parse_dmarc(text).valid or is_dkim_key(text) else None


def _message(record: Record) -> str:
    return (
        "the value ends where a semicolon begins a comment; "
        f'only "{shorten(record.text, 32)}" is left'
    )


@rule(
    "VALUE11",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 5.1",),
    zone=anywhere,
    good=(
        # In quotes, or with a backslash, a semicolon begins no comment.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none" ; p=none', expects='_dmarc TXT "v=DMARC1; p=none"'
        ),
        Case(zone=r"_dmarc TXT v=DMARC1\;p=none", expects='_dmarc TXT "v=DMARC1; p=none"'),
        # A whole record with a comment behind it, and texts of other services.
        Case(zone='_dmarc TXT "v=DMARC1; p=none" ; sp=reject; rua=mailto:d@example.org'),
        Case(zone="s1._domainkey TXT p=MIGfMA0GCSqGSIb3DQEBAQUA ; k=rsa; p=old"),
        Case(zone="example.net._report._dmarc TXT v=DMARC1 ; reports of a partner"),
        Case(zone="@ TXT token=1 ; p=none"),
    ),
    bad=(
        Case(
            zone="_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@example.org",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=('the value ends where a semicolon begins a comment; only "v=DMARC1" is left',),
        ),
        Case(
            zone="s1._domainkey TXT k=rsa; p=MIGfMA0GCSqGSIb3",
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            says=('the value ends where a semicolon begins a comment; only "k=rsa" is left',),
        ),
        Case(
            zone="_dmarc TXT v=DMARC1; p=none ; the policy",
            says=('the value ends where a semicolon begins a comment; only "v=DMARC1" is left',),
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1"; "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            says=('the value ends where a semicolon begins a comment; only "v=DKIM1" is left',),
        ),
    ),
)
def zonefile_semicolon_comment(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """In a zone file a semicolon began a comment, and the rest of the value was thrown away.

    ## Why it matters
    Outside quotes `;` begins a comment. Of `v=DMARC1; p=none` only `v=DMARC1` is published, and
    a key record loses its key.

    ## How to fix it
    Put the whole value in quotes, in strings of at most 255 characters; use brackets to go on on
    the next line. The forms of DNS panels do not have this problem.
    """
    for _, record in differing(view, expected, K.SEMICOLON_COMMENT):
        yield mending(view, expected, record, _message(record))
