"""SPF04: parts of the SPF record stand behind its `all`."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import ExpectedRecord, Node, Problem, Severity
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.spf_subject import (
    Subject,
    behind_all,
    in_zone,
    is_met,
    is_readable,
    problem,
    replaced,
    settled_text,
    subjects,
)
from ..lint.view import View
from ..lint.wording import listed

_WIDTH = 60  # characters of a term that a message shows


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same in any SPF record of a zone."""
    for subject in in_zone(node):
        yield from _behind(view, subject)


def _behind(view: View, subject: Subject) -> Iterator[Problem]:
    spf = subject.spf
    found = behind_all(spf)
    if not found or spf.all is None or not is_readable(subject):
        return
    counted = {t.key for t in spf.effective}
    lost = [t for t in found if not t.is_all and t.key not in counted]
    shown = listed(f"`{shorten(t.text, _WIDTH)}`" for t in (lost or found)[:3])
    met = is_met(view, subject)
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    yield problem(
        subject,
        f"the SPF record at {subject.name} has {shown}{more} behind `{spf.all.text}`, "
        "where nothing counts",
        replaced(subject, settled_text(view, subject, spf.text)),
        severity=Severity.WARNING if met and not lost else None,
        verify=not met,
    )


@rule(
    "SPF04",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 5.1",),
    zone=anywhere,
    good=(
        Case(zone='@ TXT "v=spf1 include:a.example mx ~all"'),
        # Modifiers may stand behind `all`, known ones and unknown ones.
        Case(
            zone='@ TXT "v=spf1 mx -all exp=why.example.org ra=postmaster redirect=x.example"',
            expects='@ TXT "v=spf1 mx ~all"',
        ),
        # A verification code pasted behind it is a modifier too.
        Case(zone='@ TXT "v=spf1 ip4:192.0.2.1 -all MS=83859DAEBD1978F9A7A67D3"'),
        # What cannot be read at all is another matter.
        Case(zone='@ TXT "v=spf1 -all ipv4:192.0.2.1"'),
        Case(zone='@ TXT "v=spf10 -all mx"'),
        Case(zone='* TXT "v=spf1 -all mx"', expects='send TXT "v=spf1 mx ~all"'),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 mx ~all include:a.example exp=why.example.org"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "the SPF record at example.org has `include:a.example` behind `~all`, "
                    "where nothing counts"
                ),
            ),
        ),
        Case(
            zone='send TXT "v=spf1 mx ~all -all"',
            says=(
                "the SPF record at send.example.org has `-all` behind `~all`, where nothing counts",
            ),
        ),
        # Two whole records in one, and one that used to say that nobody sends.
        Case(
            zone='@ TXT "v=spf1 mx -all v=spf1 a ~all"\nold TXT "v=spf1 -all mx ~all"',
            says=(
                "the SPF record at example.org has `a` behind `-all`, where nothing counts",
                "the SPF record at old.example.org has `mx` behind `-all`, where nothing counts",
            ),
        ),
        # The domain's own record, while the provider uses another name.
        Case(
            zone='@ TXT "v=spf1 -all mx"\nsend TXT "v=spf1 include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            says=("the SPF record at example.org has `mx` behind `-all`, where nothing counts",),
        ),
    ),
)
def spf_terms_after_all(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Parts of the SPF record stand behind its `all`.

    ## Why it matters
    `all` means everybody, so receivers stop reading there. Senders that are named behind it are
    not allowed to send.

    ## How to fix it
    Put `all` at the very end, with the sign that it has now, and have it once only. `redirect=`,
    `exp=` and other parts with an equals sign may stay behind it.
    """
    for subject in subjects(view, expected):
        yield from _behind(view, subject)
