"""Reading a provider's document: whole documents, envelopes, detection, and refusals."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senderlint.lint.expected.error import ExpectedError
from senderlint.lint.expected.json_text import parse
from senderlint.lint.expected.reader import PROVIDERS, detect, read_expected
from senderlint.lint.model import Purpose, SenderDomain

EXAMPLES = Path(__file__).parent / "examples"
SPF = {"type": "TXT", "name": "bounce", "value": "v=spf1 -all"}
DKIM = {"type": "CNAME", "name": "s1._domainkey", "value": "s1.dkim.provider.example"}
DOMAIN = {"name": "example.com", "status": "pending", "records": [SPF, DKIM]}


def read(document: object, **options: str) -> tuple[SenderDomain, ...]:
    return read_expected(json.dumps(document).encode(), "d.json", **options)


def refusal(document: object, **options: str) -> str:
    with pytest.raises(ExpectedError) as caught:
        read(document, **options)
    return str(caught.value)


def test_a_stackshift_document_is_read_whole() -> None:
    data = (EXAMPLES / "stackshift.json").read_bytes()
    (domain,) = read_expected(data, "stackshift.json")
    assert (domain.name, domain.provider) == ("example.com", "stackshift")
    assert domain.statuses == (
        ("status", "pending"),
        ("spfStatus", "missing"),
        ("dkimStatus", "missing"),
        ("dmarcStatus", "missing"),
        ("returnPathStatus", "missing"),
    )
    assert [(r.type, r.name, r.purpose, r.priority) for r in domain.records] == [
        ("TXT", "bounce.example.com", Purpose.SPF, None),
        ("MX", "bounce.example.com", Purpose.RETURN_PATH, 10),
        ("TXT", "s1._domainkey.example.com", Purpose.DKIM, None),
        ("CNAME", "s2._domainkey.example.com", Purpose.DKIM, None),
        ("TXT", "_dmarc.example.com", Purpose.DMARC, None),
    ]
    assert all(r.required and r.status == "missing" and r.explanation for r in domain.records)
    assert len(b64decode(domain.records[2].value.partition("p=")[2], validate=True)) == 294


def test_every_part_knows_its_place() -> None:
    text = (
        '{\n  "name": "Example.com",\n  "records": [\n'
        '    {"type": "TXT",\n     "name": "bounce ",\n     "value": "\\"v=spf1 -all\\""}\n  ]\n}'
    )
    (domain,) = read_expected(text.encode(), "d.json")
    (record,) = domain.records
    places = (domain.where, record.where, record.name_where, record.value_where)
    assert [(w.line, w.column) for w in places if w] == [(2, 11), (4, 5), (5, 14), (6, 15)]
    assert (domain.written_name, domain.name) == ("Example.com", "example.com")
    assert (record.written_name, record.written_value) == ("bounce ", '"v=spf1 -all"')
    assert (record.name, record.value) == ("bounce.example.com", "v=spf1 -all")


@pytest.mark.parametrize(
    "document",
    [
        DOMAIN,
        [DOMAIN],
        {"data": DOMAIN},
        {"data": {"domain": DOMAIN}},
        {"success": True, "status": "ok", "result": DOMAIN},
        {"domains": [DOMAIN], "total": 1},
        {"object": "list", "data": [{"domain": DOMAIN}]},
        {"domain": "example.com", "status": "pending", "records": [SPF, DKIM]},
        {"domain": {"name": "example.com", "status": "pending"}, "dns_records": [SPF, DKIM]},
        {"domain": "example.com", "status": "pending", "data": [SPF, DKIM]},
        {"Name": "example.com", "Status": "pending", "DnsRecords": [SPF, None, DKIM]},
        {"name": "example.com", "status": "pending", "records": {"spf": SPF, "keys": [DKIM]}},
        {"name": "example.com", "status": "pending", "records": [SPF, DKIM], "data": {"a": 1}},
        {"name": "example.com", "status": "pending", "txt_records": [SPF], "cname_record": DKIM},
    ],
)
def test_a_domain_is_found_in_every_usual_wrapping(document: object) -> None:
    (domain,) = read(document)
    assert domain.name == "example.com"
    assert domain.statuses == (("status", "pending"),)
    assert [r.name for r in domain.records] == [
        "bounce.example.com",
        "s1._domainkey.example.com",
    ]


@pytest.mark.parametrize(
    "document", [[SPF, DKIM], {"records": [SPF, DKIM]}, {"data": [SPF, DKIM]}, {"data": None} | SPF]
)
def test_records_without_a_domain_take_the_one_that_the_caller_names(document: object) -> None:
    (domain,) = read(document, domain="Example.com.")
    assert (domain.name, domain.provider) == ("example.com", "generic")
    assert domain.records[0].name == "bounce.example.com"
    assert "the document does not say its domain; add --domain with its name" in refusal(document)


@pytest.mark.parametrize(
    "records",
    [{}, {"records": None}, {"records": []}, {"data": {}}, {"dns": "x"}, {"found_records": [SPF]}],
)
def test_a_domain_without_records_keeps_its_statuses(records: dict[str, object]) -> None:
    (domain,) = read({"id": "d1", "name": "example.com", "spfStatus": "new word"} | records)
    assert domain.records == ()
    assert domain.statuses == (("spfStatus", "new word"),)


def test_statuses_come_in_camel_case_and_in_order() -> None:
    (domain,) = read(
        {
            "dkim_status": "OK",
            "name": "example.com",
            "Return-Path-Status": "Missing",
            "status": "verified",
            "mxStatus": "x",
            "dmarc_status": None,
            "verifiedStatus": True,
            "records": [],
        }
    )
    assert domain.statuses == (
        ("dkimStatus", "OK"),
        ("returnPathStatus", "Missing"),
        ("status", "verified"),
        ("mxStatus", "x"),
    )


def test_statuses_may_stand_in_an_object() -> None:
    (domain,) = read({"name": "example.com", "status": {"spf": "ok", "dkim": {"status": "bad"}}})
    assert domain.statuses == (("spfStatus", "ok"), ("dkimStatus", "bad"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("https://Example.com/", "example.com"),
        ("HTTP://user@example.com:8080/mail?x#y", "example.com"),
        ("//example.com", "example.com"),
        ("info@example.com", "example.com"),
        ("mailto:info@example.com", "example.com"),
        (" example.com. ", "example.com"),
        ("example .com", "example.com"),
        ("*.example.com", "example.com"),
        ("example.com (production)", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("co.uk", "co.uk"),
        ("com", "com"),
    ],
)
def test_a_badly_spelled_domain_is_guessed_and_its_spelling_kept(written: str, name: str) -> None:
    (domain,) = read({"name": written, "records": [SPF]})
    assert (domain.name, domain.written_name) == (name, written)


@pytest.mark.parametrize("written", ["", "{{domain}}", "Main domain", "https://", "a" * 300])
def test_a_domain_that_cannot_be_guessed_must_be_given(written: str) -> None:
    document = {"name": written, "records": [SPF]}
    assert "add --domain with its name, for example --domain example.com" in refusal(document)
    (domain,) = read(document, domain="example.com")
    assert domain.name == "example.com"


def test_a_title_does_not_hide_the_domain() -> None:
    (domain,) = read({"name": "Main domain", "domain": "example.com", "records": [SPF]})
    assert domain.name == "example.com"


def test_the_caller_chooses_one_of_several_domains() -> None:
    document = [{"name": f"{x}.example", "records": [SPF]} for x in "abcde"]
    assert len(read(document)) == 5
    (domain,) = read(document, domain="B.example")
    assert domain.records[0].name == "bounce.b.example"
    assert refusal(document, domain="z.example") == (
        "d.json:1:1: no domain z.example in this document; "
        "it holds a.example, b.example, c.example, …; name one of these"
    )
    assert '"-" is no domain name' in refusal(document, domain="-")


def test_the_caller_overrides_the_one_domain_of_a_document() -> None:
    (domain,) = read(DOMAIN, domain="mail.example.net")
    assert (domain.name, domain.written_name) == ("mail.example.net", "mail.example.net")
    assert domain.records[0].name == "bounce.mail.example.net"


@pytest.mark.parametrize(
    ("document", "provider"),
    [
        ({"name": "a.example", "spfStatus": "x", "records": None}, "stackshift"),
        ({"data": [{"name": "a.example", "spfStatus": "x", "dkimStatus": "x"}]}, "stackshift"),
        ({"name": "a.example", "dkimStatus": "x"}, "generic"),
        ({"name": "a.example", "spf_status": "x", "records": []}, "generic"),
        ([SPF], "generic"),
        ([1, 2], None),
        ({}, None),
        ("example.com", None),
    ],
)
def test_the_provider_is_recognised_by_its_keys(document: object, provider: str | None) -> None:
    assert detect(parse(json.dumps(document), "d.json")) == provider


def test_the_caller_overrides_the_provider() -> None:
    assert read(DOMAIN, provider="StackShift")[0].provider == "stackshift"
    assert refusal(DOMAIN, provider="acme") == (
        f'd.json:1:1: no reader for provider "acme"; use {", ".join(PROVIDERS)}'
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([1, 2], "1:2: a number stands where a domain belongs; give the provider's JSON answer"),
        ([], "1:1: the list is empty; add the domain at the provider first"),
        ({"domains": []}, "1:13: the list is empty; add the domain at the provider first"),
        ("x", "1:1: a text stands where a domain belongs; give the provider's JSON answer"),
        ({}, "1:1: no domain and no records here; give the provider's answer for one domain"),
        (
            {"statusCode": 404, "name": "not_found", "message": "No domain"},
            '1:1: the provider answered with an error: "No domain"; ask for the domain again',
        ),
        (
            {"name": "a.example", "records": "none"},
            "1:34: a text stands where the list of records belongs; copy it again",
        ),
        (
            {"name": "a.example", "records": [3]},
            "1:35: a number stands where a record belongs; copy the document again",
        ),
        (
            {"name": "a.example", "records": {"spf": "v=spf1 -all"}},
            '1:42: the record "spf" has no name; copy the record\'s object',
        ),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(document: object, message: str) -> None:
    assert refusal(document) == f"d.json:{message}"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["TXT", "@"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "value", "records", "data", "domain", "status", "priority", "ttl"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(st.binary() | json_values.map(lambda v: json.dumps(v).encode()), st.none() | st.text())
@settings(max_examples=300)
def test_any_bytes_give_domains_or_one_line(data: bytes, domain: str | None) -> None:
    try:
        domains = read_expected(data, "d.json", domain=domain)
    except ExpectedError as error:
        assert str(error).startswith("d.json:")
        assert str(error).isprintable()
    else:
        assert domains
        assert all(d.name for d in domains)
