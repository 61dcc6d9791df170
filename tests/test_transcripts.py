"""Replies that other tools wrote down: `dig`, `dig +yaml`, DNS over HTTPS as JSON, dnsviz."""

from __future__ import annotations

import base64
import json

import dns.flags
import dns.message
import dns.rrset
import pytest
from live_run import DMARC, KEY, SPF, case
from rule_cases import domain_of

from senderlint.lint.live_check import check_live
from senderlint.lint.model import AnswerStatus, Question, RecordStatus, Result, VantageKind
from senderlint.lint.network import Asked
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.snapshot import NOT_HERE, Playback, Snapshot
from senderlint.lint.sources.transcript import is_transcript, read_transcript

DIG = """\

; <<>> DiG 9.18.49 <<>> @192.0.2.1 example.org TXT
; (1 server found)
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711
;; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
;; QUESTION SECTION:
;example.org.\t\t\tIN\tTXT

;; ANSWER SECTION:
example.org.\t\t300\tIN\tTXT\t"v=spf1 include:spf.mail.example ~all"

;; Query time: 12 msec
;; SERVER: 192.0.2.1#53(192.0.2.1) (UDP)
;; WHEN: Wed Mar 04 12:00:00 UTC 2026
;; MSG SIZE  rcvd: 90

;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 4712
;; flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1

;; QUESTION SECTION:
;_dmarc.example.org.\t\tIN\tTXT

;; AUTHORITY SECTION:
example.org. 3600 IN SOA ns1.example.org. hostmaster.example.org. (
\t\t\t\t1          ; serial
\t\t\t\t7200       ; refresh (2 hours)
\t\t\t\t900        ; retry (15 minutes)
\t\t\t\t1209600    ; expire (2 weeks)
\t\t\t\t300        ; minimum (5 minutes)
\t\t\t\t)

;; SERVER: 192.0.2.1#53(192.0.2.1) (UDP)
;; WHEN: Wed Mar 04 12:00:01 UTC 2026
"""
YAML = """\
- type: MESSAGE
  message:
    type: RECURSIVE_RESPONSE
    response_time: !!timestamp 2026-03-04T12:00:00.674Z
    response_address: "192.0.2.53"
    response_port: 53
    response_message_data:
      opcode: QUERY
      status: NOERROR
      flags: qr rd ra
      QUESTION_SECTION:
        - 's1._domainkey.example.org. IN CNAME'
      ANSWER_SECTION:
        - 's1._domainkey.example.org. 200 IN CNAME s1.dkim.mail.example.'
- type: DIG_ERROR
  message: |
    no servers could be reached
"""
DOH = {
    "Status": 0,
    "RD": True,
    "RA": True,
    "Question": [{"name": "example.org.", "type": 16}],
    "Answer": [
        {
            "name": "example.org.",
            "type": 16,
            "TTL": 300,
            "data": "v=spf1 include:spf.mail.example ~all",
        }
    ],
}


def _dnsviz() -> str:
    """Two servers, of which the second lacks the record."""
    replies = []
    for lines in ("v=spf1 include:spf.mail.example ~all",), ():
        reply = dns.message.make_response(dns.message.make_query("example.org", "TXT"))
        reply.flags |= dns.flags.AA
        for line in lines:
            reply.answer.append(dns.rrset.from_text("example.org.", 300, "IN", "TXT", f'"{line}"'))
        replies.append({"192.0.2.200": {"message": base64.b64encode(reply.to_wire()).decode()}})
    zone = {
        "type": "authoritative",
        "analysis_end": "2026-03-04 12:00:00 UTC",
        "auth_ns_ip_mapping": {
            "ns1.dnshost.example.": ["192.0.2.1"],
            "ns2.dnshost.example.": ["192.0.2.2"],
        },
        "queries": [
            {
                "qname": "example.org.",
                "qtype": "TXT",
                "responses": {"192.0.2.1": replies[0], "192.0.2.2": replies[1]},
            }
        ],
    }
    return json.dumps({"_meta._dnsviz.": {"version": 1.2}, "example.org.": zone})


def _dnsviz_without_question() -> str:
    nothing = base64.b64encode(dns.message.Message(id=1).to_wire()).decode()
    queries = [{"responses": {"192.0.2.1": {"192.0.2.200": {"message": nothing}}}}]
    return json.dumps({"_meta._dnsviz.": {}, "example.org.": {"queries": queries}})


