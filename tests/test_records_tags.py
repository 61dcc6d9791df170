"""Tag lists: positions, duplicates and stray pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.tags import TagFlaw, parse_tags


def test_positions_point_into_the_text() -> None:
    text = " v = DKIM1 ;p=\tAB CD ; t=s;"
    tags = parse_tags(text)
    assert [(t.name, t.value) for t in tags.tags] == [("v", "DKIM1"), ("p", "AB CD"), ("t", "s")]
    for tag in tags.tags:
        assert text[tag.start : tag.end].startswith(tag.name)
        assert text[tag.value_start : tag.end] == tag.value
    assert not tags.problems


def test_an_empty_value_is_a_value() -> None:
    tags = parse_tags("v=DKIM1; p=")
    assert tags.get("p") == ""
    assert tags.get("k") is None


def test_duplicates_and_stray_pieces_are_problems_with_positions() -> None:
    text = "v=1; p=a; p=b; lost; =x"
    tags = parse_tags(text)
    assert [p.flaw for p in tags.problems] == [TagFlaw.DUPLICATE, TagFlaw.STRAY, TagFlaw.BAD_NAME]
    assert [text[p.start : p.end] for p in tags.problems] == ["p=b", "lost", "=x"]
    assert tags.get("p") == "a"


def test_names_are_folded_on_request_only() -> None:
    assert parse_tags("V=1").get("v") is None
    assert parse_tags("V=1", fold=True).get("v") == "1"


@given(st.text())
def test_any_text_is_read_and_every_span_fits(text: str) -> None:
    tags = parse_tags(text)
    for tag in tags.tags:
        assert 0 <= tag.start <= tag.value_start <= tag.end <= len(text)
        assert text[tag.value_start : tag.end] == tag.value
