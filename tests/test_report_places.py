"""The text report of a live check: the matrix of records and servers, and the name servers."""

from __future__ import annotations

import pytest
from live_run import GOOD, case, run

from senderlint.reports.full import render

BEHIND = "! s1._domainkey CNAME nxdomain ttl=200\n" + GOOD


def _text() -> str:
    return "".join(render(run(case(("refused", GOOD), (GOOD, BEHIND))).result))


def test_the_matrix_says_who_shows_what_and_until_when() -> None:
    part = _text().partition("  name servers")[2].partition("  SPF of")[0]
    assert (
        part
        == """\
 of example.org, not signed:
    ns1.dnshost.example  does not answer; ns1.dnshost.example says refused
    ns2.dnshost.example  answers
  who shows what:
                        1 2 3 4
    TXT @               ! + + +
    CNAME s1._domainkey ! + + -
    TXT _dmarc          ! + + +
    1 ns1.dnshost.example, 2 ns2.dnshost.example, 3 r1, 4 r2
    + as asked for, - not there, ! an error
    1: ns1.dnshost.example says refused
    4: CNAME s1._domainkey: not there, until 2026-03-04T12:03:20Z
"""
    )


@pytest.mark.parametrize("width", [60, 72, 88])
@pytest.mark.parametrize("resolvers", [2, 40])
def test_the_matrix_fits_every_width(width: int, resolvers: int) -> None:
    many = case(resolvers={f"resolver-{n} 192.0.2.{n}": GOOD for n in range(resolvers)})
    text = "".join(render(run(many).result, width=width))
    part = text.partition("  name servers")[2].partition("  SPF of")[0]
    assert all(len(line) <= width for line in part.splitlines())
    assert f"{resolvers + 2} resolver-{resolvers - 1}" in part


def test_places_that_nobody_asked_are_not_drawn() -> None:
    """A file names its servers; that says nothing about whether they answer."""
    result = run(case()).result
    offline = result.domains[0]._replace(visibility=(), delegation=None)
    assert "who shows what" not in "".join(render(result._replace(domains=(offline,))))
