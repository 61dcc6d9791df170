"""What the lab's servers say, asked with dig: the ground under every other test here."""

from __future__ import annotations

import pytest

from .addresses import FAULTS, PUBLIC, RESOLVERS, SERVERS, STATE, address
from .client import Lab
from .digging import Said, dig
from .situation import situation, situations

pytestmark = pytest.mark.lab

NS1, NS2 = SERVERS["ns1.dnshost.net"][1], SERVERS["ns2.dnshost.net"][1]
KEY = "s1._domainkey"
VALIDATING = ("unbound", "knot", "powerdns")
RIGHT_HOSTS = [
    (s.zone, host)
    for s in situations()
    for host in s.parent_ns
    if host not in FAULTS or host.startswith(("slow", "far", "truncating", "noent", "twofaced"))
]


@pytest.mark.parametrize(("zone", "host"), RIGHT_HOSTS)
def test_name_servers_answer_for_their_zones(lab: Lab, zone: str, host: str) -> None:
    said = dig(lab, address(host), zone, "SOA", "+norec")
    assert (said.status, "aa" in said.flags, len(said.answer)) == ("NOERROR", True, 1)


@pytest.mark.parametrize("resolver", ["unbound", "cache", "bind", "knot", "powerdns", "far1"])
def test_resolvers_find_the_correct_domain(lab: Lab, resolver: str) -> None:
    said = dig(lab, RESOLVERS[resolver], "_dmarc.correct.com", "TXT")
    assert said.data == '"v=DMARC1; p=none; rua=mailto:dmarc@correct.com"'


def test_a_captive_portal_denies_even_top_level_domains(lab: Lab) -> None:
    assert dig(lab, RESOLVERS["portal"], "com", "NS").status == "NXDOMAIN"


def test_a_load_balancer_knows_records_and_no_zone(lab: Lab) -> None:
    zone = "_domainkey.balancer.com"
    assert dig(lab, FAULTS["balancing.dnshost.net"], zone, "SOA").status == "REFUSED"
    assert "aa" in dig(lab, FAULTS["balancing.dnshost.net"], f"s1.{zone}", "TXT").flags


@pytest.mark.parametrize("resolver", VALIDATING)
def test_resolvers_validate(lab: Lab, resolver: str) -> None:
    at = RESOLVERS[resolver]
    assert "ad" in dig(lab, at, "_dmarc.signed.com", "TXT", "+adflag").flags
    for name in ("_dmarc.bogus.com", f"{KEY}.expired.com", f"{KEY}.orphands.com"):
        assert dig(lab, at, name, "TXT").status == "SERVFAIL", name
        if resolver != "powerdns":  # which fails for expired keys even then
            assert dig(lab, at, name, "TXT", "+cdflag").status == "NOERROR", name
    assert dig(lab, at, f"{KEY}.bogus.com", "TXT").status == "NOERROR"


def test_resolvers_explain(lab: Lab) -> None:
    assert "DNSSEC Bogus" in dig(lab, RESOLVERS["unbound"], "_dmarc.bogus.com", "TXT").text
    expired = dig(lab, RESOLVERS["unbound"], "_dmarc.expired.com", "TXT").text
    assert "EDE" in expired  # which one depends on what Unbound asked before


@pytest.mark.parametrize("kind", ["refusing", "servfail"])
def test_servers_that_cannot_answer(lab: Lab, kind: str) -> None:
    status = {"refusing": "REFUSED", "servfail": "SERVFAIL"}[kind]
    assert dig(lab, FAULTS[f"{kind}.dnshost.net"], "correct.com", "SOA").status == status
    assert dig(lab, RESOLVERS[kind], "correct.com", "SOA").status == status


def test_silent_servers(lab: Lab) -> None:
    for at in (FAULTS["silent.dnshost.net"], RESOLVERS["silent"], FAULTS["closed.dnshost.net"]):
        assert dig(lab, at, "correct.com", "SOA", "+time=1").status == "silent"