def _one(snapshot: Snapshot, name: str, type_: str) -> AnswerStatus:
    network = Playback(snapshot)
    (vantage,) = snapshot.vantages
    asked = Asked(vantage, Question(name, type_))
    return network.ask([asked])[asked].status


def _result(text: str, expects: str) -> Result:
    snapshot = read_transcript(text, "heard.txt")
    domain = domain_of(case(expects=expects))
    settings = Settings(all_rules(), now=snapshot.taken_at or None)
    network, authoritative = Playback(snapshot), snapshot.authoritative
    return check_live([domain], network, settings, authoritative=authoritative)


def test_dig_prints_replies() -> None:
    assert is_transcript(DIG)
    snapshot = read_transcript(DIG, "dig.txt")
    (server,) = snapshot.vantages
    assert (server.kind, server.address) == (VantageKind.AUTHORITATIVE, "192.0.2.1")
    assert snapshot.taken_at == "2026-03-04T12:00:01Z"
    assert [c.zone for c in snapshot.cuts] == ["example.org"]
    assert _one(snapshot, "example.org", "TXT") is AnswerStatus.ANSWERED
    assert _one(snapshot, "_dmarc.example.org", "TXT") is AnswerStatus.NXDOMAIN
    denied = next(a for a in snapshot.answers if a.name.startswith("_dmarc"))
    assert denied.negative_ttl == 300


def test_what_a_transcript_does_not_hold_is_not_missing() -> None:
    result = _result(DIG, SPF + KEY + DMARC)
    assert [r.status for r in result.domains[0].records] == [
        RecordStatus.VERIFIED,
        RecordStatus.UNKNOWN,
        RecordStatus.MISSING,
    ]
    assert {s.reason for s in result.skipped if s.question.name.startswith("s1._d")} == {NOT_HERE}


def test_dig_yaml() -> None:
    assert is_transcript(YAML)
    snapshot = read_transcript(YAML, "dig.yaml")
    (server,) = snapshot.vantages
    assert (server.kind, server.label) == (VantageKind.RESOLVER, "192.0.2.53")
    assert snapshot.taken_at == "2026-03-04T12:00:00Z"
    assert not snapshot.authoritative
    (record,) = _result(YAML, KEY).domains[0].records
    assert record.status is RecordStatus.VERIFIED


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("joined", ["", "\n", ","])
def test_dns_over_https_as_json(quoted: bool, joined: str) -> None:
    """Some resolvers quote the text, others do not; a loop leaves the answers in a row."""
    data = json.loads(json.dumps(DOH))
    if quoted:
        data["Answer"][0]["data"] = f'"{data["Answer"][0]["data"]}"'
    none = {"Status": 3, "RA": True, "Question": [{"name": "_dmarc.example.org.", "type": 16}]}
    text = joined.join((json.dumps(data), json.dumps(none)))
    assert is_transcript(text)
    snapshot = read_transcript(text, "doh.json")
    assert _one(snapshot, "_dmarc.example.org", "TXT") is AnswerStatus.NXDOMAIN
    (record,) = _result(text, SPF).domains[0].records
    assert record.status is RecordStatus.VERIFIED


def test_dnsviz_has_each_name_servers_reply() -> None:
    assert is_transcript(_dnsviz())
    result = _result(_dnsviz(), SPF)
    (row,) = result.domains[0].visibility
    assert {c.vantage: c.state.value for c in row.cells} == {
        "ns1.dnshost.example": "match",
        "ns2.dnshost.example": "none",
    }
    assert result.checked_at == "2026-03-04T12:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"Status": "no"}',
        "[1, 2]",
        "example.org. 300 IN TXT x",
        "- type: other",
        '{"a": ' * 5000,
    ],
)
def test_other_texts_are_no_transcripts(text: str) -> None:
    assert not is_transcript(text)


@pytest.mark.parametrize(
    "text",
    [
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1",
        DIG.replace('IN\tTXT\t"', "IN\tTXT\t\\"),
        DIG.replace('TXT\t"v=spf1 include:spf.mail.example ~all', 'TKEY\t@ 1 2 3 4 "'),
        YAML.replace("response_message_data:", "other:"),
        '{"Status": 0, "Question": [{"name": "x..", "type": 99999}]}',
        '{"Status": 99999, "Question": [7]}',
        _dnsviz_without_question(),
        json.dumps({"_meta._dnsviz.": {}, "x": {"queries": [{"responses": {"1": {"2": {}}}}]}}),
    ],
)
def test_damaged_replies_are_left_out(text: str) -> None:
    assert is_transcript(text)
    read_transcript(text, "heard.txt")
