"""The wrong names at which records are looked for, and whose record it is that stands there."""

from __future__ import annotations

from itertools import combinations

import pytest
from rule_cases import findings

from senderlint.lint import decoys
from senderlint.lint.model import ExpectedRecord, Purpose
from senderlint.lint.ownership import is_unique
from senderlint.lint.records import names
from senderlint.lint.rule import Case, all_rules

APEX = ("example.org", "example.org")
SUB = ("mail.example.org", "example.org")
OWN = ("mail.example.org", "mail.example.org")
PLACES = [APEX, SUB, OWN, ("a.b.example.org", "example.org"), ("example.co.uk", "example.co.uk")]
PARTS = ["s1._domainkey", "_dmarc", "bounce", "", "a.b", "s1.eu._domainkey", "_a._b"]
MAKERS = (
    decoys.doubled,
    decoys.subdomain_twice,
    decoys.subdomain_lost,
    decoys.underscore_mangled,
    decoys.label_missing,
    decoys.bare,
    decoys.literal_at,
    decoys.other_level,
)
KEY = "s1._domainkey"


def of(maker: decoys.Maker, part: str, place: tuple[str, str]) -> set[str]:
    return set(maker(names.join(part, place[0]), *place))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("part", PARTS)
def test_no_decoy_is_the_right_name_or_outside_the_zone(part: str, place: tuple[str, str]) -> None:
    name = names.join(part, place[0])
    found = decoys.every(name, *place)
    assert name not in found
    assert len(found) == len(set(found))
    assert all(names.is_within(n, place[1]) and names.flaw(n) is None for n in found)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("part", PARTS)
def test_each_decoy_is_one_rules_business(part: str, place: tuple[str, str]) -> None:
    for one, other in combinations(MAKERS, 2):
        assert of(one, part, place).isdisjoint(of(other, part, place)), (one, other)


@pytest.mark.parametrize("maker", MAKERS)
def test_an_unknown_zone_is_no_trouble(maker: decoys.Maker) -> None:
    found = maker("s1._domainkey.example.org", "example.org", "")
    assert all(n.endswith("example.org") for n in found)


@pytest.mark.parametrize("maker", MAKERS)
def test_a_name_outside_the_domain_is_no_trouble(maker: decoys.Maker) -> None:
    found = maker("_dmarc.example.org", "mail.example.org", "example.org")
    assert "_dmarc.example.org" not in found


def test_the_zone_is_doubled_wholly_or_in_part() -> None:
    assert of(decoys.doubled, KEY, SUB) == {
        "s1._domainkey.mail.example.org.example.org",
        "s1._domainkey.mail.example.org.mail.example.org",
        "s1._domainkey.mail.example.example.org",
    }
    assert of(decoys.doubled, KEY, OWN) == {
        "s1._domainkey.mail.example.org.mail.example.org",
        "s1._domainkey.mail.example.mail.example.org",
    }


def test_a_sub_domain_is_lost_or_repeated() -> None:
    assert of(decoys.subdomain_lost, KEY, SUB) == {"s1._domainkey.example.org"}
    assert of(decoys.subdomain_lost, KEY, APEX) == of(decoys.subdomain_lost, KEY, OWN) == set()
    assert of(decoys.subdomain_twice, KEY, SUB) == {"s1._domainkey.mail.mail.example.org"}
    assert of(decoys.subdomain_twice, KEY, OWN) == {"s1._domainkey.mail.mail.example.org"}
    assert of(decoys.subdomain_twice, "", SUB) == {"mail.mail.example.org"}
    assert of(decoys.subdomain_twice, KEY, APEX) == set()
    registered = ("example.co.uk", "example.co.uk")
    assert of(decoys.subdomain_twice, KEY, registered) == set()


def test_an_underscore_is_mangled_in_one_label_or_in_all() -> None:
    assert of(decoys.underscore_mangled, "_dmarc", APEX) == {
        "dmarc.example.org",
        "__dmarc.example.org",
        "-dmarc.example.org",
        "dmarc_.example.org",
        "_dmarc_.example.org",
    }
    both = of(decoys.underscore_mangled, "_a._b", APEX)
    assert {"a.b.example.org", "a._b.example.org", "_a.__b.example.org"} <= both
    assert of(decoys.underscore_mangled, "bounce", SUB) == set()


def test_a_dkim_name_loses_a_label_or_exchanges_two() -> None:
    assert of(decoys.label_missing, KEY, SUB) == {
        "s1.mail.example.org",
        "_domainkey.mail.example.org",
        "_domainkey.s1.mail.example.org",
    }
    assert of(decoys.label_missing, "bounce", SUB) == set()


def test_the_bare_domain_and_the_sign_for_it() -> None:
    assert of(decoys.bare, KEY, SUB) == {"mail.example.org", "example.org"}
    assert of(decoys.bare, "", SUB) == set()  # the zone is what the loss of `mail` explains
    assert "@.example.org" in of(decoys.literal_at, "", APEX)


