"""With --redact, nothing of the reader's own accounts is left in any report or snapshot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_fixture import FIRST, HOSTILE_SPF, RESULT

from senderlint.lint.codec import from_json, to_json
from senderlint.lint.model import (
    Action,
    AnswerStatus,
    Cell,
    CellState,
    Change,
    Observation,
    Purpose,
    Question,
    RecordReport,
    RecordStatus,
    Result,
    Skipped,
    SpfStep,
    Vantage,
    VantageKind,
    Visibility,
)
from senderlint.lint.redact import redact
from senderlint.lint.sources.snapshot import SavedAnswer, Snapshot, text_of
from senderlint.reports import FORMATS, render

MAILBOX = "reports+dmarc@inbox.example"
OTHER_MAILBOX = "a1b2c3@in.dmarc-service.example"
TOKEN = "4d6c1a9be0f7aa01"
BARE_TOKEN = "zQ9vXk2LmN8p"
ACCOUNT = "u7654321"
SELECTOR = "hirjd4exampled5477y22yd23ettobi1"
RESOLVER = "192.0.2.222"
POLICY = f"v=DMARC1; p=none; rua=mailto:{MAILBOX}!10m,mailto:{OTHER_MAILBOX}; ruf=mailto:{MAILBOX}"
SECRETS = (MAILBOX, OTHER_MAILBOX, TOKEN, BARE_TOKEN, ACCOUNT, SELECTOR, RESOLVER, "2001:db8::77")

RESOLVERS = (
    Vantage(VantageKind.RESOLVER, RESOLVER, RESOLVER),
    Vantage(VantageKind.RESOLVER, "tls://[2001:db8::77]:853", "[2001:db8::77]:853"),
)


def _record(type_: str, name: str, value: str, purpose: Purpose, *found: str) -> RecordReport:
    return RecordReport(type_, name, value, None, True, purpose, RecordStatus.FAILED, found, ())


# Every secret stands in several fields, in words, in parts of a text and spread over lines.
CHANGE = Change(
    Action.REPLACE,
    "_dmarc.example.org",
    "TXT",
    POLICY,
    old=f"stackshift-verification={TOKEN}",
    written=('_dmarc TXT ( "v=DMARC1; rua=mailto:reports+dm"', '"arc@inbox.example" )'),
)
FINDING = HOSTILE_SPF._replace(
    message=f"reports go to {MAILBOX}, {RESOLVER} says {ACCOUNT.upper()}.mail.stackshift.example",
    explanation=f"see {SELECTOR}._domainkey.example.org and {BARE_TOKEN}",
    changes=(CHANGE,),
)
PLANTED = RESULT._replace(
    domains=(
        FIRST._replace(
            records=(
                _record("TXT", "_dmarc.example.org", POLICY, Purpose.DMARC, f'TXT "{POLICY}"'),
                _record(
                    "TXT",
                    "_dmarc.example.org",
                    "v=DMARC1; p=none",
                    Purpose.DMARC,
                    f'TXT "v=DMARC1; rua=mailto:{MAILBOX[:9]}" "{MAILBOX[9:]}"',
                ),
                _record(
                    "TXT",
                    "example.org",
                    f"stackshift-verification={TOKEN}",
                    Purpose.VERIFICATION,
                    f'TXT "google-site-verification={TOKEN}"',
                ),
                _record("TXT", "_token.example.org", BARE_TOKEN, Purpose.VERIFICATION),
                _record(
                    "CNAME",
                    f"{SELECTOR}._domainkey.example.org",
                    f"{ACCOUNT}.wl.stackshift.example",
                    Purpose.DKIM,
                ),
            ),
            visibility=(
                Visibility(
                    "TXT",
                    "_dmarc.example.org",
                    POLICY,
                    (Cell(RESOLVER, CellState.OLD, (POLICY,), 60, None, f"{RESOLVER} is slow"),),
                ),
            ),
        ),
    ),
    findings=(FINDING,),
    skipped=(
        Skipped("X01", "x", "example.org", Question(f"{ACCOUNT}.wl.stackshift.example", "TXT"), ""),
    ),
    vantages=RESOLVERS,
    observations=(
        Observation(
            vantage="tls://[2001:db8::77]:853",
            name=f"{SELECTOR}._domainkey.example.org",
            type="CNAME",
            status=AnswerStatus.ANSWERED,
            records=(f"{ACCOUNT}.wl.stackshift.example.",),
            ttl=1,
            negative_ttl=None,
            chain=(f"a CNAME {ACCOUNT}.wl.stackshift.example.",),
            flags=(),
            extended_errors=(f"22 (2001:db8::77 says {ACCOUNT})",),
        ),
    ),
)


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_no_original_is_left_in_any_format(format_: str) -> None:
    text = "".join(render(format_, redact(PLANTED))).lower()
    for secret in SECRETS:
        assert secret.lower() not in text
    assert 'dm"\n' not in text
    assert "arc@inbox" not in text
    assert "reports+dm" not in text


def test_every_original_was_there_before() -> None:
    text = to_json(PLANTED).lower()
    for secret in SECRETS:
        assert secret.lower() in text


def test_the_same_original_has_the_same_mask_everywhere() -> None:
    masked = redact(PLANTED)
    (report,) = masked.domains
    first = report.records[0].value
    assert re.findall(r"mailto:([\w.@-]+)", first) == [
        "mailbox-1@masked.example",
        "mailbox-2@masked.example",
        "mailbox-1@masked.example",
    ]
    assert report.visibility[0].value == first == masked.findings[0].changes[0].value
    assert report.records[4].value == masked.skipped[0].question.name
    assert masked.vantages[0].label == report.visibility[0].cells[0].vantage


def test_redacting_twice_changes_nothing_more() -> None:
    once = redact(PLANTED)
    assert redact(once) == once


def test_what_is_public_stays() -> None:
    masked = redact(RESULT)
    (first, second) = masked.domains
    assert first.records == RESULT.domains[0].records
    assert second == RESULT.domains[1]
    assert masked.findings == RESULT.findings
    assert masked.vantages[:3] == RESULT.vantages[:3]
    assert masked.vantages[3].address == "resolver-1"


def test_the_domain_itself_is_never_masked() -> None:
    report = FIRST._replace(domain="shop12345.example.org", zone="shop12345.example.org")
    result = RESULT._replace(domains=(report,), findings=())
    assert redact(result).domains[0].domain == "shop12345.example.org"


@pytest.mark.parametrize(
    "term", ["include:u7654321.wl.stackshift.example", "redirect=u7654321.wl.stackshift.example"]
)
def test_terms_of_spf_are_masked(term: str) -> None:
    tree = FIRST.spf[0]._replace(steps=(SpfStep("example.org", term, 0, "", 1, 0, "ok", ""),))
    masked = redact(RESULT._replace(domains=(FIRST._replace(spf=(tree,)),)))
    assert ACCOUNT not in masked.domains[0].spf[0].steps[0].term


def test_snapshot_is_masked_and_can_still_be_read() -> None:
    answer = SavedAnswer(
        vantage=0,
        name=f"{ACCOUNT}.wl.stackshift.example",
        type="TXT",
        checking=True,
        status=AnswerStatus.TIMEOUT,
        records=(),
        chain=(),
        ttl=None,
        negative_ttl=None,
        flags=(),
        extended_errors=(),
        reason=f"{RESOLVER} did not answer; mailto:{MAILBOX}",
        round_trip=None,
    )
    taken = Snapshot(
        "senderlint snapshot", 1, "2026-11-22T13:00:00Z", True, RESOLVERS, (0, 1), (), (answer,)
    )
    text = text_of(redact(taken))
    for secret in (ACCOUNT, RESOLVER, MAILBOX, "2001:db8::77"):
        assert secret not in text
    assert from_json(text, Snapshot).answers[0].vantage == 0


def test_the_option_masks_every_report(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from senderlint.lint.cli import cli

    saved = tmp_path / "result.json"
    saved.write_text(to_json(PLANTED), "utf-8")
    page = tmp_path / "report.html"
    done = CliRunner().invoke(cli, ["render", str(saved), "--redact", "-o", str(page)])
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8").lower()
    assert not [s for s in SECRETS if s.lower() in text]
    read: Result = from_json(to_json(PLANTED), Result)
    assert read == PLANTED
