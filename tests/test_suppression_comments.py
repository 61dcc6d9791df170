"""`senderlint: ignore[rule] reason`: what is read, what is refused, and which line is meant."""

from __future__ import annotations

import pytest

from senderlint.lint.suppression import Suppression
from senderlint.lint.suppression_comments import YAML, ZONE, Malformed, comment_start, scan


def _one(text: str, mark: str = ZONE) -> Suppression | Malformed:
    (found,) = scan(text, "z", mark)
    return found


def test_at_the_end_of_the_line() -> None:
    found = _one('a TXT "x"\nb TXT "y" ; senderlint: ignore[SPF01] both are ours\n')
    assert isinstance(found, Suppression)
    assert found.codes == {"SPF01"}
    assert (found.reason, found.lines) == ("both are ours", (2, 2))
    assert (found.where.line, found.where.column) == (2, 11)


def test_alone_above_means_the_next_record() -> None:
    text = "; senderlint: ignore[spf-multiple-records, TIDY] moving\n; more words\n\na MX 10 b\n"
    found = _one(text)
    assert isinstance(found, Suppression)
    assert {"SPF01", "TIDY02"} <= found.codes
    assert found.lines == (4, 4)


def test_last_day() -> None:
    found = _one("a A 192.0.2.1 ; senderlint: ignore[SPF01] moving until=2027-01-31")
    assert isinstance(found, Suppression)
    assert (found.reason, found.until) == ("moving", "2027-01-31")
    assert not found.is_expired("2027-01-31")
    assert found.is_expired("2027-02-01")


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("senderlint: ignore", "names no rule"),
        ("senderlint: ignore[] why", "names no rule"),
        ("senderlint: ignore SPF01 why", "names no rule"),
        ("senderlint: ignore[SPF01]", "gives no reason"),
        ("senderlint: ignore[SPF01] until=2027-01-31", "gives no reason"),
        ("senderlint: ignore[SPF01] why until=soon", "no date"),
        ("senderlint: ignore[SPF01] why until=20270131", "no date"),
        ("senderlint: ignore[spf-multiple-record] why", "did you mean spf-multiple-records?"),
    ],
)
def test_what_cannot_be_read_is_said(comment: str, message: str) -> None:
    found = _one(f'a TXT "x" ; {comment}')
    assert isinstance(found, Malformed)
    assert message in found.message


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (ZONE, 'a TXT "; senderlint: ignore[SPF01] not a comment"'),
        (ZONE, 'a TXT "\\"; senderlint: ignore[SPF01] not a comment"'),
        (ZONE, "a TXT x\\; senderlint: ignore[SPF01] not a comment"),
        (ZONE, "a TXT x ; see senderlint: ignore[SPF01] in the manual"),
        (YAML, "  value: 'v # senderlint: ignore[SPF01] not a comment'"),
        (YAML, "  value: x#senderlint: ignore[SPF01] not a comment"),
    ],
)
def test_data_and_prose_silence_nothing(mark: str, line: str) -> None:
    assert list(scan(line, "z", mark)) == []


def test_yaml_comments() -> None:
    found = _one("a:\n  value: it's fine # senderlint: ignore[SPF01] why\n", YAML)
    assert isinstance(found, Suppression)
    assert found.lines == (2, 2)


def test_long_lines_cost_little() -> None:
    assert comment_start('"' * 100_000, ZONE) is None
    assert list(scan("senderlint:" + "x" * 1_000_000, "z", ZONE)) == []
