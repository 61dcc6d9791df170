"""Live checks: the name servers decide, resolvers say how far that is visible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from case_network import CaseNetwork
from live_run import DMARC, GOOD, KEY, NOW, NS1, NS2, REST, SPF, case, run
from rule_cases import domain_of

from senderlint.lint.live_check import check_live
from senderlint.lint.model import (
    CellState,
    Certainty,
    Problem,
    RecordStatus,
    SenderDomain,
    Severity,
    VantageKind,
    Verdict,
)
from senderlint.lint.network import Asked
from senderlint.lint.rule import Case, Scope, all_rules, rule
from senderlint.lint.settings import Settings
from senderlint.lint.world import World

SELECTOR = "s1._domainkey.example.org"
S = RecordStatus
C = CellState
TEXT = 's1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3"\n'


def test_right_everywhere_is_ready() -> None:
    done = run(case())
    assert done.result.verdict is Verdict.READY
    assert done.statuses == [S.VERIFIED] * 3
    assert set(done.states(SELECTOR).values()) == {C.MATCH}
    assert done.report.retry_at is None
    assert [f.code for f in done.result.findings] == ["PROP04"]  # call verify


def test_a_run_takes_as_many_rounds_as_questions_depend_on_each_other() -> None:
    done = run(case())
    # The zone and its servers; the alias's target, the SPF include and the resolvers.
    assert [p.round for p in done.rounds] == [1, 2]


def test_domains_share_rounds() -> None:
    stated = case()
    network = CaseNetwork(stated, "example.org")
    domain = domain_of(stated)
    rounds: list[int] = []
    check_live(
        [domain, domain._replace(written_name="again")],
        network,
        Settings(all_rules(), now=NOW),
        told=lambda p: rounds.append(p.round),
    )
    assert rounds == [1, 2]
    assert len(network.asked) == len(set(network.asked))


def test_other_peoples_spf_records_are_asked_for_while_the_zone_is_looked_for() -> None:
    done = run(case())
    outside = [a for a in done.network.foreseen if a.question.name == "spf.mail.example"]
    assert outside
    assert {a.vantage.label for a in outside} == {"r1"}
    assert done.network.asked.count(outside[0]) == 1


def test_servers_that_the_parent_names_are_asked_before_all_are_known() -> None:
    done = run(case())
    first = [a for a in done.network.foreseen if a.vantage.kind is VantageKind.AUTHORITATIVE]
    assert {a.vantage.label for a in first} == {"ns1.dnshost.example", "ns2.dnshost.example"}
    assert set(first) <= set(done.network.asked)
    assert len(done.network.asked) == len(set(done.network.asked))


def test_what_is_missing_at_the_servers_is_asked_of_no_resolver() -> None:
    done = run(case((SPF, SPF)))
    assert done.result.verdict is Verdict.FIX
    assert done.statuses == [S.VERIFIED, S.MISSING, S.MISSING]
    inside = {n for n in done.resolved() if n.endswith("example.org")}
    assert inside == {"example.org"}
    assert done.states(SELECTOR) == {NS1: C.NONE, NS2: C.NONE, "r1": C.UNASKED, "r2": C.UNASKED}


def test_no_resolver_is_asked_for_what_one_server_lacks() -> None:
    done = run(case((GOOD, SPF + DMARC)))
    assert SELECTOR not in done.resolved()
    assert done.statuses == [S.VERIFIED, S.MISSING, S.VERIFIED]
    assert done.states(SELECTOR)[NS2] is C.NONE
    assert done.result.verdict is Verdict.FIX


OTHER_KEY = GOOD.replace("s1.dkim.mail", "s9.dkim.mail")
OWN = SPF + KEY + "_dmarc NS d1.dnshost.example.\n_dmarc NS d2.dnshost.example.\n"
POLICY, OTHER_TEXT = '@ TXT "v=DMARC1; p=none"\n', '@ TXT "x=1"\n'


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("texts", "number", "status"),
    [
        ((GOOD, SPF + DMARC), 1, S.MISSING),
        ((GOOD, GOOD, SPF + DMARC), 1, S.MISSING),
        ((GOOD, OTHER_KEY), 1, S.FAILED),
        ((SPF + DMARC, OTHER_KEY), 1, S.FAILED),
        ((GOOD, SPF + DMARC, OTHER_KEY), 1, S.FAILED),
        ((GOOD, SPF + KEY), 2, S.MISSING),
        ((GOOD, KEY + DMARC), 0, S.MISSING),
        # One of them is no authority for the name, or fails: it says nothing.
        ((GOOD, "! s1._domainkey * servfail\n" + GOOD), 1, S.VERIFIED),
    ],
)
def test_where_name_servers_differ_their_order_changes_nothing(
    texts: tuple[str, ...], number: int, status: RecordStatus, turned: bool
) -> None:
    done = run(case(texts[::-1] if turned else texts))
    assert done.statuses[number] is status
    assert done.report.predicted is not None
    groups = (done.report.predicted.spf, done.report.predicted.dkim, done.report.predicted.dmarc)
    assert groups[number] is status
    assert bool(done.by_code("NS04")) is (GOOD in texts and status is not S.VERIFIED)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("below", "status"),
    [
        ((POLICY, ""), S.MISSING),
        ((POLICY, OTHER_TEXT), S.MISSING),
        ((POLICY, '@ TXT "v=DMARC2; p=none"\n@ TXT "v=DMARC1; p=all"\n'), S.FAILED),
        ((POLICY, "refused"), S.VERIFIED),
        ((POLICY, POLICY), S.VERIFIED),
    ],
)
def test_where_servers_of_a_zone_below_differ_their_order_changes_nothing(
    below: tuple[str, ...], status: RecordStatus, turned: bool
) -> None:
    first, second = below[::-1] if turned else below
    servers = {NS1: OWN, NS2: OWN, "d1.dnshost.example": first, "d2.dnshost.example": second}
    done = run(case(servers, parent=f"@ NS {NS1}.\n@ NS {NS2}."))
    assert done.statuses == [S.VERIFIED, S.VERIFIED, status]
    assert done.report.predicted is not None
    assert done.report.predicted.dmarc is status


def test_a_finding_names_all_servers_that_agree() -> None:
    done = run(case((SPF + KEY, f"as {NS1}", GOOD)))
    (differing,) = [f for f in done.result.findings if f.record.name == "_dmarc.example.org"]
    assert differing.code == "NS04"
    done = run(case((SPF + DMARC, f"as {NS1}")))
    (missing,) = done.by_code("MISSING01")
    assert [v.label for v in missing.vantages] == [NS1, NS2]
    assert missing.certainty is Certainty.OBSERVED


def test_a_remembered_absence_makes_the_record_pending() -> None:
    forgetful = "! s1._domainkey CNAME nxdomain ttl=200\n" + GOOD
    done = run(case(resolvers=(GOOD, forgetful)))
    assert done.result.verdict is Verdict.WAIT
    assert done.statuses == [S.VERIFIED, S.PENDING, S.VERIFIED]
    assert done.report.retry_at == "2026-03-04T12:03:20Z"
    assert done.report.predicted is not None
    assert done.report.predicted.dkim is S.PENDING
    (cell,) = [c for c in done.report.visibility[1].cells if c.vantage == "r2"]
    assert (cell.state, cell.remaining) == (C.NONE, 200)


@pytest.mark.parametrize(("told", "believed"), [(7200, 7200), (604_800, 86_400)])
def test_absence_is_remembered_as_the_cache_says(told: int, believed: int) -> None:
    """The SOA of the zone says 300 seconds; that of the former DNS host said more."""
    forgetful = f"! s1._domainkey CNAME nodata ttl={told}\n" + GOOD
    done = run(case(resolvers=(GOOD, forgetful)))
    (cell,) = [c for c in done.report.visibility[1].cells if c.vantage == "r2"]
    assert cell.remaining == believed
    assert done.report.retry_at == cell.until
    (said,) = done.by_code("PROP01")
    assert ("2 hours" if told == believed else "24 hours") in said.message


def test_an_alias_that_is_gone_is_remembered_for_its_own_time() -> None:
    """Its target's absence is forgotten long before."""
    gone = SPF + DMARC + "s1._domainkey 3600 CNAME s0.dkim.mail.example.\n"
    done = run(case((SPF + DMARC + TEXT,) * 2, (gone, SPF + DMARC + TEXT), expects=SPF + TEXT))
    assert done.states(SELECTOR)["r1"] is C.OLD
    assert done.report.retry_at == "2026-03-04T13:00:00Z"


