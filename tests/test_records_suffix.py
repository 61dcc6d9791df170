"""Public suffixes: the list's own test vectors, and agreement with the library that ships it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from senderlint.lint.records import suffix
from senderlint.lint.records.suffix import is_public_suffix, organisational_domain

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "psl" / "tests" / "tests.txt"
LIBRARY = PublicSuffixList()
RULES = sorted(
    rule.decode().lstrip("!").replace("*", "any")
    for rule in suffix._rules()
    if rule and not rule.startswith(b"//")
)


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.org", "example.org"),
        ("x.github.io", "x.github.io"),
        ("www.city.kobe.jp", "city.kobe.jp"),
        ("a.b.c.kobe.jp", "b.c.kobe.jp"),
        ("mail.stackshift.example", "stackshift.example"),
        ("co.uk", "co.uk"),
        ("", ""),
        ("a..example.org", "a..example.org"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("www.食狮.公司.cn", "食狮.公司.cn"),
        ("xn--\udcff.example", "xn--\udcff.example"),
    ],
)
def test_the_registered_name(name: str, result: str) -> None:
    assert organisational_domain(name) == result


@pytest.mark.parametrize(
    "name", ["com", "co.uk", "github.io", "example", "xn--55qx5d.cn", "kobe.jp"]
)
def test_public_suffixes(name: str) -> None:
    assert is_public_suffix(name)


@pytest.mark.parametrize("name", ["", "example.org", "city.kobe.jp", "a..b", "www.ck"])
def test_other_names(name: str) -> None:
    assert not is_public_suffix(name)


def test_the_list_s_own_vectors() -> None:
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("//", ".")):
            continue
        name, wanted = line.lower().split()
        found = "null" if is_public_suffix(name) else organisational_domain(name)
        assert found == wanted, line


@given(st.sampled_from(RULES), st.lists(st.sampled_from(["a", "www", "xn--1"]), max_size=3))
def test_agreement_with_the_library(rule: str, below: list[str]) -> None:
    name = ".".join([*below, rule])
    assert LIBRARY.privatesuffix(name) == (
        None if is_public_suffix(name) else organisational_domain(name)
    )
    encoded = ".".join([*below, rule.encode("idna").decode()])
    assert LIBRARY.is_public(encoded) is is_public_suffix(encoded)


def test_no_rule_is_deeper_than_what_is_looked_at() -> None:
    assert max(rule.count(".") for rule in RULES) + 2 < suffix._DEEPEST


@given(st.text())
def test_any_name_has_an_answer(name: str) -> None:
    assert name.endswith(organisational_domain(name)) or not is_public_suffix(name)
