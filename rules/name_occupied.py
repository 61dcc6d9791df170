"""CLASH03: the name of an expected alias is already used for something else."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.aliases import is_leftover, other_data
from ..lint.mending import about
from ..lint.model import Change, ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.view import View
from ..lint.wording import listed

_APEX = (
    "a zone's own name can never be a CNAME; ask the provider for a name below it, or for another "
    "type of record"
)


@rule(
    "CLASH03",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.6.2", "RFC 1912 section 2.4"),
    predicts=RecordStatus.FAILED,
    good=(
        Case(zone="email CNAME t.a.example.", expects="email CNAME t.a.example."),
        # Free, or an alias that only leads elsewhere.
        Case(
            zone="www A 192.0.2.1\nurl CNAME old.example.",
            expects="email CNAME t.a.example.\nurl CNAME t.a.example.",
        ),
        # Records below the name do not stand in its way, nor does a wildcard.
        Case(
            zone='x.email A 192.0.2.1\n* A 192.0.2.1\n_dmarc.email TXT "v=DMARC1; p=none"',
            expects="email CNAME t.a.example.",
        ),
        # MX and TXT records can stand beside addresses.
        Case(
            zone="mail A 192.0.2.1",
            expects='mail MX 10 in.a.example.\nmail TXT "v=spf1 include:a.example ~all"',
        ),
        # A proxied alias is an alias.
        Case(
            zone="email 1 IN CNAME t.a.example. ; cf_tags=cf-proxied:true",
            expects="email CNAME t.a.example.",
        ),
        Case(zone="email NS ns.other.example.", expects="email CNAME t.a.example."),
    ),
    bad=(
        Case(
            zone="mail A 192.0.2.1\nmail AAAA 2001:db8::1\nmail MX 10 mail",
            expects="mail CNAME t.a.example.",
            says=(
                "mail.example.org already has A, AAAA and MX records, so the CNAME cannot be added",
            ),
        ),
        # Texts that the alias brings itself.
        Case(
            zone='bounce.mail TXT "v=spf1 include:a.example ~all"',
            expects="bounce CNAME rp.a.example.",
            domain="mail.example.org",
            says=("bounce.mail.example.org already has TXT records, so the CNAME cannot be added",),
        ),
        Case(
            zone="@ NS ns.example.\n@ A 192.0.2.1",
            expects="@ CNAME t.a.example.",
            required=False,
            says=("example.org already has NS and A records, so the CNAME cannot be added",),
        ),
    ),
)
def name_occupied(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The name of an expected alias (CNAME) is already used for something else.

    ## Why it matters
    A name with a CNAME can have no other record. As long as the others stand there, DNS panels
    refuse the CNAME, and where they do not, one of the two is ignored.

    ## How to fix it
    Ask the provider for another name; most let you choose it, for example `links2` or `bounce2`.
    Free the name only if you are sure that nobody uses it: some hosting companies create `mail`,
    `email` or `www` by themselves, and web sites and mailboxes may depend on them. Some panels
    want the old record to be deleted and saved before they offer the CNAME.
    """
    if expected.type != "CNAME":
        return
    view.ask(expected.name, "CNAME")  # raises where another zone answers for the name
    node = view.at(expected.name)
    others = other_data(node)
    if others and not node.of("CNAME"):
        types = listed(r.type for r in others)
        yield about(
            others[0],
            f"{expected.name} already has {types} records, so the CNAME cannot be added",
            _edits(view, expected, node),
            fix=_APEX if expected.name == view.zone else "",
        )


def _edits(view: View, expected: ExpectedRecord, node: Node) -> tuple[Change, ...]:
    """Nothing is deleted that a web site or a mailbox may need."""
    others = other_data(node)
    if not is_leftover(view, others):
        return ()
    return (*(changes.delete(r) for r in others), changes.add(expected))
