"""Snapshots: a live run written down and played back with the same result, byte for byte."""

from __future__ import annotations

import json

import pytest
from case_network import CaseNetwork
from live_run import DMARC, GOOD, NOW, NS1, SPF, case
from rule_cases import domain_of

from senderlint.lint.codec import to_json
from senderlint.lint.live_check import check_live
from senderlint.lint.model import Result
from senderlint.lint.network import Network
from senderlint.lint.rule import Case, all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.error import SourceError
from senderlint.lint.sources.recorder import Recorder
from senderlint.lint.sources.snapshot import (
    NOT_HERE,
    Playback,
    is_snapshot,
    read_snapshot,
    text_of,
)

BEHIND = "! s1._domainkey CNAME nxdomain ttl=200\n" + GOOD
ODD = '@ TXT "v=spf1 include:spf.mail.example ~all"\n@ TXT "a \\"b\\" \\255\\000 c" "" "d"\n'


def _checked(stated: Case, network: Network, now: str = NOW) -> Result:
    return check_live([domain_of(stated)], network, Settings(all_rules(), now=now))


def _recorded(stated: Case) -> tuple[Result, str]:
    recorder = Recorder(CaseNetwork(stated, domain_of(stated).name))
    result = _checked(stated, recorder)
    return result, text_of(recorder.snapshot(NOW, authoritative=True))


@pytest.mark.parametrize(
    "stated",
    [
        case(),
        case(resolvers=(GOOD, BEHIND)),
        case((GOOD, SPF + DMARC)),
        case((ODD + DMARC, f"as {NS1}"), (ODD, "timeout")),
        case(("timeout", "refused"), ("timeout", "timeout")),
        case((GOOD + "* MX 10 mail\n* CNAME elsewhere.example.\n", f"as {NS1}")),
    ],
)
def test_a_replay_says_the_same(stated: Case) -> None:
    result, text = _recorded(stated)
    assert is_snapshot(text)
    snapshot = read_snapshot(text, "taken.json")
    again = _checked(stated, Playback(snapshot), snapshot.taken_at)
    assert to_json(again) == to_json(result)


def test_a_replay_can_be_recorded_again() -> None:
    _, text = _recorded(case(resolvers=(GOOD, BEHIND)))
    recorder = Recorder(Playback(read_snapshot(text, "taken.json")))
    _checked(case(), recorder)
    assert text_of(recorder.snapshot(NOW, authoritative=True)) == text


def test_what_was_not_asked_is_not_in_the_snapshot() -> None:
    """A rule that came later asks more: it cannot tell, and nothing is called missing."""
    stated = case()
    _, text = _recorded(stated)
    snapshot = read_snapshot(text, "taken.json")
    kept = [a for a in snapshot.answers if not a.name.startswith("s1._domainkey")]
    result = _checked(stated, Playback(snapshot._replace(answers=tuple(kept))))
    assert {s.reason for s in result.skipped if s.question.name.startswith("s1._d")} == {NOT_HERE}
    assert not [f for f in result.findings if f.code.startswith("MISSING")]
    assert result.verdict.value == "unknown"


def test_a_snapshot_holds_dns_data_only() -> None:
    _, text = _recorded(case())
    assert set(json.loads(text)) == {
        *("document", "schema_version", "taken_at", "authoritative"),
        *("vantages", "resolvers", "cuts", "answers", "complete"),
    }
    assert "generic" not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"document": "senderlint snapshot"', "it is not JSON"),
        ('{"document": "senderlint snapshot"}', "schema_version is missing"),
    ],
)
def test_a_damaged_snapshot_is_one_clear_line(text: str, said: str) -> None:
    assert is_snapshot(text)
    with pytest.raises(SourceError, match=said):
        read_snapshot(text, "taken.json")


def test_numbers_outside_the_list_of_servers_are_refused() -> None:
    _, text = _recorded(case())
    data = json.loads(text)
    data["answers"][0]["vantage"] = 99
    with pytest.raises(SourceError, match="names a server that it does not list"):
        read_snapshot(json.dumps(data), "taken.json")


def test_a_newer_version_is_refused() -> None:
    _, text = _recorded(case())
    data = json.loads(text)
    data["schema_version"] = 2
    with pytest.raises(SourceError, match="version 2; use a newer senderlint"):
        read_snapshot(json.dumps(data), "taken.json")


@pytest.mark.parametrize("text", ['{"zone": 1}', "[]", "", "example.com. IN TXT x", "{"])
def test_other_files_are_no_snapshots(text: str) -> None:
    assert not is_snapshot(text)
