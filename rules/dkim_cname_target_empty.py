"""DKIM07: the alias is right, but no usable key stands where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dkim_keys import at_expected
from ..lint.evidence import holds
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, Record, Severity
from ..lint.records.dkim import parse_dkim
from ..lint.records.dkim_flaws import record_flaw
from ..lint.rule import Case, rule
from ..lint.view import View

_ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8463 appendix A
_DONE = ("verified", "active", "valid", "success", "ok")


@rule(
    "DKIM07",
    severity=Severity.WARNING,
    refs=("RFC 6376 section 3.6.2",),
    good=(
        # Where the provider keeps its key cannot be seen from this file.
        Case(zone="s1._domainkey CNAME s1.a.example.", expects="s1._domainkey CNAME s1.a.example."),
        Case(
            zone="s1._domainkey CNAME s1.keys.example.org.\n"
            f's1.keys CNAME k.keys\nk.keys TXT "p={_ED25519}; k=ed25519"',
            expects="s1._domainkey CNAME s1.keys.example.org.",
        ),
        # The alias is wrong or absent: another matter.
        Case(zone="s1._domainkey CNAME old", expects="s1._domainkey CNAME s1.a.example."),
        Case(zone="@ A 192.0.2.1", expects="s1._domainkey CNAME s1.a.example."),
        # No key, and none is expected there.
        Case(zone="rp CNAME return\nreturn A 192.0.2.1", expects="rp CNAME return.example.org."),
    ),
    bad=(
        Case(
            zone='s1._domainkey CNAME s1.keys\ns1.keys CNAME k.keys\nk.keys TXT "v=DKIM1; p="\n'
            's2._domainkey CNAME s2.keys\ns2.keys TXT "v=DKIM1; p=MIGfMA0"\n'
            f's3._domainkey CNAME s3.keys\ns3.keys TXT "k=ed25519; p={_ED25519}"\n'
            's3.keys TXT "v=DKIM1; p="',
            expects="s1._domainkey CNAME s1.keys.example.org.\n"
            "s2._domainkey CNAME s2.keys.example.org.\ns3._domainkey CNAME s3.keys.example.org.",
            says=(
                (
                    "the alias s1._domainkey.example.org is right, "
                    "but the key at s1.keys.example.org is withdrawn"
                ),
                (
                    "the alias s2._domainkey.example.org is right, "
                    "but the key at s2.keys.example.org is damaged: the end of the key is missing, "
                    "at character 19 of the value"
                ),
                (
                    "the alias s3._domainkey.example.org is right, but 2 keys stand at "
                    "s3.keys.example.org, and receivers take any of them"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey CNAME s1.keys\n",
            expects="s1._domainkey CNAME s1.keys.example.org.",
            says=(
                (
                    "the alias s1._domainkey.example.org is right, "
                    "but there is no key at s1.keys.example.org yet"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey.mail CNAME s1.keys\ns1.keys A 192.0.2.1",
            expects="s1._domainkey CNAME s1.keys.example.org.",
            domain="mail.example.org",
            status="verified",
            says=(
                (
                    "the alias s1._domainkey.mail.example.org is right, "
                    "but there is no key at s1.keys.example.org any more"
                ),
            ),
        ),
    ),
)
def dkim_cname_target_empty(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The alias of a DKIM key is right, but no usable key stands where it leads.

    ## Why it matters
    The provider keeps the key and your alias leads there. Without a key signatures cannot be
    checked. Some providers publish it only after they have seen the alias; if it was there before,
    the account may have been closed.

    ## How to fix it
    Your record is right: leave it. Start the check at the provider and look again later. If the
    account is gone, delete the alias, because somebody else could get hold of its target.
    """
    if expected.type != "CNAME" or expected.purpose is not Purpose.DKIM:
        return
    if not holds(view, expected):
        return
    texts = view.txt(expected.name)
    fault = _fault(at_expected(view, expected), expected.value) if texts else ""
    if texts and not fault:
        return
    said = (expected.status or view.domain.status() or "").lower()
    done = said in _DONE
    record = view.records(expected.name, "CNAME")[0]
    when = "any more" if done else "yet"
    yield about(
        record,
        f"the alias {expected.name} is right, "
        f"but {fault or f'there is no key at {expected.value} {when}'}",
        severity=Severity.ERROR if done else Severity.WARNING,
    )


def _fault(keys: tuple[Record, ...], target: str) -> str:
    """Why receivers cannot use what stands where the alias leads, "" where they can."""
    if len(keys) > 1:
        return f"{len(keys)} keys stand at {target}, and receivers take any of them"
    if keys and parse_dkim(keys[0].text).p == "":
        return f"the key at {target} is withdrawn"
    flaw = record_flaw(keys[0].text) if keys else None
    return "" if flaw is None else f"the key at {target} is damaged: {flaw}"
