"""CAA records: who may issue (RFC 8659), from presentation form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.caa import issuers


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        ([], None),
        (['0 iodef "mailto:a@b.net"', '0 issuewild "ca.example"'], None),
        (['0 issue ";"'], ()),
        (['0 issue ""'], ()),
        (['0 issue "ca.example"'], ("ca.example",)),
        (
            ['128 ISSUE "CA.example; accounturi=https://x"', "0 issue b.example"],
            ("ca.example", "b.example"),
        ),
        (['0 issue "ca.example"', '0 issue "ca.example"', '0 issue ";"'], ("ca.example",)),
        (["0 issue"], None),
        (["\\# 3 000000"], None),
    ],
)
def test_who_may_issue(data: list[str], allowed: tuple[str, ...] | None) -> None:
    assert issuers(data) == allowed


@given(st.lists(st.text()))
def test_any_text_is_read(data: list[str]) -> None:
    assert issuers(data) is None or all(issuers(data) or ("",))
