"""Changes as zone-file lines that mean exactly the change, and as a DNS panel's fields."""

from __future__ import annotations

import dns.rdatatype
import dns.zone
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.model import Action, Change
from senderlint.reports.notation import Fields, fields, line, lines, quoted, scope

ADD, REPLACE, DELETE = Action.ADD, Action.REPLACE, Action.DELETE
ZONE = "example.org"


def _diff(*changes: Change, zone: str | None = ZONE) -> list[str]:
    return [f"{entry.sign} {entry.text}" for entry in lines(changes, zone)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change(ADD, "a.example.org", "TXT", "v=x"), '+ a TXT "v=x"'),
        (Change(ADD, "example.org", "TXT", "v=x", ttl=300), '+ @ 300 TXT "v=x"'),
        (Change(ADD, "example.org", "TXT", ""), '+ @ TXT ""'),
        (Change(ADD, "example.org", "SPF", "v=spf1"), '+ @ SPF "v=spf1"'),
        (Change(ADD, "a.example.org", "CNAME", "host.example"), "+ a CNAME host.example."),
        (Change(ADD, "a.example.org", "CNAME", "host.example."), "+ a CNAME host.example."),
        (Change(ADD, "a.example.org", "MX", "10 mx.example"), "+ a MX 10 mx.example."),
        (Change(ADD, "a.example.org", "MX", "0 "), "+ a MX 0 ."),
        (Change(ADD, "a.example.org", "MX", "mx.example"), "+ a MX mx.example."),
        (Change(ADD, "a.example.org", "SRV", "0 5 443 h.example"), "+ a SRV 0 5 443 h.example."),
        (Change(ADD, "a.example.org", "A", "192.0.2.1"), "+ a A 192.0.2.1"),
        (Change(ADD, "other.example", "A", "192.0.2.1"), "+ other.example. A 192.0.2.1"),
        (Change(DELETE, "a.example.org", "TXT", 'say "no\\'), '- a TXT "say \\"no\\\\"'),
        (Change(ADD, "a.example.org", "TXT", "é\udc80\n"), '+ a TXT "\\195\\169\\128\\010"'),
    ],
)
def test_canonical_line(change: Change, expected: str) -> None:
    assert _diff(change) == [expected]


def test_special_characters_in_a_name_are_escaped() -> None:
    assert line("a;b.example.org", "A", "192.0.2.1", None, ZONE) == r"a\;b A 192.0.2.1"


def test_unknown_zone_gives_absolute_names() -> None:
    assert _diff(Change(ADD, "a.example.org", "TXT", "x"), zone=None) == [
        '+ a.example.org. TXT "x"'
    ]


def test_long_text_is_split_and_never_cut() -> None:
    key = "k" * 600
    (text,) = _diff(Change(ADD, "a.example.org", "TXT", key))
    parts = text.removeprefix("+ a TXT ").split(" ")
    assert [len(part) - 2 for part in parts] == [255, 255, 90]
    assert "".join(part.strip('"') for part in parts) == key


def test_replacement_keeps_the_written_owner_ttl_and_class() -> None:
    change = Change(
        REPLACE,
        "a.example.org",
        "TXT",
        "new",
        ttl=60,
        old="old",
        written=('a\t60  IN\tTXT "old" ; note',),
    )
    assert _diff(change) == ['- a   60  IN  TXT "old" ; note', '+ a   60  IN  TXT "new"']


def test_replacement_of_an_inherited_owner_stays_inherited() -> None:
    change = Change(REPLACE, "a.example.org", "MX", "5 b.example", old="5 b", written=(" MX 5 b",))
    assert _diff(change) == ["-  MX 5 b", "+  MX 5 b.example."]


def test_replacement_below_another_origin_stays_there() -> None:
    change = Change(
        REPLACE, "a.mail.example.org", "CNAME", "x.example", old="x", written=("a CNAME x",)
    )
    assert _diff(change) == ["- a CNAME x", "+ a CNAME x.example."]


def test_replacement_of_what_is_no_zone_file_line_is_canonical() -> None:
    written = ("  - type: TXT", "    value: old")
    change = Change(REPLACE, "a.example.org", "TXT", "new", old="old", written=written)
    assert _diff(change) == ["-   - type: TXT", "-     value: old", '+ a TXT "new"']


def test_replacement_without_lines_shows_both_values() -> None:
    change = Change(REPLACE, "a.example.org", "TXT", "new", old="old")
    assert _diff(change) == ['- a TXT "old"', '+ a TXT "new"']


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("x.example.org TXT v", "x"),  # below the zone's own origin
        ("x.example.org.example.org. TXT v", "x"),  # absolute: the origin stays unknown
        ("x TXT v", "x.example.org."),  # below example.org.example.org
    ],
)
def test_moved_record_is_added_below_the_origin_of_its_old_line(
    written: str, expected: str
) -> None:
    taken = Change(DELETE, "x.example.org.example.org", "TXT", "v", written=(written,))
    added = Change(ADD, "x.example.org", "TXT", "v")
    assert _diff(taken, added) == [f"- {written}", f'+ {expected} TXT "v"']


def test_the_reader_is_told_what_names_are_relative_to() -> None:
    inside = Change(DELETE, "x.mail.example.org", "TXT", "v", written=("x TXT v",))
    assert scope([inside], ZONE) == " below $ORIGIN mail.example.org"
    assert scope([Change(ADD, "x.example.org", "TXT", "v")], ZONE) == " in zone example.org"
    assert scope([Change(ADD, "x.example.org", "TXT", "v")], None) == ""


def test_a_huge_written_record_is_capped() -> None:
    change = Change(DELETE, "a.example.org", "TXT", "x", written=("y" * 9_000,) * 500)
    shown = _diff(change)
    assert len(shown) == 21
    assert shown[-1] == "- … 480 more lines"
    assert max(map(len, shown)) < 5_000


@given(st.text(max_size=700))
def test_quoted_text_reads_back_as_the_same_octets(text: str) -> None:
    try:
        octets = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return
    zone = dns.zone.from_text(
        f"@ 1 IN TXT {quoted(text)}\n", origin="example.org.", check_origin=False
    )
    rdataset = zone.get_rdataset("@", dns.rdatatype.TXT)
    assert rdataset is not None
    (rdata,) = rdataset
    assert b"".join(rdata.strings) == octets


@pytest.mark.parametrize(
    ("name", "type_", "value", "expected"),
    [
        ("a.example.org", "TXT", 'x "y"', Fields("a", "TXT", 'x "y"')),
        ("example.org", "MX", "10 mx.example", Fields("@", "MX", "mx.example", "10")),
        ("other.example", "CNAME", "h.example", Fields("other.example", "CNAME", "h.example")),
        ("a.example.org", "MX", "0 ", Fields("a", "MX", ".", "0")),
    ],
)
def test_panel_fields(name: str, type_: str, value: str, expected: Fields) -> None:
    assert fields(name, type_, value, ZONE) == expected
