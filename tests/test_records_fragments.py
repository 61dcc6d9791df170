"""Fragments of one record among the texts at a name."""

from __future__ import annotations

import pytest

from senderlint.lint.records.fragments import fragments
from senderlint.lint.records.mx import host_behind_priorities


@pytest.mark.parametrize(
    ("name", "texts", "whole"),
    [
        ("a.org", ("~all", "include:b.org", "v=spf1"), "v=spf1 include:b.org ~all"),
        ("a.org", ("redirect=b.org", "v=spf1 mx"), "v=spf1 mx redirect=b.org"),
        ("_dmarc.a.org", ("p=none", "v=DMARC1;"), "v=DMARC1; p=none"),
        ("s._domainkey.a.org", ("p=MIGf", "k=rsa", "v=DKIM1"), "v=DKIM1; p=MIGf; k=rsa"),
    ],
)
def test_fragments_make_a_whole(name: str, texts: tuple[str, ...], whole: str) -> None:
    found = fragments(texts, name)
    assert found is not None
    assert found.whole == whole
    assert set(found.texts) == set(texts)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("a.org", ("v=spf1 -all", "all", "mx")),
        ("a.org", ("v=spf1 -all", "v=spf1 include:b.org ~all", "include:c.org")),
        ("a.org", ("include:b.org", "~all")),
        ("_dmarc.a.org", ("v=DMARC1; p=none", "p=reject")),
        ("_dmarc.a.org", ("v=DMARC1", "note")),
        ("s._domainkey.a.org", ("v=DKIM1; p=MIGf", "k=rsa")),
        ("s._domainkey.a.org", ("k=rsa; p=MIGf", "k=rsa")),
        ("s._domainkey.a.org", ("p=MIGf", "p=MIGg")),
        ("p.a.org", ("v=DKIM1", "p=MIGf")),
        ("", ()),
    ],
)
def test_unrelated_texts_are_no_fragments(name: str, texts: tuple[str, ...]) -> None:
    assert fragments(texts, name) is None


@pytest.mark.parametrize(
    ("data", "host"),
    [
        ("10 10 mx.a.org.", "mx.a.org"),
        ('10 "5 MX.a.org."', "mx.a.org"),
        (r"10 10\032mx.a.org.", "mx.a.org"),
        ("10 10.mx.a.org.", None),
        ("10 mx.a.org.", None),
        ("mx.a.org. 10", None),
        ("", None),
    ],
)
def test_a_second_priority_is_seen(data: str, host: str | None) -> None:
    assert host_behind_priorities(data) == host
