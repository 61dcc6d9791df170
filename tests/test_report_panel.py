"""A change as the reader's DNS host wants it typed, and in words that hold everywhere."""

from __future__ import annotations

import pytest
from report_fixture import FIRST, KEY

from senderlint.lint.dns_hosts import host, keys
from senderlint.lint.model import Delegation, RecordReport, RecordStatus
from senderlint.reports.duration import duration
from senderlint.reports.messages import ENGLISH, counted, say
from senderlint.reports.panel import NEUTRAL, Field, form, host_of, notes
from senderlint.reports.spot import nearest

ZONE = "example.org"


def _typed(key: str, name: str, type_: str, value: str) -> dict[str, str]:
    """What to type, by the names that the host gives its fields."""
    at = host(key)
    assert at is not None
    return {f.label: f.value for f in form(name, type_, value, ZONE, at)}


@pytest.mark.parametrize(
    ("key", "name", "type_", "value", "typed"),
    [
        ("cloudflare", "a.example.org", "TXT", "v=x", {"Name": "a", "Content": "v=x"}),
        ("cloudflare", "example.org", "TXT", "v=x", {"Name": "@", "Content": "v=x"}),
        (
            "cloudflare",
            "b.example.org",
            "CNAME",
            "c.d.example",
            {"Name": "b", "Target": "c.d.example"},
        ),
        ("namecheap", "b.example.org", "CNAME", "c.example", {"Host": "b", "Value": "c.example."}),
        ("ovh", "example.org", "TXT", "v=x", {"Sub-domain": "", "Value": "v=x"}),
        ("ovh", "b.example.org", "CNAME", "c.example", {"Sub-domain": "b", "Target": "c.example."}),
        ("route53", "example.org", "TXT", 'a "b"', {"Record name": "", "Value": '"a \\"b\\""'}),
        (
            "route53",
            "example.org",
            "MX",
            "10 mx.example",
            {"Record name": "", "Value": "10 mx.example"},
        ),
        (
            "name-com",
            "m.example.org",
            "MX",
            "10 mx.example",
            {"Host": "m", "Prio": "10", "Answer": "mx.example"},
        ),
        (
            "azure",
            "m.example.org",
            "MX",
            "5 mx.example",
            {"Name": "m", "Preference": "5", "Mail Exchange": "mx.example"},
        ),
    ],
)
def test_change_is_told_in_the_words_of_the_host(
    key: str, name: str, type_: str, value: str, typed: dict[str, str]
) -> None:
    assert _typed(key, name, type_, value) == typed


def test_long_text_at_a_host_that_wants_quotes_is_cut_at_255_octets() -> None:
    value = _typed("route53", "k.example.org", "TXT", KEY)["Value"]
    assert value == f'"{KEY[:255]}" "{KEY[255:]}"'


def test_unknown_host_gets_words_that_hold_everywhere() -> None:
    assert form("a.example.org", "CNAME", "b.example", ZONE, NEUTRAL) == (
        Field("name", "Name", "a", (say("panel.doubled"),)),
        Field("value", "Value", "b.example", (say("panel.dot-unknown"),)),
    )
    assert form("example.org", "TXT", "x", ZONE, NEUTRAL) == (
        Field("name", "Name", "@", (say("panel.apex-unknown"),)),
        Field("value", "Value", "x"),
    )
    assert form("a.other.example", "TXT", "x", ZONE, NEUTRAL)[0].value == "a.other.example"
    assert form("a.example.org", "TXT", "x", None, NEUTRAL)[0].value == "a.example.org"


def test_null_mx_and_a_value_without_priority_stay_as_they_are() -> None:
    null = form("a.example.org", "MX", "0 .", ZONE, NEUTRAL)
    assert [f.value for f in null] == ["a", "0", "."]
    bare = form("a.example.org", "MX", "mx.example", ZONE, NEUTRAL)
    assert [f.value for f in bare] == ["a", "mx.example"]


def test_notes_are_for_the_types_that_they_name() -> None:
    cloudflare = host("cloudflare")
    assert cloudflare is not None
    assert notes(frozenset({"TXT"}), cloudflare) == ()
    assert len(notes(frozenset({"CNAME"}), cloudflare)) == 1


@pytest.mark.parametrize("key", keys())
@pytest.mark.parametrize("type_", ["TXT", "CNAME", "MX", "A"])
def test_every_host_has_a_form_for_every_type(key: str, type_: str) -> None:
    at = host(key)
    assert at is not None
    fields = form("a.example.org", type_, "10 b.example" if type_ == "MX" else "b", ZONE, at)
    assert fields[0].kind == "name"
    assert fields[-1].kind == "value"


def test_host_of_a_domain_is_the_one_of_its_delegation() -> None:
    assert host_of(None) is NEUTRAL
    assert host_of(FIRST._replace(delegation=None)) is NEUTRAL
    strange = Delegation("example.org", None, (), "no-such-host", None)
    assert host_of(FIRST._replace(delegation=strange)) is NEUTRAL
    assert host_of(FIRST).label == "Cloudflare"


def _record(value: str, *found: str, type_: str = "TXT") -> RecordReport:
    return FIRST.records[0]._replace(
        type=type_, value=value, found=found, status=RecordStatus.FAILED
    )


def test_difference_is_shown_at_the_character() -> None:
    near = nearest(_record("v=DKIM1; p=ABCDEF", 'TXT "other"', 'TXT "v=DKIM1; " "p=ABXDEF"'))
    assert near is not None
    found, where = near
    assert found.endswith('"p=ABXDEF"')
    assert where.at == 14
    assert (where.expected.part, where.found.part) == ("C", "X")
    assert where.expected.before + where.expected.part + where.expected.after == "v=DKIM1; p=ABCDEF"


def test_cut_off_value_differs_at_its_end() -> None:
    near = nearest(_record(KEY, f'TXT "{KEY[:100]}"'))
    assert near is not None
    assert near[1].at == 101
    assert near[1].found.part == ""


def test_equal_and_unlike_values_have_no_difference_to_show() -> None:
    assert nearest(_record("v=spf1 -all", 'TXT "v=spf1 -all"', 'TXT "v=spf1 ~all"')) is None
    assert nearest(_record("abcdefgh", 'TXT "12345678"')) is None
    assert nearest(_record("b.example", 'TXT "b.example"', type_="CNAME")) is None
    assert nearest(_record("b.example", "CNAME B.example.", type_="CNAME")) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (119, "1 minute 59 seconds"),
        (120, "2 minutes"),
        (2_821, "48 minutes"),
        (3_600, "1 hour"),
        (3_601, "1 hour 1 minute"),
        (86_399, "1 day"),
        (90_000, "1 day 1 hour"),
        (-5, "0 seconds"),
    ],
)
def test_times_are_told_in_two_units(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_catalogue_can_be_filled_in() -> None:
    assert counted("do.more", 1) == "1 more finding below."
    assert counted("do.more", 3) == "3 more findings below."
    assert len(set(ENGLISH)) == len(ENGLISH)
