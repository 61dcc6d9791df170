"""Hostile texts of 64 KB cost little: time grows with size, not faster."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from senderlint.lint.model import Purpose
from senderlint.lint.records import (
    dkim,
    dmarc,
    kind,
    placeholder,
    spf,
    suffix,
    tags,
    target,
    visible,
)
from senderlint.lint.records.difference import classify
from senderlint.lint.records.distance import distance

SIZE = 65536
SECONDS = 3.0  # a hundred times what is needed; a quadratic parser needs minutes
PIECES = [
    "a=",
    ";",
    " ",
    ".",
    "7",
    "_",
    "\\",
    '"',
    '" "',
    "“",
    "<a",
    "{{",
    "p=",
    "k=rsa;",
    "include:a ",
    "\udce2",
]
NAME = {"name": "s1._domainkey.example.org", "domain": "example.org"}

PARSERS: list[Callable[[str], object]] = [
    tags.parse_tags,
    kind.text_kind,
    spf.required_terms,
    lambda text: spf.merge([text, text], spf.required_terms(text)),
    lambda text: dkim.same_key(text, text),
    dkim.key_damage,
    lambda text: dmarc.merge_dmarc([text, text], text),
    visible.visible,
    lambda text: visible.shorten(text, 60, 40000),
    lambda text: placeholder.find_placeholder(text, domain="example.org"),
    lambda text: target.classify_host(text, text[1:], zone="example.org", **NAME),
    suffix.organisational_domain,
]


@pytest.mark.parametrize("piece", PIECES)
def test_every_parser_is_linear(piece: str) -> None:
    for start in ("", "v=spf1 ", "v=DKIM1; p=", "v=DMARC1; p=none; rua="):
        text = (start + piece * SIZE)[:SIZE]
        for parser in PARSERS:
            before = process_time()
            parser(text)
            assert process_time() - before < SECONDS


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("purpose", [Purpose.SPF, Purpose.DKIM, Purpose.VERIFICATION])
def test_the_classifier_is_linear(piece: str, purpose: Purpose) -> None:
    text = (piece * SIZE)[:SIZE]
    expected = {Purpose.SPF: "v=spf1 include:a.example", Purpose.DKIM: "v=DKIM1; p=" + "MIGf" * 60}
    before = process_time()
    classify(expected.get(purpose, "token=123"), (text, text[1:]), purpose=purpose, **NAME)
    classify(text, (text[1:], text + "x"), purpose=purpose, **NAME)
    assert process_time() - before < 2 * SECONDS


def test_distances() -> None:
    assert distance("kitten", "sitting", 3) == 3
    assert distance("kitten", "sitting", 2) is None
    assert distance("", "abc", 3) == 3
    assert distance("same", "same", 0) == 0
    assert distance("abcd" * 400, "abcd" * 200 + "x" + "abcd" * 200, 32) == 1
