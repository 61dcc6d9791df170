"""What the text reports say: places, carets, prose, and the one line with the verdict."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_fixture import DOUBLED, FIRST, HOSTILE_SPF, MX_MISSING, POLICY, RESULT, SECOND

from senderlint.lint.model import (
    DomainReport,
    DomainStatus,
    Finding,
    Location,
    Predicted,
    Question,
    RecordStatus,
    Result,
    Skipped,
    Verdict,
)
from senderlint.reports import render
from senderlint.reports.excerpt import excerpt, window
from senderlint.reports.expected import expected
from senderlint.reports.full_tables import skipped_part
from senderlint.reports.headline import headline
from senderlint.reports.paint import Paint
from senderlint.reports.prose import Block, BlockKind, blocks

VERIFIED = RecordStatus.VERIFIED
GOOD = FIRST._replace(
    verdict=Verdict.READY,
    predicted=Predicted(DomainStatus.VERIFIED, VERIFIED, VERIFIED, VERIFIED, VERIFIED),
    records=tuple(r._replace(status=VERIFIED, findings=()) for r in FIRST.records),
)
ZONE_ONLY = DomainReport("example.org", None, "example.org", Verdict.READY, None, None, {}, ())


def _result(
    *domains: DomainReport,
    verdict: Verdict = Verdict.READY,
    findings: tuple[Finding, ...] = (),
    skipped: tuple[Skipped, ...] = (),
) -> Result:
    return RESULT._replace(
        verdict=verdict,
        domains=domains,
        findings=findings,
        skipped=skipped,
        observations=(),
    )


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (_result(GOOD), "every record is in place; safe to call verify"),
        (
            _result(GOOD, findings=(POLICY,)),
            "every record is in place; safe to call verify (1 warning)",
        ),
        (_result(ZONE_ONLY), "no problem was found"),
        (
            _result(ZONE_ONLY, findings=(POLICY, POLICY)),
            "nothing that must be fixed was found (2 warnings)",
        ),
        # Errors that the reader chose not to fail on: verify fails all the same.
        (
            _result(FIRST, findings=(DOUBLED,)),
            "nothing counts as a failure; verify would say failed (1 error)",
        ),
        (
            _result(FIRST, findings=(DOUBLED, HOSTILE_SPF, POLICY), verdict=Verdict.FIX),
            "2 errors, 1 warning; verify would say failed",
        ),
        (
            _result(SECOND, findings=(MX_MISSING,), verdict=Verdict.FIX),
            (
                "1 error; verify would say pending, "
                "although receivers of mail do not look at what is wrong"
            ),
        ),
        (_result(ZONE_ONLY, findings=(DOUBLED,), verdict=Verdict.FIX), "1 error"),
        (
            _result(FIRST, SECOND, findings=(DOUBLED, MX_MISSING), verdict=Verdict.FIX),
            "2 errors; verify would say failed for 1 domain, pending for 1 domain",
        ),
        (
            _result(SECOND, skipped=RESULT.skipped, verdict=Verdict.UNKNOWN),
            "nothing to fix was found, but 1 question could not be answered",
        ),
        (
            _result(SECOND, verdict=Verdict.WAIT),
            (
                "every record is right but not yet visible everywhere; "
                "try again at 2026-11-22T14:05:00Z"
            ),
        ),
    ],
)
def test_verdict_in_words(result: Result, said: str) -> None:
    assert headline(result) == said
    for format_ in ("full", "concise"):
        last = "".join(render(format_, result)).splitlines()[-1]
        assert last == f"{result.verdict}: {said}"


def test_optional_records_that_are_missing_are_not_said_to_be_in_place() -> None:
    missing = GOOD.records[-1]._replace(status=RecordStatus.MISSING, required=False)
    report = GOOD._replace(records=(*GOOD.records[:-1], missing))
    assert headline(_result(report)).startswith("every required record is in place")


def test_without_findings_the_records_are_still_shown() -> None:
    text = "".join(render("full", _result(GOOD)))
    assert "example.org (stackshift): ready; 4 of 4 expected records in place" in text
    assert text.count("verified") >= len(GOOD.records)


def test_reported_status_is_shown_only_where_it_differs() -> None:
    text = "".join(render("full", _result(FIRST)))
    assert re.search(r"spfStatus +failed +\(the provider last said pending\)", text)
    assert re.search(r"dkimStatus +missing\n", text)


def test_a_zone_without_expectations_has_no_prediction() -> None:
    text = "".join(render("full", _result(ZONE_ONLY)))
    assert text == "ready: no problem was found\n"


def test_a_finding_without_a_place_names_the_record() -> None:
    text = "".join(render("concise", _result(SECOND, findings=(MX_MISSING,))))
    assert text.startswith("inbound.mail.example.com MX: error[REC01] record-missing: nothing")


def test_of_two_records_at_a_name_the_changed_one_is_expected() -> None:
    spf = FIRST.records[0]
    token = spf._replace(value="stackshift-verification=1")
    report = FIRST._replace(records=(token, spf))
    assert expected(HOSTILE_SPF, report) == (spf,)
    assert expected(HOSTILE_SPF._replace(changes=()), report) == (token, spf)


def test_what_is_to_be_pasted_is_never_cut() -> None:
    text = "".join(render("full", _result(FIRST, findings=(DOUBLED,))))
    added = next(row for row in text.splitlines() if row.strip().startswith("+ "))
    assert added.replace('" "', "").endswith(f'"{DOUBLED.changes[1].value}"')


@pytest.mark.parametrize(
    ("line", "column", "pointed"),
    [
        ("a TXT x", 3, "T"),
        ("\tTXT\tx", 6, "x"),
        ("漢字 TXT x", 4, "T"),
        ("\x1b\u202e TXT x", 4, "T"),
        ("e\u0301 TXT x", 4, "T"),
        ("y" * 500 + "Z" + "y" * 500, 501, "Z"),
        ("y" * 500 + "Z", 501, "Z"),
        ("Z" + "y" * 500, 1, "Z"),
    ],
)
def test_caret_stands_below_the_column(line: str, column: int, pointed: str) -> None:
    text, caret = window(line, column, 60)
    assert _at(text, caret) == pointed
    assert _columns(text) <= 60


def _columns(text: str) -> int:
    return sum(_cell(c) for c in text)


def _cell(char: str) -> int:
    return (
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
    )


def _at(text: str, column: int) -> str:
    for char in text:
        if column == 0 and _cell(char):
            return char
        column -= _cell(char)
    return ""


@given(st.text(max_size=300), st.integers(-5, 400), st.integers(10, 120))
def test_a_window_fits_and_the_caret_is_in_it(line: str, column: int, width: int) -> None:
    text, caret = window(line, column, width)
    assert text.isprintable()
    assert _columns(text) <= width
    assert 0 <= caret <= width


def test_many_source_lines_are_capped() -> None:
    rows = list(excerpt(Location("f", 9, 2, tuple("line" for _ in range(50))), 80))
    assert rows[0] == ("9", "line")
    assert rows[1] == ("", " ^")
    assert rows[-1] == ("", "… 44 more lines")
    assert len(rows) == 8


def test_prose_has_paragraphs_items_and_samples() -> None:
    text = "one\ntwo\n\n- first\n  goes on\n- second\n1. third\n\n    a  b\n    c\n\nlast \x1b"
    assert list(blocks(text)) == [
        Block(BlockKind.PARAGRAPH, "one two"),
        Block(BlockKind.ITEM, "first goes on"),
        Block(BlockKind.ITEM, "second"),
        Block(BlockKind.ITEM, "third"),
        Block(BlockKind.SAMPLE, "a  b\nc"),
        Block(BlockKind.PARAGRAPH, "last \\x1b"),
    ]


def test_many_questions_that_stayed_open_for_one_reason_are_told_as_one() -> None:
    def told(count: int) -> list[str]:
        names = [f"n{number}.example.org" for number in range(count)]
        skipped = tuple(Skipped("X01", "x", "d", Question(n, "TXT"), "silence") for n in names)
        return list(skipped_part(RESULT._replace(skipped=skipped), Paint(on=False), 80))

    assert told(5)[1] == "  n0.example.org TXT and 4 more: silence\n"
    assert len(told(5)) == 4
    assert told(2)[1:5:2] == [
        "  n0.example.org TXT: silence\n",
        "  n1.example.org TXT: silence\n",
    ]
