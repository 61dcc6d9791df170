"""Live checks of a rule's case: what is said, and what was asked of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from case_network import CaseNetwork
from rule_cases import domain_of

from senderlint.lint.live_check import Progress, check_live
from senderlint.lint.model import (
    CellState,
    DomainReport,
    Finding,
    RecordStatus,
    Result,
    VantageKind,
)
from senderlint.lint.rule import Case, Rule, all_rules
from senderlint.lint.settings import Settings

NOW = "2026-03-04T12:00:00Z"
SPF = '@ TXT "v=spf1 include:spf.mail.example ~all"\n'
DMARC = '_dmarc TXT "v=DMARC1; p=none"\n'
KEY = "s1._domainkey CNAME s1.dkim.mail.example.\n"
GOOD = SPF + KEY + DMARC
REST = """\
spf.mail.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
s1.dkim.mail.example. TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
"""
NS1, NS2 = "ns1.dnshost.example", "ns2.dnshost.example"


class Run(NamedTuple):
    """A result with the network that it came from and the rounds that it took."""

    result: Result
    network: CaseNetwork
    rounds: tuple[Progress, ...]

    @property
    def report(self) -> DomainReport:
        """The only domain's."""
        (report,) = self.result.domains
        return report

    @property
    def statuses(self) -> list[RecordStatus]:
        """Those of the expected records, in their order."""
        return [r.status for r in self.report.records]

    def states(self, name: str) -> dict[str, CellState]:
        """What each server shows of the record at this name."""
        row = next(v for v in self.report.visibility if v.name == name)
        return {cell.vantage: cell.state for cell in row.cells}

    def by_code(self, code: str) -> list[Finding]:
        """The findings of one rule."""
        return [f for f in self.result.findings if f.code == code]

    def resolved(self) -> set[str]:
        """The names that resolvers were asked for."""
        return {
            a.question.name for a in self.network.asked if a.vantage.kind is VantageKind.RESOLVER
        }


def case(
    servers: Mapping[str, str] | Sequence[str] = (GOOD, f"as {NS1}"),
    resolvers: Mapping[str, str] | Sequence[str] = (GOOD, GOOD),
    *,
    expects: str = GOOD,
    elsewhere: str = REST,
    **more: str,
) -> Case:
    """A case with name servers ns1, ns2 … and resolvers r1, r2 … where they have no names."""
    if not isinstance(servers, Mapping):
        servers = {f"ns{n}.dnshost.example": text for n, text in enumerate(servers, 1)}
    if not isinstance(resolvers, Mapping):
        resolvers = {f"r{n}": text for n, text in enumerate(resolvers, 1)}
    return Case(
        expects=expects,
        servers=servers,
        resolvers=resolvers,
        elsewhere=elsewhere,
        **more,  # type: ignore[arg-type]
    )


def run(
    stated: Case,
    *,
    authoritative: bool = True,
    rules: tuple[Rule, ...] | None = None,
    now: str = NOW,
) -> Run:
    """Check the case's domain live, at a time."""
    domain = domain_of(stated)
    network = CaseNetwork(stated, domain.name)
    rounds: list[Progress] = []
    result = check_live(
        [domain],
        network,
        Settings(all_rules() if rules is None else rules, now=now),
        authoritative=authoritative,
        told=rounds.append,
    )
    return Run(result, network, tuple(rounds))