def test_more_records_than_there_are_now_are_an_old_state() -> None:
    two = GOOD + '@ 600 TXT "v=spf1 mx ~all"\n'
    done = run(case(resolvers=(two, GOOD)))
    assert done.statuses == [S.PENDING, S.VERIFIED, S.VERIFIED]
    assert done.states("example.org")["r1"] is C.OLD
    assert done.by_code("PROP02")
    other = run(case(resolvers=(GOOD + "@ TXT a-token=4f2a77\n", GOOD)))
    assert other.result.verdict is Verdict.READY


def test_a_resolver_that_remembers_a_ds_record_makes_records_pending() -> None:
    ds = "@ 7200 DS 2371 13 2 169521AB547DF3A14C1719A0F0D5289278E22682B53CE9F22D379B922125BF98\n"
    refusing = f"{GOOD}{ds}! * TXT bogus\n! * CNAME bogus\n"
    done = run(case(resolvers=(refusing, GOOD)))
    assert done.statuses == [S.PENDING] * 3
    assert done.report.retry_at == "2026-03-04T14:00:00Z"
    assert [f.code for f in done.result.findings] == ["PROP02"]


def test_a_resolver_that_denies_everything_says_nothing() -> None:
    done = run(case(resolvers=(GOOD, "nxdomain")))
    assert done.result.verdict is Verdict.READY
    assert done.states(SELECTOR)["r2"] is C.UNAVAILABLE
    assert not done.by_code("PROP01")
    assert run(case(resolvers=(GOOD, "nxdomain")), authoritative=False).statuses == done.statuses
    alone = run(case(resolvers=("nodata", "nxdomain")))
    assert alone.result.verdict is Verdict.UNKNOWN


