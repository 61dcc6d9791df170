"""Searching a large zone file finds what reading all of it finds, however it is cut."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senderlint.lint.model import Record
from senderlint.lint.records import names
from senderlint.lint.sources import zone_search, zone_source
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes

LABELS = st.sampled_from(["a", "b", "A", "_dmarc", "*", "com", "example", r"\097", r"x\.y", "ü"])
OWNER = st.one_of(
    st.just("@"),
    st.just("example.com."),
    st.just("example.com"),
    st.lists(LABELS, min_size=1, max_size=3).map(".".join),
    st.lists(LABELS, min_size=1, max_size=3).map(lambda x: ".".join(x) + ".example.com."),
    st.lists(LABELS, min_size=1, max_size=2).map(lambda x: ".".join(x) + "."),
)
DATA = st.sampled_from(
    [
        "A 192.0.2.1",
        "60 IN MX 10 mx",
        'TXT "x (" ; "',
        'TXT ( "one" ; ) two\n"three"\n a.b )',
        "TXT v=DMARC1; p=none",
        r"TXT a\;b",
        "CNAME b ; $ORIGIN b",
        'TXT "unclosed',
        "TXT ( never closed",
        "nonsense",
        "SOA a b 1 2 3 4 5",
        "TXT (\n$ORIGIN x\n)",
    ]
)
LINE = st.one_of(
    st.tuples(OWNER, st.sampled_from([" ", "\t", " 300 "]), DATA).map("".join),
    st.tuples(st.just("  "), DATA).map("".join),
    st.sampled_from(["", "; comment", "   ; comment (", "$TTL 60", "$UNKNOWN"]),
    st.tuples(st.just("$ORIGIN "), OWNER).map("".join),
    st.just("$GENERATE 1-3 a$ A 192.0.2.$"),
)
ZONE = st.lists(LINE, max_size=14).map("\n".join)
WANTED = st.lists(
    st.lists(
        st.sampled_from(["a", "b", "_dmarc", "*", "com", "example", r"x\.y", "a1"]), max_size=3
    ).map(lambda x: ".".join([*x, "example.com"])),
    min_size=1,
    max_size=4,
)


def zone(text: str, held: int) -> ZoneFile:
    head = "$TTL 300\n@ SOA ns host 1 2 3 4 5\n"
    return zone_from_bytes((head + text).encode(), path="z", origin="example.com", held=held)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=ZONE, wanted=WANTED, below=WANTED, block=st.integers(1, 80))
def test_a_search_equals_the_filtered_whole(
    text: str, wanted: list[str], below: list[str], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    everything = {node.name: node.records for node in zone(text, 1 << 20).nodes()}
    monkeypatch.setattr(zone_source, "BLOCK", block)
    large = zone(text, 0)
    first, more, found = (
        large.extract(wanted[:1]),
        large.extract(wanted),
        large.extract(wanted, below),
    )
    assert first == zone(text, 0).extract(wanted[:1]) == large.extract(wanted[:1])
    assert more == zone(text, 0).extract(wanted)

    def is_wanted(name: str) -> bool:
        return name in wanted or any(names.is_below(name, top) for top in below)

    assert found.records == {n: r for n, r in everything.items() if is_wanted(n)}
    assert found.parents == {
        w for w in wanted if any(names.is_below(name, w) for name in everything)
    }


@settings(max_examples=100, deadline=None)
@given(text=ZONE, wanted=WANTED, below=WANTED)
def test_a_file_in_memory_answers_the_same(text: str, wanted: list[str], below: list[str]) -> None:
    assert zone(text, 0).extract(wanted, below) == zone(text, 1 << 20).extract(wanted, below)


def test_a_time_to_live_stated_in_a_skipped_part_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_source, "BLOCK", 64)
    filler = "".join(f"f{i} A 192.0.2.1\n" for i in range(100))
    text = f"x.example.com. 77 A 192.0.2.1\n{filler}wanted TXT hello\n".encode()
    found = zone_from_bytes(text, path="z", origin="example.com", held=0)
    assert [r.ttl for r in records(found, "wanted.example.com")] == [77]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_later_search_loses_no_fault(line_end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_source, "BLOCK", 64)
    lines = [f"f{i} A 192.0.2.1" for i in range(100)]
    text = line_end.join(["@ SOA a b 1 2 3 4 5", *lines[:50], "wanted TXTT x", *lines[50:], ""])
    found = zone_from_bytes(text.encode(), path="z", origin="example.com", held=0)
    for name in ("wanted", "f99", "wanted", "none"):
        found.extract([f"{name}.example.com"])
        assert [fault.name for fault in found.faults] == ["wanted.example.com"], name


@pytest.mark.parametrize("owner", ["example.com.", "EXAMPLE.com.", "@"])
@pytest.mark.parametrize("end", ["", ".example.com."])
def test_the_zone_s_own_name_is_found_behind_other_names(
    owner: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zone_source, "BLOCK", 400)
    filler = [f"f{i}{end} A 192.0.2.1\n" for i in range(90)]
    text = "".join([*filler[:45], f"{owner} TXT last\n", *filler[45:]])
    assert [r.type for r in records(zone(text, 0), "example.com")] == ["SOA", "TXT"]


def test_what_is_known_of_many_names_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_search, "MAX_KNOWN", 5)
    large = zone("".join(f"f{i} A 192.0.2.{i}\n" for i in range(20)), 0)
    for start in range(0, 20, 3):
        wanted = [f"f{i}.example.com" for i in range(start, min(start + 4, 20))]
        assert set(large.extract(wanted).records) == set(wanted)
        assert len(records(large, wanted[0])) == 1


def test_a_listing_that_is_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_search, "MAX_LISTED", 10)
    text = "".join(f"f{i}.many A 192.0.2.1\ng{i}.few{i} A 192.0.2.1\n" for i in range(50))
    found = zone(text, 0).extract(["f1.many.example.com"], ["many.example.com", "few3.example.com"])
    assert found.unlisted == {"many.example.com"}
    assert set(found.records) == {"f1.many.example.com", "g3.few3.example.com"}


def records(source: ZoneFile, name: str) -> tuple[Record, ...]:
    return source.extract([name]).records[name]
