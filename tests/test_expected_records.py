"""One expected record: keys, values, priorities, types and purposes."""

from __future__ import annotations

import json
from typing import TypeAlias

import pytest

from senderlint.lint.expected.error import ExpectedError
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import ExpectedRecord, Purpose

Fields: TypeAlias = dict[str, object]


def records(*fields: Fields) -> tuple[ExpectedRecord, ...]:
    document = {"name": "example.com", "records": fields}
    (domain,) = read_expected(json.dumps(document).encode(), "d.json")
    return domain.records


def record(**fields: object) -> ExpectedRecord:
    (found,) = records({"type": "TXT", "name": "a", "value": "x"} | fields)
    return found


def refusal(fields: Fields) -> str:
    with pytest.raises(ExpectedError) as caught:
        records(fields)
    return str(caught.value)


@pytest.mark.parametrize(
    "keys",
    [
        ("type", "name", "value", "priority"),
        ("record_type", "host", "data", "prio"),
        ("recordType", "hostname", "points_to", "preference"),
        ("Type", "host_name", "pointsTo", "Priority"),
        ("type", "recordName", "target", "priority"),
        ("type", "record_name", "content", "priority"),
        ("type", "fqdn", "record_value", "priority"),
        ("type", "owner", "answer", "priority"),
        ("type", "key", "value", "priority"),
    ],
)
def test_keys_have_many_names(keys: tuple[str, ...]) -> None:
    values = ("mx", "bounce.example.com", "mx.provider.example", "10")
    (found,) = records(dict(zip(keys, values, strict=True)))
    parts = (found.type, found.name, found.value, found.priority)
    assert parts == ("MX", "bounce.example.com", "mx.provider.example", 10)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("v=spf1 -all", "v=spf1 -all"),
        ('"v=spf1 -all"', "v=spf1 -all"),
        (' "v=DKIM1; " "p=abc" ', "v=DKIM1; p=abc"),
        ('"v=DKIM1; ""p=abc"', "v=DKIM1; p=abc"),
        (r'"a\;b\"c\\d\065"', r'a;b"c\dA'),
        (r'"\195\188"', "ü"),
        (r'"\255"', "\udcff"),
        ('"unfinished', '"unfinished'),
        ('"a" b', '"a" b'),
        ('"a"b"', '"a"b"'),
        (r"a\;b", r"a\;b"),
        ("  two  blanks  \n", "two  blanks"),
        ('" kept "', " kept "),
        ("“v=spf1 -all”", "“v=spf1 -all”"),
        (["v=DKIM1; ", "p=abc"], "v=DKIM1; p=abc"),
        (['"v=DKIM1; "', '"p=abc"'], "v=DKIM1; p=abc"),
        (12345, "12345"),
    ],
)
def test_a_txt_value_is_its_text(written: object, value: str) -> None:
    assert record(value=written).value == value


@pytest.mark.parametrize("type_", ["CNAME", "NS", "MX"])
def test_a_host_value_is_canonical(type_: str) -> None:
    found = record(type=type_, value=" Mail.Bücher.Example. ")
    assert found.value == "mail.xn--bcher-kva.example"
    assert found.written_value == " Mail.Bücher.Example. "


@pytest.mark.parametrize(
    ("fields", "host", "priority"),
    [
        ({"value": "10 mx.p.example."}, "mx.p.example", 10),
        ({"value": "10 mx.p.example", "priority": 10}, "mx.p.example", 10),
        ({"value": "10 mx.p.example", "priority": "20"}, "mx.p.example", 20),
        ({"value": "mx.p.example", "priority": 10.0}, "mx.p.example", 10),
        ({"value": "mx.p.example", "priority": None}, "mx.p.example", None),
        ({"value": "mx.p.example", "priority": ""}, "mx.p.example", None),
        ({"value": "mx.p.example"}, "mx.p.example", None),
        ({"value": "0 ."}, "", 0),
    ],
)
def test_an_mx_priority_stands_in_the_value_or_beside_it(
    fields: Fields, host: str, priority: int | None
) -> None:
    found = record(type="MX", **fields)
    assert (found.value, found.priority) == (host, priority)


@pytest.mark.parametrize("priority", ["high", -1, 70000, 10**9, True])
def test_an_mx_priority_that_is_none_is_refused(priority: object) -> None:
    said = refusal({"type": "MX", "name": "a", "value": "b.example", "priority": priority})
    assert "write a whole number from 0 to 65535" in said