def test_an_old_value_in_a_cache_makes_the_record_pending() -> None:
    done = run(case(resolvers=(GOOD.replace("s1.dkim", "s0.dkim"), GOOD)))
    assert done.result.verdict is Verdict.WAIT
    assert done.states(SELECTOR)["r1"] is C.OLD
    assert done.report.retry_at == "2026-03-04T12:05:00Z"


def test_the_slowest_cache_says_when_to_try_again() -> None:
    slow = "! s1._domainkey CNAME nxdomain ttl=250\n" + GOOD
    quick = "! s1._domainkey CNAME nxdomain ttl=10\n" + GOOD
    done = run(case(resolvers=(slow, quick)))
    assert done.report.retry_at == "2026-03-04T12:04:10Z"


@pytest.mark.parametrize("resolvers", [("timeout", GOOD), (GOOD, "refused"), (GOOD, "servfail")])
def test_a_resolver_that_cannot_be_asked_denies_nothing(resolvers: tuple[str, str]) -> None:
    done = run(case(resolvers=resolvers))
    assert done.result.verdict is Verdict.READY
    assert C.MATCH in done.states(SELECTOR).values()
    assert C.NONE not in done.states(SELECTOR).values()


def test_no_resolver_in_reach_leaves_visibility_unknown() -> None:
    done = run(case(resolvers=("timeout", "refused")))
    assert done.result.verdict is Verdict.UNKNOWN
    assert {s.question.name for s in done.result.skipped} >= {SELECTOR, "example.org"}
    assert not done.result.findings


def test_resolvers_that_fail_everywhere_leave_visibility_unknown() -> None:
    broken = "! s1._domainkey CNAME servfail\n" + GOOD
    done = run(case(resolvers=(broken, broken)))
    assert done.states(SELECTOR)["r2"] is C.ERROR
    assert done.result.verdict is not Verdict.READY


@pytest.mark.parametrize("silent", ["timeout", "refused", "servfail"])
@pytest.mark.parametrize("first", [True, False])
def test_one_dead_server_changes_no_verdict(silent: str, first: bool) -> None:
    good = run(case())
    done = run(case((silent, GOOD) if first else (GOOD, silent)))
    assert done.statuses == good.statuses
    assert done.result.verdict is not Verdict.UNKNOWN
    assert not done.by_code("MISSING01")
    assert done.report.delegation is not None
    dead = done.report.delegation.servers[0 if first else 1]
    assert dead.works is False
    assert silent in dead.reason


def test_nobody_in_reach_is_unknown() -> None:
    done = run(case(("timeout", "timeout"), ("timeout", "timeout")))
    assert done.result.verdict is Verdict.UNKNOWN
    assert done.statuses == [S.UNKNOWN] * 3
    assert not [f for f in done.result.findings if f.record.type]
    assert any("--no-authoritative" in s.reason for s in done.result.skipped)


