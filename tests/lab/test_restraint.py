"""No resolver is asked for what the name servers do not have: it would remember the absence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .addresses import RESOLVERS, SERVERS
from .checking import check
from .client import Lab
from .digging import dig
from .situation import Situation, situation

pytestmark = pytest.mark.lab

ASKED = re.compile(r"info: \S+ (\S+)\. ([A-Za-z0-9]+) IN")
NAME_SERVERS = [SERVERS[ns][1] for ns in ("ns1.dnshost.net", "ns2.dnshost.net")]


@pytest.mark.parametrize("name", ["restrained", "halfway"])
def test_resolvers_are_asked_only_for_what_is_there(lab: Lab, tmp_path: Path, name: str) -> None:
    chosen = situation(name)
    check(lab, chosen, tmp_path)
    asked = _asked(lab, chosen)
    assert asked & {(f"bounce.{chosen.domain}", "MX")}  # or the log says nothing
    unpublished = {q for q in asked if not _is_published(lab, *q)}
    assert unpublished == set()


def _asked(lab: Lab, chosen: Situation) -> set[tuple[str, str]]:
    """The questions about a domain that Unbound noted down."""
    found = [(name.lower(), kind) for name, kind in ASKED.findall(lab.log("unbound"))]
    return {q for q in found if f".{q[0]}".endswith(f".{chosen.domain}")}


def _is_published(lab: Lab, name: str, kind: str) -> bool:
    """Whether every name server has records of the type, or an alias, at the name."""
    said = [dig(lab, at, name, kind, "+norec") for at in NAME_SERVERS]
    return all(s.status == "NOERROR" and s.answer for s in said)


def test_the_log_shows_who_is_too_curious(lab: Lab) -> None:
    dig(lab, RESOLVERS["unbound"], "zz-curious.restrained.com", "TXT")
    asked = _asked(lab, situation("restrained"))
    assert ("zz-curious.restrained.com", "TXT") in asked
    assert not _is_published(lab, "zz-curious.restrained.com", "TXT")