def test_truncating_servers(lab: Lab) -> None:
    name, at = f"{KEY}.truncating.com", FAULTS["truncating.dnshost.net"]
    cut = dig(lab, at, name, "TXT", "+ignore")
    assert ("tc" in cut.flags, cut.answer) == (True, ())
    assert len(dig(lab, at, name, "TXT", "+tcp").answer) == 1
    mute = FAULTS["udponly.dnshost.net"]
    assert "tc" in dig(lab, mute, name, "TXT", "+ignore").flags
    assert dig(lab, mute, name, "TXT", "+tcp", "+time=1").status == "silent"


def test_a_large_answer_is_truncated_at_1232_octets(lab: Lab) -> None:
    assert "tc" in dig(lab, NS1, "bounce.large.com", "TXT", "+ignore", "+bufsize=1232").flags
    assert len(dig(lab, NS1, "bounce.large.com", "TXT", "+tcp").answer) == 17


def test_lossy_servers_lose_some_packets(lab: Lab) -> None:
    at = FAULTS["lossy.dnshost.net"]
    command = f"for i in $(seq 40); do dig @{at} correct.com SOA +short +time=1 +tries=1 & done"
    heard = lab.run(["sh", "-c", f"{command}; wait"]).stdout.count("hostmaster")
    assert 12 <= heard < 40


def test_far_servers_are_far(lab: Lab) -> None:
    for at, least in ((FAULTS["far1.dnshost.net"], 28), (FAULTS["slow.dnshost.net"], 800)):
        said = lab.run(["dig", f"@{at}", "correct.com", "SOA", "+stats"]).stdout
        took = int(said.partition("Query time: ")[2].split()[0])
        assert least <= took < least + 2500


def test_a_forwarding_server_is_never_authoritative(lab: Lab) -> None:
    said = dig(lab, FAULTS["forwarding.dnshost.net"], "correct.com", "SOA")
    assert (said.status, "aa" in said.flags) == ("NOERROR", False)


def test_a_denied_empty_non_terminal(lab: Lab) -> None:
    at = FAULTS["noent.dnshost.net"]
    assert dig(lab, at, "_domainkey.noent.com", "TXT").status == "NXDOMAIN"
    assert dig(lab, at, f"{KEY}.noent.com", "TXT").status == "NOERROR"
    assert dig(lab, NS2, "_domainkey.noent.com", "TXT").status == "NOERROR"


def test_a_text_beside_an_alias(lab: Lab) -> None:
    name, at = "s2._domainkey.both.com", FAULTS["twofaced.dnshost.net"]
    assert dig(lab, at, name, "CNAME").data == "s2.dkim.stackshift.example."
    text = dig(lab, at, name, "TXT")
    assert [line.split()[3] for line in text.answer] == ["TXT"]


def test_name_servers_that_disagree(lab: Lab) -> None:
    assert dig(lab, NS1, f"{KEY}.split.com", "TXT").status == "NOERROR"
    assert dig(lab, NS2, f"{KEY}.split.com", "TXT").status == "NXDOMAIN"


def test_a_stale_cache(lab: Lab) -> None:
    name = "bounce.stale.com"
    new, old = dig(lab, NS1, name, "TXT"), dig(lab, RESOLVERS["cache"], name, "TXT")
    assert ("include:" in new.data, old.data) == (True, '"v=spf1 -all"')
    assert 80000 < _ttl(old) <= 86400
    assert dig(lab, RESOLVERS["unbound"], name, "TXT").data == new.data


def test_a_remembered_absence(lab: Lab) -> None:
    name = f"{KEY}.negative.com"
    old = dig(lab, RESOLVERS["cache"], name, "TXT")
    assert (old.status, old.authority[0].split()[3]) == ("NXDOMAIN", "SOA")
    assert 3000 < int(old.authority[0].split()[1]) <= 3600
    assert dig(lab, RESOLVERS["unbound"], name, "TXT").status == "NOERROR"


def test_a_split_horizon(lab: Lab) -> None:
    name = f"{KEY}.horizon.com"
    assert dig(lab, RESOLVERS["office"], name, "TXT").status == "NOERROR"
    assert dig(lab, RESOLVERS["bind"], name, "TXT").status == "NXDOMAIN"
    assert dig(lab, RESOLVERS["office"], f"{KEY}.correct.com", "TXT").status == "NOERROR"