def test_a_server_that_points_elsewhere_sends_the_question_there() -> None:
    """The selector's zone was delegated to another server, which has the key."""
    parent = SPF + DMARC + "_domainkey NS ns1.keys.example.\n"
    below = "s1 CNAME s1.dkim.mail.example.\n"
    servers = {NS1: parent, NS2: f"as {NS1}", "ns1.keys.example": below}
    resolvers = (f"{parent}", "timeout")
    done = run(case(servers, resolvers, parent=f"@ NS {NS1}.\n@ NS {NS2}.\n"))
    assert done.statuses == [S.VERIFIED] * 3
    assert done.states(SELECTOR)["ns1.keys.example"] is C.MATCH


def test_a_wildcard_does_not_take_the_name() -> None:
    """Addresses that a wildcard makes up for every name stand at none of them."""
    wild = '* A 192.0.2.80\n* TXT "hello"\n'
    done = run(case((GOOD + wild, f"as {NS1}"), (GOOD + wild, GOOD + wild)))
    assert done.result.verdict is Verdict.READY


def test_a_server_that_denies_empty_names_wrongly_hides_nothing() -> None:
    """`_domainkey` is said not to exist, although a selector stands below it (RFC 8020)."""
    broken = "! _domainkey * nxdomain\n" + GOOD
    done = run(case((broken, f"as {NS1}")))
    assert done.statuses == [S.VERIFIED] * 3


def test_compact_denial_is_still_a_denial() -> None:
    """Signing servers answer "no such type" for names that do not exist (RFC 9824)."""
    lines = f"! {SELECTOR}. * nodata\n"
    done = run(case((lines + SPF + DMARC, f"as {NS1}")))
    (missing,) = done.by_code("MISSING01")
    assert missing.record.name == SELECTOR


def test_an_alias_is_followed_out_of_the_zone() -> None:
    """The provider asked for a TXT record; the domain's owner made an alias to it."""
    key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    done = run(case(expects=f'{SPF}s1._domainkey TXT "{key}"\n{DMARC}'))
    assert done.statuses[1] is S.VERIFIED


def test_an_inherited_policy_is_found_at_the_parents_own_servers() -> None:
    """No resolver is asked for the parent's policy: it would remember that there is none."""
    zone = 'mail TXT "v=spf1 include:spf.mail.example ~all"\n' + DMARC
    stated = case((zone, f"as {NS1}"), (zone, zone), expects=SPF, domain="mail.example.org")
    done = run(stated)
    assert done.report.predicted is not None
    assert done.report.predicted.dmarc is S.VERIFIED
    assert "_dmarc.example.org" not in done.resolved()
    assert "_dmarc.mail.example.org" not in done.resolved()


def test_a_policy_that_is_asked_for_may_be_inherited() -> None:
    """No resolver was asked for it, and none has to be: nothing stands there."""
    zone = '@ TXT "v=spf1 -all"\nmail TXT "v=spf1 include:spf.mail.example ~all"\n' + DMARC
    stated = case((zone, f"as {NS1}"), (zone, zone), expects=SPF + DMARC, domain="mail.example.org")
    done = run(stated)
    assert done.statuses == [S.VERIFIED] * 2
    assert done.result.verdict is Verdict.READY
    assert C.MATCH not in done.states("_dmarc.mail.example.org").values()
    assert run(stated, authoritative=False).result.verdict is Verdict.READY


def test_without_name_servers_the_resolvers_decide() -> None:
    done = run(case(resolvers=(SPF + DMARC, GOOD)), authoritative=False)
    asked = {a.vantage.kind for a in done.network.asked}
    assert asked == {VantageKind.RESOLVER}
    assert done.statuses == [S.VERIFIED, S.PENDING, S.VERIFIED]
    assert done.result.verdict is Verdict.WAIT


def test_what_any_resolver_shows_is_published() -> None:
    """Each of them remembers the absence of another record."""
    early = "! s1._domainkey CNAME nxdomain ttl=200\n" + GOOD
    other = "! _dmarc TXT nxdomain ttl=100\n" + GOOD
    for resolvers in ((early, other), (other, early)):
        done = run(case(resolvers=resolvers), authoritative=False)
        assert done.statuses == [S.VERIFIED, S.PENDING, S.PENDING]
        assert done.result.verdict is Verdict.WAIT
        assert not done.result.findings
        assert done.report.retry_at == "2026-03-04T12:03:20Z"
        assert done.report.predicted is not None
        assert done.report.predicted.dmarc is S.PENDING
    unasked = run(case(resolvers=(SPF + KEY, SPF + DMARC), expects=SPF), authoritative=False)
    assert not unasked.result.findings


