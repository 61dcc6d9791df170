"""The classes of differing CNAME and MX targets, and placeholders in any value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.difference import HostDifferenceKind as K
from senderlint.lint.records.difference import classify_host, find_placeholder

SES = "feedback-smtp.us-east-1.amazonses.com"


@pytest.mark.parametrize(
    ("expected", "observed", "kind", "detail"),
    [
        ("a.esp.example", "a.esp.example", K.EQUAL, ""),
        ("a.esp.example", "A.esp.example.", K.EQUAL, ""),
        ("a.esp.example", "a.esp.example.example.org", K.RELATIVE_TARGET, "example.org"),
        ("a.esp.example", "a.esp.example.mail.example.org", K.RELATIVE_TARGET, "mail.example.org"),
        (
            "a.esp.example",
            "a.esp.example._domainkey.mail.example.org",
            K.RELATIVE_TARGET,
            "_domainkey.mail.example.org",
        ),
        ("a.esp.example", "a.esp.example.org", K.OTHER, ""),
        ("a.esp.example", "a.esp.example.other.example", K.OTHER, ""),
        ("a.esp.example", "10\\032a.esp.example", K.PRIORITY_IN_TARGET, "10"),
        ("a.esp.example", "10\\032a.esp.example.example.org", K.PRIORITY_IN_TARGET, "10"),
        ("a.esp.example", "10.a.esp.example", K.PRIORITY_IN_TARGET, "10"),
        ("a.esp.example", "10.b.esp.example", K.OTHER, ""),
        (SES, "feedback-smtp.eu-west-1.amazonses.com", K.WRONG_REGION, ""),
        (SES, "feedback-smtp.us-east-1.amazonaws.com", K.WRONG_REGION, ""),
        ("u7.wl1.sendgrid.net", "u12345.wl99.sendgrid.net", K.WRONG_REGION, ""),
        ("mxa.mailgun.org", "mxa.eu.mailgun.org", K.WRONG_REGION, ""),
        ("eu.mailgun.org", "mailgun.org", K.WRONG_REGION, ""),
        (SES, "feedback-smtp..amazonses.com", K.PLACEHOLDER, ".."),
        (SES, "feedback-smtp.undefined.amazonses.com", K.PLACEHOLDER, "undefined"),
        (SES, "feedback-smtp.region.amazonses.com", K.PLACEHOLDER, "region"),
        (SES, "feedback-smtp.<region>.amazonses.com", K.PLACEHOLDER, "<region>"),
        ("a.esp.test", "a.example.com", K.PLACEHOLDER, "example.com"),
        ("a.example.com", "b.example.com", K.OTHER, ""),
        ("s1.dkim.esp.example", "s2.dkim.esp.example", K.OTHER, ""),
        ("mx1.esp.example", "mx2.esp.example", K.OTHER, ""),
        ("a.esp.example", "a.other.example", K.OTHER, ""),
        ("a.esp.example", "", K.OTHER, ""),
    ],
)
def test_targets(expected: str, observed: str, kind: K, detail: str) -> None:
    domain = "mail.example.org" if kind is not K.PLACEHOLDER else "mail.firm.net"
    found = classify_host(
        expected, observed, name=f"s._domainkey.{domain}", domain=domain, zone=domain[5:]
    )
    assert found.kind is kind
    assert detail in found.detail
    assert found.observed == observed


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("v=spf1 include:{{spf_host}} ~all", "{{spf_host}}"),
        ("v=spf1 include:<provider> ~all", "<provider>"),
        ("v=spf1 include:spf..esp.net ~all", ".."),
        ("v=spf1 include:${host} ~all", "${host}"),
        ("v=spf1 include:{host}.esp.net ~all", "{host}"),
        ("v=DMARC1; p=none; rua=mailto:you@example.com", "example.com"),
        ("v=DMARC1; p=none; rua=mailto:you@yourdomain.com", "yourdomain"),
        ("v=DMARC1; p=none; rua=mailto:your_name@firm.net", "your_name"),
        ("esp-verification=undefined", "undefined"),
        ("esp-verification=null", "null"),
        ("esp-verification=xxxxxxxx", "xxxxxxxx"),
        ("esp-verification=YOUR-TOKEN", "YOUR-TOKEN"),
        ("esp-verification=[token here]", "[token here]"),
        ("v=DKIM1; k=rsa; p=MIGfMA0...", "..."),
        ("v=DKIM1; k=rsa; p=[your key]", "[your key]"),
        ("feedback-smtp.region.amazonses.com", "region"),
        (".esp.net", "."),
    ],
)
def test_placeholders(text: str, piece: str) -> None:
    assert find_placeholder(text, domain="firm.net") == piece


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=spf1 include:_spf.stackshift.example ~all",
        "s1.dkim.stackshift.example",
        "v=spf1 exists:%{i}._spf.%{d2}.esp.net include:%{ir}.%{v}.%{d}.esp.net -all",
        "v=DKIM1; k=rsa; p=MIGf/null/xxxx/undefined+region/example.com==",
        "v=DKIM1; n=see example.com and your_notes ...; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GN",
        "dedi1.your-server.de",
        "mail.region-one.esp.net",
        "nullmx.esp.net",
        "undefinedlabs.io",
        "v=DMARC1; p=none; rua=mailto:a@example.com.au",
        "v=DMARC1; p=none; rua=mailto:a@notexample.com",
        "esp-verification=axxxxb",
        "google-site-verification=aNull_undefined-xxxx",
        "xxx.esp.net",
    ],
)
def test_values_that_only_look_odd(text: str) -> None:
    assert find_placeholder(text, domain="firm.net") is None


@pytest.mark.parametrize("domain", ["example.com", "mail.example.org", "shop.example", "a.test"])
def test_documentation_domains_may_name_each_other(domain: str) -> None:
    assert find_placeholder("v=DMARC1; p=none; rua=mailto:a@example.com", domain=domain) is None


def test_a_label_of_the_domain_is_no_placeholder() -> None:
    assert find_placeholder("s1.null.esp.net", domain="null.dev") is None


HOSTS = st.text(max_size=40) | st.text(alphabet="a1.-\\032<{", max_size=40)


@given(HOSTS, HOSTS, HOSTS)
def test_any_names_are_classified(expected: str, observed: str, domain: str) -> None:
    found = classify_host(expected, observed, name="x." + domain, domain=domain, zone=domain)
    same = classify_host(expected, expected, name="x." + domain, domain=domain, zone="")
    assert found.observed == observed
    assert same.kind is K.EQUAL


@given(HOSTS | st.text())
def test_any_text_is_searched(text: str) -> None:
    found = find_placeholder(text, domain="firm.net")
    assert found is None or found in text