def test_parent_and_child_name_other_servers(lab: Lab) -> None:
    at_parent = dig(lab, "127.77.0.2", "parentchild.com", "NS", "+norec").authority
    at_child = dig(lab, NS1, "parentchild.com", "NS").answer
    assert _targets(at_parent) == {"ns1.dnshost.net.", "ns2.dnshost.net."}
    assert _targets(at_child) == {"ns1.dnshost.net.", "ns1.otherhost.net."}


def test_zone_cuts_below_a_domain(lab: Lab) -> None:
    assert dig(lab, RESOLVERS["bind"], f"{KEY}.undercut.com", "TXT").status == "SERVFAIL"
    assert dig(lab, RESOLVERS["bind"], "bounce.childzone.com", "MX").answer == ()
    assert dig(lab, RESOLVERS["bind"], "bounce.childright.com", "MX").status == "NOERROR"
    assert len(dig(lab, RESOLVERS["bind"], "bounce.childright.com", "MX").answer) == 1


def test_an_alias_loop(lab: Lab) -> None:
    assert dig(lab, RESOLVERS["unbound"], "s2._domainkey.aliasloop.com", "TXT").status == "SERVFAIL"


def test_a_wildcard_answers_for_any_name(lab: Lab) -> None:
    for name in (f"{KEY}.wildcard.com", "no-such-name.wildcard.com"):
        assert dig(lab, RESOLVERS["knot"], name, "TXT").data == '"v=spf1 -all"'


def test_compact_denial(lab: Lab) -> None:
    said = dig(lab, SERVERS["ns1.signing.net"][1], "nothing.compact.com", "TXT", "+dnssec")
    assert (said.status, said.answer) == ("NOERROR", ())
    assert any("NSEC" in line.split() for line in said.authority)
    for resolver in VALIDATING:
        assert "ad" in dig(lab, RESOLVERS[resolver], "_dmarc.compact.com", "TXT", "+adflag").flags


def test_a_zone_that_nobody_delegates(lab: Lab) -> None:
    assert dig(lab, RESOLVERS["unbound"], "undelegated.com", "SOA").status == "NXDOMAIN"


def test_a_name_server_with_an_ipv6_address_only(lab: Lab) -> None:
    assert dig(lab, "fd77::1:1", "ipv6.com", "SOA").status == "NOERROR"


@pytest.mark.parametrize("resolver", ["unbound", "knot", "dnsdist"])
@pytest.mark.parametrize("how", ["+tls", "+https"])
def test_encrypted_roads(lab: Lab, resolver: str, how: str) -> None:
    trust = f"+tls-ca={STATE}/ca.pem"
    said = dig(lab, RESOLVERS[resolver], "_dmarc.correct.com", "TXT", how, trust)
    assert said.status == "NOERROR"


def test_public_operators_live_in_the_lab(lab: Lab) -> None:
    for at in PUBLIC:
        assert dig(lab, at, "_dmarc.correct.com", "TXT").status == "NOERROR"


def test_the_system_resolver_is_the_labs(lab: Lab) -> None:
    assert "hostmaster" in lab.run(["dig", "correct.com", "SOA", "+short"]).stdout


def test_resolvers_log_what_they_are_asked(lab: Lab) -> None:
    dig(lab, RESOLVERS["unbound"], "a-question-for-the-log.correct.com", "TXT")
    assert "a-question-for-the-log.correct.com. TXT" in lab.log("unbound")


def test_commands_inside_have_no_privileges_where_they_need_none(lab: Lab) -> None:
    assert lab.run(["ip", "link", "set", "lo", "up"]).returncode == 0
    assert lab.run(["ip", "link", "set", "lo", "mtu", "9000"], plain=True).returncode != 0


def _ttl(said: Said) -> int:
    return int(said.answer[0].split()[1])


def _targets(lines: tuple[str, ...]) -> set[str]:
    return {line.split()[4] for line in lines if line.split()[3] == "NS"}


def test_every_situation_has_its_own_domain() -> None:
    domains = [s.domain for s in situations()]
    assert len(set(domains)) == len(domains) > 30
    assert situation("correct").domain == "correct.com"