def test_what_only_resolvers_say_is_not_certain() -> None:
    done = run(case(resolvers=(SPF + DMARC, SPF + DMARC)), authoritative=False)
    (missing,) = done.by_code("MISSING01")
    assert missing.certainty is Certainty.INCONCLUSIVE
    assert "Only resolvers were asked" in missing.fix
    assert "without --no-authoritative" in missing.fix
    asked = run(case((SPF + DMARC, SPF + DMARC)))
    assert not any("Only resolvers" in f.fix for f in asked.result.findings)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("how", ["servfail", "bogus ede=6"])
def test_one_resolver_that_fails_at_one_record_makes_it_pending(how: str, turned: bool) -> None:
    failing = f"! s1._domainkey * {how}\n" + GOOD
    texts = {"r1": failing, "r2": GOOD} if turned else {"r2": GOOD, "r1": failing}
    done = run(case(resolvers=texts), authoritative=False)
    assert done.statuses == [S.VERIFIED, S.PENDING, S.VERIFIED]
    assert done.result.verdict is Verdict.WAIT
    (open_,) = done.result.skipped
    assert (open_.code, open_.question.name) == ("PROP03", SELECTOR)
    assert "r1 fails to look it up although others show it" in open_.reason


@pytest.mark.parametrize(
    "other",
    [
        # It fails whatever it is asked, does not serve us, is silent, or blocks on purpose.
        "servfail",
        "! s1._domainkey * refused\n" + GOOD,
        "! s1._domainkey * timeout\n" + GOOD,
        "! s1._domainkey * servfail ede=15\n" + GOOD,
    ],
)
def test_what_says_nothing_about_a_record_changes_nothing(other: str) -> None:
    done = run(case(resolvers=(GOOD, other)), authoritative=False)
    assert done.statuses == [S.VERIFIED] * 3
    assert done.result.verdict is Verdict.READY
    assert not done.result.skipped


def test_where_every_resolver_fails_nobody_knows() -> None:
    failing = "! s1._domainkey * servfail\n" + GOOD
    done = run(case(resolvers=(failing, failing)), authoritative=False)
    assert done.statuses == [S.VERIFIED, S.UNKNOWN, S.VERIFIED]
    assert done.result.verdict is Verdict.UNKNOWN
    assert not any(s.code == "PROP03" for s in done.result.skipped)


def test_a_domain_alone_is_checked_by_its_own_records() -> None:
    broken = '@ TXT "v=spf1 -all"\n@ TXT "v=spf1 ~all"\n' + DMARC
    stated = case((broken, f"as {NS1}"), (broken, broken), expects="")
    domain = domain_of(stated)._replace(provider="", records=())
    network = CaseNetwork(stated, domain.name)
    result = check_live([domain], network, Settings(all_rules(), now=NOW))
    assert "SPF01" in {f.code for f in result.findings}
    assert all(f.domain == "example.org" for f in result.findings)


def test_a_domain_alone_may_have_its_policy_in_a_zone_below() -> None:
    above = '@ TXT "v=spf1 -all"\n_dmarc NS ns1.keys.example.\n'
    servers = {NS1: above, "ns1.keys.example": '@ TXT "v=DMARC1; p=none"\n'}
    stated = case(servers, (above,), expects="", parent="@ NS ns1.dnshost.example.\n")
    domain = domain_of(stated)._replace(provider="", records=())
    result = check_live([domain], CaseNetwork(stated, domain.name), Settings(all_rules(), now=NOW))
    assert not result.findings
    assert result.verdict is Verdict.READY


def test_a_domain_alone_that_nobody_answers_for_is_unknown() -> None:
    stated = case(("timeout", "timeout"), ("timeout", "timeout"), expects="")
    domain = domain_of(stated)._replace(provider="", records=())
    network = CaseNetwork(stated, domain.name)
    result = check_live([domain], network, Settings(all_rules(), now=NOW))
    assert result.verdict is Verdict.UNKNOWN