def test_only_types_with_a_priority_have_one() -> None:
    assert record(priority=0).priority is None


@pytest.mark.parametrize(
    ("fields", "required"),
    [
        ({}, True),
        ({"required": None}, True),
        ({"required": False}, False),
        ({"required": "false"}, False),
        ({"required": 0}, False),
        ({"is_required": "true"}, True),
        ({"required": "perhaps"}, True),
        ({"optional": True}, False),
        ({"optional": "no"}, True),
        ({"recommended": True}, False),
        ({"recommended": True, "required": True}, True),
    ],
)
def test_a_record_is_required_unless_the_document_says_otherwise(
    fields: Fields, required: bool
) -> None:
    assert record(**fields).required is required


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, None),
        ({"status": "Not_Started"}, "Not_Started"),
        ({"status": None, "state": "x"}, "x"),
        ({"valid": True}, "verified"),
        ({"verified": False}, "pending"),
        ({"valid": "unknown"}, "unknown"),
    ],
)
def test_the_providers_word_is_kept(fields: Fields, status: str | None) -> None:
    assert record(**fields).status == status


@pytest.mark.parametrize(
    ("ttl", "seconds"),
    [(300, 300), ("60", 60), ("Auto", None), (None, None), (10**9 * 5, None), (-1, None)],
)
def test_a_ttl_is_whole_seconds(ttl: object, seconds: int | None) -> None:
    assert record(ttl=ttl).ttl == seconds


def test_an_explanation_has_many_names() -> None:
    assert record(explanation="", note=" why ").explanation == "why"


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ({"name": "@", "value": "v=spf1 -all"}, "TXT"),
        ({"name": "x._domainkey", "value": "k=rsa; p=MIG"}, "TXT"),
        ({"name": "x._domainkey", "value": "x.dkim.p.example"}, "CNAME"),
        ({"name": "bounce", "value": "10 mx.p.example"}, "MX"),
        ({"name": "bounce", "value": "mx.p.example", "priority": 10}, "MX"),
        ({"name": "bounce", "value": "v=spf1 -all", "type": "SPF"}, "TXT"),
        ({"name": "x._domainkey", "value": "x.dkim.p.example", "type": "DKIM"}, "CNAME"),
        ({"name": "a", "value": "b", "type": "txt record"}, "TXT"),
        ({"name": "a", "value": '0 issue "ca.example"', "type": "caa"}, "CAA"),
        ({"name": "a", "value": "b", "type": "TYPE65300"}, "TYPE65300"),
    ],
)
def test_a_type_is_stated_or_plain_from_the_value(fields: Fields, type_: str) -> None:
    assert records(fields)[0].type == type_


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "a", "value": "b.example"}, '37: this record has no type; add "type": "TXT"'),
        (
            {"type": "TXT", "name": "a"},
            "37: this record has no value; ask the provider for the domain again",
        ),
        ({"type": "TXT", "name": "a", "value": " "}, "37: this record has no value"),
        ({"type": "TXT", "name": "a", "value": {}}, "37: this record has no value"),
        (
            {"type": "Return-Path", "name": "a", "value": "b.example"},
            '46: "Return-Path" is no record type; write TXT, CNAME or MX',
        ),
        ({"type": "TXT/MX", "name": "a", "value": "b"}, '46: "TXT/MX" is no record type'),
    ],
)
def test_a_record_that_cannot_be_told_is_pointed_at(fields: Fields, message: str) -> None:
    assert refusal(fields).startswith(f"d.json:1:{message}")


def test_a_list_of_hosts_is_several_records() -> None:
    found = records({"type": "NS", "name": "a", "value": ["ns1.p.example", "ns2.p.example."]})
    assert [r.value for r in found] == ["ns1.p.example", "ns2.p.example"]


def test_records_in_a_map_take_their_type_or_purpose_from_the_key() -> None:
    document = {
        "name": "example.com",
        "records": {
            "mx": {"name": "example.com", "value": "10 in.p.example"},
            "return_path": {"type": "CNAME", "name": "x", "value": "p.example"},
            "CNAME": [{"name": "y", "value": "q.example"}],
        },
    }
    (domain,) = read_expected(json.dumps(document).encode(), "d.json")
    assert [(r.type, r.purpose) for r in domain.records] == [
        ("MX", Purpose.INBOUND),
        ("CNAME", Purpose.RETURN_PATH),
        ("CNAME", Purpose.OTHER),
    ]


