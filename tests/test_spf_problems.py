"""SPF syntax: what is right stays unremarked, near misses are recognised, nothing breaks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.kind import is_spf
from senderlint.lint.records.spf import parse_spf
from senderlint.lint.records.spf_macro import MacroFlaw, expand, name_flaw
from senderlint.lint.records.spf_network import covers
from senderlint.lint.records.spf_problems import (
    MAX_PROBLEMS,
    SpfFlaw,
    corrected,
    is_fatal,
    spf_problems,
)
from senderlint.lint.records.spf_version import with_version

# RFC 7208: appendix A, and the records in the text.
RFC = [
    "v=spf1 +all",
    "v=spf1 a -all",
    "v=spf1 a:example.org -all",
    "v=spf1 mx -all",
    "v=spf1 mx:example.org -all",
    "v=spf1 mx mx:example.org -all",
    "v=spf1 mx/30 mx:example.org/30 -all",
    "v=spf1 ptr -all",
    "v=spf1 ip4:192.0.2.128/28 -all",
    "v=spf1 include:example.com include:example.net -all",
    "v=spf1 redirect=example.org",
    "v=spf1 exists:%{l1r+}.%{d}",
    "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} -all",
    "v=spf1 exists:%{i}.%{l1r-}.user._spf.%{d} -all",
    "v=spf1 mx redirect=%{d1r}._spf.%{d}",
    "v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all",
    "v=spf1 -ip4:192.0.2.0/24 +all",
    "v=spf1 -ptr +all",
    "v=spf1 +mx a:colo.example.com/28 -all",
    "v=spf1 mx -all exp=explain._spf.%{d}",
    "v=spf1 a:authorized-spf.example.com/24//64 -all",
    "v=spf1 mx include:_spf.%{d2} a/24//64 ip6:2001:db8::cd30/128 ?all",
    "v=spf1 -exists:%{ir}.sbl.example.com moo.cow-far_out=man:dog/cat -all",
]

# Records as mailbox providers, sending services and SPF services publish them.
PUBLISHED = [
    (
        "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com "
        "include:_netblocks3.google.com ~all"
    ),
    "v=spf1 ip6:2001:4860:4000::/36 ip6:2404:6800:4000::/36 ip6:2c0f:fb50:4000::/36 ~all",
    "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip6:2a01:111:f400::/48 ip6:2a01:111:f403::/49 -all",
    "v=spf1 ip4:199.255.192.0/22 ip4:54.240.0.0/18 ip4:69.169.224.0/20 -all",
    "v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ip4:50.31.32.0/19 ~all",
    "v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org -all",
    "v=spf1 ip4:50.31.156.96/27 ip4:104.245.209.192/26 ip4:50.31.205.0/24 ~all",
    "v=spf1 ip4:104.30.0.0/20 ~all",
    "v=spf1 exists:%{i}._spf.mta.salesforce.com -all",
    "v=spf1 include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all",
    "v=spf1 exists:%{i}._spf.sparkpostmail.com ~all",
    "v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email ~all",
    "v=spf1 exists:%{i}.spf.hc0000-00.iphmx.com ~all",
    "v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ip4:148.105.8.0/21 ?all",
    "v=spf1 ip4:87.253.232.0/21 ip4:185.189.236.0/22 ?all",
    "v=spf1 include:spf-0.secureserver.net -all",
    "v=spf1 include:_spf-ipv4.yandex.ru include:_spf-ipv6.yandex.ru ~all",
    (
        "v=spf1 include:1234567.spf05.hubspotemail.net "
        "include:_u.example.org._spf.smart.ondmarc.com ~all"
    ),
    "v=spf1 a mx include:relay.mailchannels.net ~all",
    "v=spf1 redirect=_spf.mail.example",
    "v=spf1 a:mail.example.xn--zckzah ip4:127.0.0.1 -all ra=postmaster rp=100 rr=all",
]


@pytest.mark.parametrize("text", RFC + PUBLISHED)
def test_published_records_have_no_problem(text: str) -> None:
    assert spf_problems(text) == ()
    assert corrected(text) == text
    assert spf_problems(text.upper()) == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("include_spf.a.example mx", "include:_spf.a.example mx"),
        ("include_spf:a.example mx", "include:a.example mx"),
        ("include.spf.a.example mx", "include:spf.a.example mx"),
        ("include: spf.a.example mx", "include:spf.a.example mx"),
        ("include :spf.a.example mx", "include:spf.a.example mx"),
        ("include : spf.a.example mx", "include:spf.a.example mx"),
        ("include spf.a.example mx", "include:spf.a.example mx"),
        ("inlcude:spf.a.example mx", "include:spf.a.example mx"),
        ("includes:spf.a.example mx", "include:spf.a.example mx"),
        ("spf.a.example mx", "include:spf.a.example mx"),
        ("include=spf.a.example mx", "include:spf.a.example mx"),
        ("include:http://spf.a.example mx", "include:spf.a.example mx"),
        ("include:https://spf.a.example/ mx", "include:spf.a.example mx"),
        ("include:include:spf.a.example mx", "include:spf.a.example mx"),
        ("include:a.example,include:b.example,mx", "include:a.example include:b.example mx"),
        ("include:a.example, include:b.example; mx", "include:a.example include:b.example mx"),
        ("include:a.exampleip4:192.0.2.1 mx", "include:a.example ip4:192.0.2.1 mx"),
        ("include:a.example/24 mx", "include:a.example mx"),
        ('include:"a.example" mx', "include:a.example mx"),
        ("ipv4:192.0.2.1 ipv6:2001:db8::1", "ip4:192.0.2.1 ip6:2001:db8::1"),
        ("ip:192.0.2.1 ip:2001:db8::1", "ip4:192.0.2.1 ip6:2001:db8::1"),
        ("ip4: 192.0.2.1 mx", "ip4:192.0.2.1 mx"),
        ("ip4=192.0.2.1 mx", "ip4:192.0.2.1 mx"),
        ("ip6:192.0.2.1 ip4:2001:db8::1", "ip4:192.0.2.1 ip6:2001:db8::1"),
        ("ip4:192.0.2.1/024 mx", "ip4:192.0.2.1/24 mx"),
        ("ip4:192.0.2.1//24 mx", "ip4:192.0.2.1/24 mx"),
        ("ip4:192.0.2.0/255.255.255.0 mx", "ip4:192.0.2.0/24 mx"),
        ("ip4:192.0.2.1:25 mx", "ip4:192.0.2.1 mx"),
        ("ip4:192.0.2.1,192.0.2.2 mx", "ip4:192.0.2.1 ip4:192.0.2.2 mx"),
        ("192.0.2.1 a:192.0.2.2 mx:192.0.2.3", "ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3"),
        ("a mail.a.example -all", "a:mail.a.example -all"),
        ("a: mx: ptr: -all", "a mx ptr -all"),
        ("a:mail.a.example/24/64 -all", "a:mail.a.example/24//64 -all"),
        ("a:mail.a.example:25 -all", "a:mail.a.example -all"),
        ("exists:%(ir).a.example -all", "exists:%{ir}.a.example -all"),
        ("redirect:a.example", "redirect=a.example"),
        ("-redirect=a.example", "redirect=a.example"),
        ("redirect= mx -all", "mx -all"),
        ("redirect=a.example redirect=A.example.", "redirect=a.example"),
        ("ip4:192.0.2.1~all", "ip4:192.0.2.1 ~all"),
        ("include:a.example-all", "include:a.example -all"),
        ("include:a.example.~all", "include:a.example. ~all"),
        ("mx-all", "mx -all"),
        ("mx ~all-all", "mx ~all"),
        ("mx - all", "mx -all"),
        ("mx \u2013all", "mx -all"),
        ("mx \u2013 all", "mx -all"),
        ("mx include:a.example~ all", "mx include:a.example ~all"),
        ("mx -all.", "mx -all"),
        ("mx -all;", "mx -all"),
        ('mx -all"', "mx -all"),
        ("mx -all/8", "mx -all"),
        ("mx\ta\r\n-all", "mx a -all"),
        ("mx | -all", "mx -all"),
        ("v=spf1 mx -all", "mx -all"),
        ("spf1 mx -all", "mx -all"),
        ("mx \u200b-all", "mx -all"),
    ],
)
def test_near_misses_are_recognised(wrong: str, right: str) -> None:
    assert spf_problems(f"v=spf1 {wrong}")
    assert corrected(f"v=spf1 {wrong}") == f"v=spf1 {right}"


@pytest.mark.parametrize(
    "wrong",
    [
        "ip4:10.0.0.256",
        "ip4:192.0.2.1/33",
        "ip4:mail.a.example",
        "ip6:2001:db8:::1",
        "ip4:%{i}",
        "a:localhost",
        "a/33",
        "exists",
        "exists:%{z}.a.example",
        "exists:%{s0}.a.example",
        "exists:a%b.example",
        "redirect=a.example redirect=b.example",
        "mail.a.example",
        "moo",
        "=all",
        "1up=foo",
        "exp=%{r}.a.example",
    ],
)
def test_nothing_is_guessed_where_nobody_can_tell(wrong: str) -> None:
    assert is_fatal(f"v=spf1 {wrong} -all")
    assert corrected(f"v=spf1 {wrong} -all") is None


def test_a_problem_says_where_it_is() -> None:
    text = "v=spf1  mx ipv4:192.0.2.1 include: a.example -all"
    first, second = spf_problems(text)
    assert (first.term, first.start, first.correct) == ("ipv4:192.0.2.1", 11, "ip4:192.0.2.1")
    assert text[second.start : second.end] == second.term == "include: a.example"
    assert second.kind is SpfFlaw.BROKEN_UP
    assert first.fatal


def test_what_the_rfc_allows_is_not_fatal() -> None:
    (problem,) = spf_problems("v=spf1 ip4=192.0.2.1 -all")
    assert problem.kind is SpfFlaw.DOES_NOTHING
    assert not problem.fatal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("%{d}", "email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{D1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("a.%{d2}.%{o}", "a.example.com.sender.example"),
        ("%%%_%-.x", "% %20.x"),
        ("%{i}.x", None),
        ("%{l}.x", None),
        ("x.%{h}", None),
    ],
)
def test_macros_of_the_domain_are_expanded(text: str, name: str | None) -> None:
    assert expand(text, "email.example.com", "sender.example") == name


def test_a_name_that_grew_too_long_loses_its_left() -> None:
    name = expand("a." + "%{d}." * 40 + "example", "0123456789.example")
    assert name is not None
    assert len(name) <= 253
    assert name.endswith(".example")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", MacroFlaw.EMPTY),
        ("a.example", None),
        ("a.example.", None),
        ("a.%{d}", None),
        ("a.example%%", None),
        ("foo:bar/baz.example.com", None),
        ("example", MacroFlaw.END),
        ("example.", MacroFlaw.END),
        ("a.123", MacroFlaw.END),
        ("a.-com", MacroFlaw.END),
        ("a.com-", MacroFlaw.END),
        ("a.xn--zckzah", None),
        ("%{d", MacroFlaw.PERCENT),
        ("%{c}.a.example", MacroFlaw.LETTER),
        ("\u00e4.example", MacroFlaw.CHARACTER),
    ],
)
def test_names(text: str, flaw: MacroFlaw | None) -> None:
    assert name_flaw(text) is flaw


@pytest.mark.parametrize(
    ("network", "other", "held"),
    [
        ("192.0.2.0/24", "192.0.2.1", True),
        ("192.0.2.77/24", "192.0.2.128/25", True),
        ("192.0.2.0/25", "192.0.2.0/24", False),
        ("192.0.2.1", "192.0.2.1/32", True),
        ("0.0.0.0/0", "::1", False),
        ("2001:db8::/32", "2001:DB8:1::/48", True),
        ("2001:db8::/48", "2001:db8:1::1", False),
        ("x", "192.0.2.1", False),
        ("192.0.2.0/24", "x", False),
        ("2001::/x", "2001::1", False),
    ],
)
def test_networks(network: str, other: str, *, held: bool) -> None:
    assert covers(network, other) is held


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("spf1 mx -all", "v=spf1 mx -all"),
        ("v=spf mx", "v=spf1 mx"),
        ("v:spf1; mx", "v=spf1 mx"),
        ('"v = spf 1 mx"', "v=spf1 mx"),
        ("v=spf10 mx", None),
        ("v=spf1.1 mx", None),
        ("v=spf2 mx", None),
        ("spf2.0/pra mx", None),
        ("hello", None),
        ("v=spf1", "v=spf1"),
    ],
)
def test_versions(text: str, right: str | None) -> None:
    assert with_version(text) == right


LABEL = st.from_regex(r"[a-z_][a-z0-9]{0,8}", fullmatch=True)
MACRO = st.sampled_from(["%{i}", "%{d2}", "%{l1r-}", "%{IR}", "%%", "%_"])
HOST = st.builds(
    lambda parts, top, dot: ".".join([*parts, top]) + dot,
    st.lists(st.one_of(LABEL, MACRO), min_size=1, max_size=4),
    st.sampled_from(["example", "org", "xn--zckzah", "%{d}"]),
    st.just(""),
)
LENGTH = st.one_of(
    st.just(""),
    st.integers(0, 32).map("/{}".format),
    st.integers(0, 128).map("//{}".format),
    st.just("/24//64"),
)
MECHANISM = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(["include", "exists", "ptr"]), HOST),
    st.builds("{}:{}{}".format, st.sampled_from(["a", "mx", "MX"]), HOST, LENGTH),
    st.builds("{}{}".format, st.sampled_from(["a", "mx"]), LENGTH),
    st.ip_addresses(v=4).map("ip4:{}".format),
    st.builds("ip6:{}/{}".format, st.ip_addresses(v=6), st.integers(0, 128)),
    st.sampled_from(["all", "ptr", "ALL"]),
)
DIRECTIVE = st.builds("{}{}".format, st.sampled_from(["", "+", "-", "~", "?"]), MECHANISM)
MODIFIER = st.builds("x-{}={}".format, LABEL, HOST)
RIGHT = st.lists(st.one_of(DIRECTIVE, MODIFIER), max_size=12).map(
    lambda terms: " ".join(["v=spf1", *terms])
)
SLIPS = st.sampled_from(["include:", " ", "ip4:", "~all", ",", "%{", "a.example", "=", "//", ":"])
NOISY = st.lists(st.one_of(SLIPS, DIRECTIVE, st.text(max_size=6))).map("".join)


@given(RIGHT)
def test_a_right_record_has_no_problem(text: str) -> None:
    assert spf_problems(text) == ()


@given(st.one_of(st.text(), NOISY))
def test_any_text_is_judged_and_what_was_corrected_is_right(text: str) -> None:
    record = f"v=spf1 {text}"
    found = spf_problems(record)
    assert all(record[p.start : p.end] == p.term for p in found)
    right = corrected(record)
    if right is not None:
        assert is_spf(right)
        assert spf_problems(right) == ()
        assert corrected(right) == right
    again = parse_spf(str(parse_spf(record)))
    assert [t.text for t in again.terms] == [t.text for t in parse_spf(record).terms]
    corrected(text)
    with_version(text)


@given(st.text(), st.text(), st.text())
def test_macros_never_raise(text: str, domain: str, sender: str) -> None:
    expand(text, domain, sender)
    name_flaw(text)


@pytest.mark.parametrize(
    "unit",
    ["include: ", "ipv4:192.0.2.1,", "%{", "%{d}", "a.", "~all", "include:", "- ", ",", "http://"],
)
def test_time_grows_with_the_size_only(unit: str) -> None:
    text = "v=spf1 " + unit * (60_000 // len(unit))
    start = time.process_time()
    assert len(spf_problems(text)) <= 3 * MAX_PROBLEMS
    corrected(text)
    with_version(text)
    expand(text, "example.org")
    assert time.process_time() - start < 3