def test_every_question_is_a_real_one() -> None:
    """No server is asked for ANY or for a list of names, and none for a zone's neighbour."""
    done = run(case())
    assert not {a.question.type for a in done.network.asked} & {"ANY", "BELOW"}
    servers = [a for a in done.network.asked if a.vantage.kind is VantageKind.AUTHORITATIVE]
    assert all(a.question.name.endswith("example.org") for a in servers)
    neighbours = {a.question for a in servers if a.question.name.startswith("zz-")}
    assert len(neighbours) < 30
    assert isinstance(servers[0], Asked)


def test_the_matrix_has_every_place() -> None:
    done = run(case())
    for row in done.report.visibility:
        assert [c.vantage for c in row.cells] == [NS1, NS2, "r1", "r2"]
    assert REST


@rule("TEST01", severity=Severity.ERROR, per=Scope.VANTAGES, good=Case(), bad=Case())
def zone_broken(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Stands in for a fault that keeps the whole zone from view."""
    yield Problem("the zone is broken", name=domain.name, type="")


@rule("TEST02", severity=Severity.ERROR, per=Scope.VANTAGES, good=Case(), bad=Case())
def policy_broken(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Stands in for a fault that keeps one record from view."""
    record = domain.records[2]
    yield Problem("the record is broken", expected=record)


def test_a_fault_of_the_zone_spoils_what_resolvers_fail_to_show() -> None:
    done = run(case(resolvers=("servfail", "servfail")), rules=(zone_broken,))
    assert done.statuses == [S.FAILED] * 3
    done = run(case(resolvers=("servfail", GOOD)), rules=(zone_broken,))
    assert done.statuses == [S.PENDING] * 3
    done = run(case(resolvers=("timeout", GOOD)), rules=(zone_broken,))
    assert done.statuses == [S.VERIFIED] * 3


def test_a_fault_of_one_record_spoils_it_everywhere() -> None:
    done = run(case(), rules=(policy_broken,))
    assert done.statuses == [S.VERIFIED, S.VERIFIED, S.FAILED]
    assert done.report.predicted is not None
    assert done.report.predicted.dmarc is S.FAILED


@pytest.mark.parametrize("both", [True, False])
def test_a_server_that_answers_only_some_questions_changes_no_verdict(both: bool) -> None:
    """Rate limits and types that a server does not know cost hints, never a wrong verdict."""
    limited = f"! * A servfail\n! * AAAA timeout\n! * NS refused\n! * MX refused\n{GOOD}"
    done = run(case((limited, f"as {NS1}" if both else GOOD)))
    assert done.statuses == [S.VERIFIED] * 3
    assert done.result.verdict is Verdict.READY
    missing = run(case((limited.replace(KEY, ""), f"as {NS1}" if both else SPF + DMARC)))
    assert missing.statuses[1] is S.MISSING
    assert missing.result.verdict is Verdict.FIX


def test_a_wildcard_that_answers_for_the_expected_name_is_told_from_the_record() -> None:
    wild = SPF + DMARC + "* CNAME parked.example.net.\n"
    done = run(case((wild, f"as {NS1}"), (wild, wild)))
    assert done.by_code("CLASH05")
    assert not done.by_code("MISSING01")


@pytest.mark.parametrize("other", ["same", "nothing", "refused"])
@pytest.mark.parametrize("held", [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)])
def test_resolvers_are_asked_only_for_what_every_working_server_has(
    held: tuple[int, ...], other: str
) -> None:
    zone = "".join((SPF, KEY, DMARC)[index] for index in held)
    second = {"same": f"as {NS1}", "nothing": "www A 192.0.2.1\n", "refused": "refused"}[other]
    done = run(case((f"{zone}www A 192.0.2.1\n", second)))
    expected = ("example.org", SELECTOR, "_dmarc.example.org")
    allowed = {expected[index] for index in held} if other != "nothing" else set()
    asked = {
        a.question.name
        for a in done.network.asked
        # Every zone has these two.
        if a.vantage.kind is VantageKind.RESOLVER and a.question.type not in ("SOA", "NS")
    }
    assert {name for name in asked if name.endswith("example.org")} <= allowed


def test_nobody_is_told_to_wait_for_a_record_with_an_error() -> None:
    two = GOOD + '@ TXT "v=spf1 mx ~all"\n'
    done = run(case((two, two), (two, DMARC + KEY)))
    assert done.by_code("SPF01")
    assert not done.by_code("PROP01")
    assert not done.by_code("PROP04")