@pytest.mark.parametrize(
    ("type_", "name", "value", "purpose"),
    [
        ("TXT", "@", "v=spf1 include:p.example ~all", Purpose.SPF),
        ("TXT", "x._domainkey", "p=MIGf", Purpose.DKIM),
        ("TXT", "mail", "k=rsa; p=MIGf", Purpose.DKIM),
        ("CNAME", "x._domainkey", "x.dkim.p.example", Purpose.DKIM),
        ("TXT", "_dmarc", "v=DMARC1; p=none", Purpose.DMARC),
        ("CNAME", "_dmarc", "dmarc.p.example", Purpose.DMARC),
        ("MX", "@", "mx.p.example", Purpose.INBOUND),
        ("MX", "inbound", "mx.p.example", Purpose.INBOUND),
        ("MX", "bounce", "mx.p.example", Purpose.RETURN_PATH),
        ("MX", "send", "mx.p.example", Purpose.RETURN_PATH),
        ("MX", "news", "feedback-smtp.eu.p.example", Purpose.RETURN_PATH),
        ("CNAME", "pm-bounces", "p.example", Purpose.RETURN_PATH),
        ("CNAME", "return-path", "p.example", Purpose.RETURN_PATH),
        ("CNAME", "em1234", "p.example", Purpose.RETURN_PATH),
        ("CNAME", "click", "p.example", Purpose.TRACKING),
        ("CNAME", "url4321", "p.example", Purpose.TRACKING),
        ("A", "links", "192.0.2.1", Purpose.TRACKING),
        ("TXT", "@", "provider-verification=abc", Purpose.VERIFICATION),
        ("TXT", "@", "brevo-code:abc", Purpose.VERIFICATION),
        ("TXT", "_amazonses", "abc=", Purpose.VERIFICATION),
        ("CNAME", "verify123", "p.example", Purpose.VERIFICATION),
        ("TXT", "@", "hello", Purpose.OTHER),
        ("CNAME", "www", "p.example", Purpose.OTHER),
        ("TXT", "send", "hello", Purpose.OTHER),
    ],
)
def test_a_purpose_is_plain_from_the_record(
    type_: str, name: str, value: str, purpose: Purpose
) -> None:
    assert record(type=type_, name=name, value=value).purpose is purpose


@pytest.mark.parametrize("name", ["notify", "a.b"])
def test_an_mx_beside_an_expected_spf_record_is_a_return_path(name: str) -> None:
    found = records(
        {"type": "MX", "name": name, "value": "mx.p.example", "record": "SPF"},
        {"type": "TXT", "name": f"{name}.example.com", "value": '"v=spf1 -all"', "record": "SPF"},
    )
    assert [r.purpose for r in found] == [Purpose.RETURN_PATH, Purpose.SPF]


@pytest.mark.parametrize(
    ("word", "purpose"),
    [
        ("ReturnPath", Purpose.RETURN_PATH),
        ("Return-Path", Purpose.RETURN_PATH),
        ("return_path", Purpose.RETURN_PATH),
        ("Receiving", Purpose.INBOUND),
        ("dkim2", Purpose.DKIM),
        ("spf_record", Purpose.SPF),
        ("Tracking", Purpose.TRACKING),
        ("Verification", Purpose.VERIFICATION),
        ("sending", Purpose.OTHER),
    ],
)
@pytest.mark.parametrize("key", ["purpose", "category", "record", "kind", "role", "group"])
def test_the_documents_own_word_for_a_purpose_wins(key: str, word: str, purpose: Purpose) -> None:
    assert record(**{key: word}).purpose is purpose


def test_a_word_that_names_the_type_leaves_the_purpose_to_the_record() -> None:
    found = record(type="MX", name="bounce", value="mx.p.example", record="MX")
    assert found.purpose is Purpose.RETURN_PATH


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "a" * 2000, "value": "x"}, "61: this name is longer than any name in DNS"),
        ({"name": "a", "value": "x" * 70000}, "75: this value is longer than any record in DNS"),
    ],
)
def test_what_dns_cannot_hold_is_refused(fields: Fields, message: str) -> None:
    assert refusal({"type": "TXT"} | fields).startswith(f"d.json:1:{message}")