def test_levels() -> None:
    deep = ("a.b.example.org", "example.org")
    assert "s1._domainkey.b.example.org" in of(decoys.other_level, KEY, deep)
    assert "s1._domainkey.example.org" not in of(decoys.other_level, KEY, deep)
    assert "s1._domainkey.www.example.org" in of(decoys.other_level, KEY, APEX)


def test_other_selectors_stay_below_the_same_domainkey() -> None:
    found = decoys.other_selectors("brevo1._domainkey.example.org", ("own",))
    assert {"b1._domainkey.example.org", "own._domainkey.example.org"} <= set(found)
    assert "brevo1._domainkey.example.org" not in found
    assert decoys.other_selectors("bounce.example.org", ()) == ()


def test_the_sibling_is_beside_and_always_the_same() -> None:
    sibling = decoys.sibling("s1._domainkey.example.org")
    assert names.parent(sibling) == "_domainkey.example.org"
    assert sibling == decoys.sibling("s1._domainkey.example.org")
    assert sibling != decoys.sibling("s2._domainkey.example.org")


def expected(type_: str, value: str, purpose: Purpose) -> ExpectedRecord:
    return ExpectedRecord(type_, "x.mail.example.org", value, purpose=purpose)


@pytest.mark.parametrize(
    ("type_", "value", "purpose"),
    [
        ("TXT", "v=DKIM1; p=MIGfMA0", Purpose.DKIM),
        ("TXT", "esp-verification=abc", Purpose.VERIFICATION),
        ("TXT", "esp=1f9a8c7be2", Purpose.OTHER),
        ("CNAME", "b1.mail-example-org.dkim.esp.example", Purpose.DKIM),
        ("CNAME", "mail.example.org.hosted.esp.example", Purpose.TRACKING),
        ("CNAME", "zbkn2ggqdb4wl3xyhafexxtudmndnckz.dkim.esp.example", Purpose.DKIM),
        ("MX", "1f9a8c7be21f9a8c7be2.in.esp.example", Purpose.INBOUND),
    ],
)
def test_a_value_for_one_domain_alone(type_: str, value: str, purpose: Purpose) -> None:
    assert is_unique(expected(type_, value, purpose), "mail.example.org")


@pytest.mark.parametrize(
    ("type_", "value", "purpose"),
    [
        ("TXT", "v=spf1 include:spf.esp.example ~all", Purpose.SPF),
        ("TXT", "v=DMARC1; p=none; rua=mailto:d@mail.example.org", Purpose.DMARC),
        ("TXT", "v=DKIM1; p=", Purpose.DKIM),
        ("CNAME", "s1.domainkey.u1234567.wl045.esp.example", Purpose.DKIM),
        ("CNAME", "b1.example-org.dkim.esp.example", Purpose.DKIM),
        ("CNAME", "b1.my-mail-example-org.dkim.esp.example", Purpose.DKIM),
        ("MX", "feedback-smtp.eu-west-1.esp.example", Purpose.RETURN_PATH),
        ("MX", "inbound-smtp-for-everybody.esp.example", Purpose.INBOUND),
    ],
)
def test_a_value_that_others_may_have(type_: str, value: str, purpose: Purpose) -> None:
    assert not is_unique(expected(type_, value, purpose), "mail.example.org")


KEY_TEXT = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
RIGHT = f"""s1._domainkey.mail TXT {KEY_TEXT}
bounce.mail MX 10 feedback.esp.example.
bounce.mail TXT "v=spf1 include:spf.esp.example ~all"
_dmarc.mail TXT "v=DMARC1; p=none"
"""
EXPECTS = f"""s1._domainkey TXT {KEY_TEXT}
bounce MX 10 feedback.esp.example.
bounce TXT "v=spf1 include:spf.esp.example ~all"
_dmarc TXT "v=DMARC1; p=none"
"""
BESIDE = {
    "alone": "",
    "the zone sends through the same provider": EXPECTS.replace("gQC7", "gQDx"),
    "a second sub-domain with the same set": RIGHT.replace(".mail", ".news"),
    "a wildcard": '* TXT "v=spf1 -all"\n* MX 10 feedback.esp.example.\n*.mail TXT hello\n',
    "delegated neighbours": "shop NS ns1.other.example.\nshop A 192.0.2.1\n",
    "other senders": '@ TXT "v=spf1 include:spf.esp.example include:spf.mailbox.example -all"\n'
    f"google._domainkey TXT {KEY_TEXT.replace('gQC7', 'gQDy')}\n"
    "@ MX 10 feedback.esp.example.\nbounces.mail MX 10 feedback.esp.example.\n",
}


ABOUT_NAMES = ("HOST", "SPF03", "DMARC03", "NS06", "TIDY01")


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("code", [r.code for r in all_rules() if r.code.startswith(ABOUT_NAMES)])
def test_a_right_domain_is_quiet(code: str, beside: str) -> None:
    rule = next(r for r in all_rules() if r.code == code)
    zone = RIGHT + BESIDE[beside]
    case = Case(zone=zone, expects=EXPECTS, domain="mail.example.org")
    assert [f.message for f in findings(rule, case)] == []
    if rule.zone_check is not None:
        assert [f.message for f in findings(rule, Case(zone=zone))] == []
