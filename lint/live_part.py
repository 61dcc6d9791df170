"""What one domain of a live check adds to the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .at_servers import plural, servers
from .delegation import from_cut
from .judge import Judgement, Said, merge, unexplained
from .live_places import Places, Seen, label
from .model import (
    Affects,
    CellState,
    Delegation,
    ExpectedRecord,
    Observation,
    Purpose,
    Question,
    RecordKey,
    RecordStatus,
    Severity,
    Skipped,
    Vantage,
    Visibility,
)
from .network import Asked
from .part import Part, Standing, domain_report, observation, observations, standing
from .precedence import finest
from .records.names import join
from .settings import Settings
from .verdict import least_known
from .visibility import Shown, latest

S = RecordStatus
_DISAGREE = "NS04"  # says only that servers differ; what follows from it is in `_least`


def assembled(
    places: Places, compared: Judgement, shown: Sequence[tuple[Shown, ...]], settings: Settings
) -> Part:
    """The domain's report with all findings; `shown` is each expected record at each place."""
    said = finest((*compared.said, *_merged(places)))
    deciding = places.seen[0]
    stands = _standing(places, compared.said, said, shown, settings)
    pending = [
        c for cells, s in zip(shown, stands.statuses, strict=True) if s is S.PENDING for c in cells
    ]
    report = domain_report(deciding.view, said, settings, stands)._replace(
        retry_at=latest(pending),
        visibility=_visibility(places, shown),
        delegation=_delegation(places),
    )
    open_ = (*deciding.judgement.open, *compared.open)
    return Part(
        report=report,
        findings=tuple(s.finding for s in said),
        skipped=(
            *unexplained(open_, said),
            *_unseen(places, shown, stands.statuses),
            *_failed(places, shown),
        ),
        observations=tuple(_observations(places)),
    )


def _merged(places: Places) -> Iterator[Said]:
    """What was said of each group, equal findings as one that names all servers.

    Resolvers that are behind the deciding ones have nothing to say of their own, and the deciding
    ones nothing of a record that others show.
    """
    speaking = places.seen if places.authoritative else places.seen[:1]
    shown = set() if places.authoritative else _shown_by_others(places)
    merged: dict[tuple[str, ExpectedRecord | None], Said] = {}
    for said in (one for seen in speaking for one in seen.said):
        if said.finding.record in shown:
            continue
        key = said.finding.fingerprint, said.expected
        first = merged.get(key)
        both = said.finding if first is None else merge((first.finding, said.finding))[0]
        merged[key] = said._replace(finding=both)
    yield from merged.values()


def _failing(places: Places, index: int, shown: Sequence[tuple[Shown, ...]]) -> tuple[Vantage, ...]:
    """The resolvers that fail at a record which others show, where nobody else is asked."""
    if places.authoritative or not any(c.cell.state is CellState.MATCH for c in shown[index]):
        return ()
    own = dict(zip(places.world.resolvers, shown[index], strict=True))
    return tuple(v for v in places.failing(index) if own[v].cell.state is CellState.ERROR)


def _failed(places: Places, shown: Sequence[tuple[Shown, ...]]) -> Iterator[Skipped]:
    """Says that the name servers would have to be asked why a resolver fails."""
    for index, record in enumerate(places.world.domain.records):
        failing = _failing(places, index, shown)
        if failing:
            verb = "fail" if plural(failing) else "fails"
            yield Skipped(
                "PROP03",
                "resolvers-disagree",
                places.world.domain.name,
                record.question,
                f"{servers(failing)} {verb} to look it up although others show it; without "
                "--no-authoritative the name servers and signatures are looked at, too",
            )


def _shown_by_others(places: Places) -> set[RecordKey]:
    """What the deciding resolvers only remember as absent."""
    domain = places.world.domain
    policy = {RecordKey(join("_dmarc", domain.name), "TXT")} if _has_policy(places) else set()
    return policy | {RecordKey(*domain.records[n].question) for n in places.elsewhere()}


def _has_policy(places: Places) -> bool:
    """Whether resolvers other than the deciding ones show a policy that these lack."""
    policies = [seen.bare.dmarc for seen in places.seen]
    return policies[0] is S.MISSING and S.VERIFIED in policies


def _standing(
    places: Places,
    compared: Sequence[Said],
    said: Sequence[Said],
    shown: Sequence[tuple[Shown, ...]],
    settings: Settings,
) -> Standing:
    """The statuses that all places together give."""
    grave = [s for s in said if s in compared and s.finding.code != _DISAGREE]
    whole, parts = _combined(places, grave, said, shown, settings)
    statuses = tuple(
        _spoilt(
            _everywhere(status, [p.statuses[i] for p in parts], shown[i]),
            places.world.domain.records[i],
            grave,
            shown[i],
        )
        for i, status in enumerate(whole.statuses)
    )
    pairs = zip(places.world.domain.records, statuses, strict=True)
    policies = [s for e, s in pairs if e.purpose is Purpose.DMARC]
    dmarc = _everywhere(whole.dmarc, [*(p.dmarc for p in parts), *policies], ())
    dmarc = next((s for s in (S.FAILED, S.MISSING) if s in policies), dmarc)
    asked = bool(places.working) and not list(_unseen_records(places, shown, statuses))
    return Standing(statuses, dmarc, asked=asked)


def _combined(
    places: Places,
    compared: Sequence[Said],
    said: Sequence[Said],
    shown: Sequence[tuple[Shown, ...]],
    settings: Settings,
) -> tuple[Standing, tuple[Standing, ...]]:
    """The statuses that decide, and those of places that may only be behind."""

    def stands(seen: Seen) -> Standing:
        about = [s for s in said if s in compared or set(s.finding.vantages) >= set(seen.group)]
        return standing(seen.view, [s for s in about if s.finding.code != _DISAGREE], settings)

    if not places.authoritative:
        first = _seen_by_others(places, stands(places.seen[0]), shown)
        return first, tuple(o.bare for o in places.seen[1:])
    return _least([stands(seen) for seen in places.seen], shown), ()


def _least(parts: Sequence[Standing], shown: Sequence[tuple[Shown, ...]]) -> Standing:
    """What a verifier sees at worst where name servers differ.

    It asks one resolver, which asks any of the servers, so that the same record is there for one
    verifier and not for the next. Whichever server is named first decides nothing. What is missing
    at one of them and right at the others is missing in the end and not wrong: nothing wrong is
    shown to anybody. A server that cannot tell says nothing as long as another one can.
    """
    statuses = tuple(
        least_known([*(p.statuses[i] for p in parts), *_differing(cells)])
        for i, cells in enumerate(shown)
    )
    return Standing(statuses, least_known([p.dmarc for p in parts]))


def _differing(cells: Iterable[Shown]) -> set[RecordStatus]:
    """What the name servers of the record's own zone show, where they show several things."""
    found = {c.status for c in cells if not c.by_resolver} - {S.UNKNOWN}
    return found if len(found) > 1 else set()


def _seen_by_others(
    places: Places, stands: Standing, shown: Sequence[tuple[Shown, ...]]
) -> Standing:
    """Statuses where resolvers differ: what only some of them show is not visible to everybody.

    The others remember that it is absent, or fail, and nobody asks the name servers why.
    """
    partly = places.elsewhere() | {
        n for n, s in enumerate(stands.statuses) if s is S.VERIFIED and _failing(places, n, shown)
    }
    statuses = tuple(S.PENDING if n in partly else s for n, s in enumerate(stands.statuses))
    return stands._replace(
        statuses=statuses, dmarc=S.PENDING if _has_policy(places) else stands.dmarc
    )


def _spoilt(
    own: RecordStatus, record: ExpectedRecord, compared: Iterable[Said], shown: Iterable[Shown]
) -> RecordStatus:
    """A record that is there counts for little where a fault of its servers keeps it from view.

    A fault of the whole zone does so at the resolvers that fail: at some, or at all that answer.
    """
    if own not in (S.VERIFIED, S.PENDING):
        return own
    faults = [s for s in compared if s.finding.severity is Severity.ERROR]
    grave = [s for s in faults if Affects.VERIFY in s.finding.affects]
    if any(s.is_about(record) for s in grave):
        return S.FAILED
    states = {s.cell.state for s in shown if s.by_resolver}
    if CellState.ERROR not in states or all(s.finding.record.type for s in grave):
        return own
    return S.PENDING if CellState.MATCH in states else S.FAILED


def _everywhere(
    own: RecordStatus, others: Iterable[RecordStatus], shown: Iterable[Shown]
) -> RecordStatus:
    """Verified only where every place that could be asked shows it.

    What is shown nowhere is right by a policy that is inherited, and nobody can be behind.
    """
    cells = tuple(shown)
    stands = any(s.cell.state is CellState.MATCH for s in cells)
    behind = stands and any(s.behind for s in cells)
    apart = any(o not in (S.VERIFIED, S.UNKNOWN) for o in others)
    return S.PENDING if own is S.VERIFIED and (behind or apart) else own


def _unseen_records(
    places: Places, shown: Sequence[tuple[Shown, ...]], statuses: Sequence[RecordStatus]
) -> Iterator[ExpectedRecord]:
    """The required records that are right at the name servers and could be asked nowhere else."""
    resolvers = len(places.world.resolvers)
    for record, cells, status in zip(places.world.domain.records, shown, statuses, strict=True):
        seen = cells[len(cells) - resolvers :]
        published = any(c.cell.state is CellState.MATCH for c in cells)
        if (
            record.required
            and status is S.VERIFIED
            and published
            and not any(s.reached for s in seen)
        ):
            yield record


def _unseen(
    places: Places, shown: Sequence[tuple[Shown, ...]], statuses: Sequence[RecordStatus]
) -> Iterator[Skipped]:
    """Says that nobody knows whether the world sees these records."""
    for record in _unseen_records(places, shown, statuses):
        yield Skipped(
            "PROP01",
            "negative-cache",
            places.world.domain.name,
            record.question,
            "no resolver has answered, so nobody knows whether it is visible",
        )


def _visibility(places: Places, shown: Sequence[tuple[Shown, ...]]) -> tuple[Visibility, ...]:
    return tuple(
        Visibility(e.type, e.name, e.value, tuple(s.cell for s in cells))
        for e, cells in zip(places.world.domain.records, shown, strict=True)
    )


def _delegation(places: Places) -> Delegation | None:
    return from_cut(places.world.cut, lambda name: _works(places, name))


def _works(places: Places, name: str) -> tuple[bool | None, str]:
    """Whether a name server answers for the zone at one of its addresses, or why it does not."""
    addresses = [v for v in places.world.authorities if v.label == name]
    if not addresses or not places.authoritative:
        return None, ""
    if places.working.intersection(addresses):
        return True, ""
    question = Question(places.world.domain.name, "TXT")
    said = (places.memory.answer(Asked(v, question)) for v in addresses)
    return False, next((a.reason for a in said if a is not None and a.reason), "")


def _observations(places: Places) -> Iterator[Observation]:
    """What decided, and what every other place said of the expected names."""
    domain, deciding = places.world.domain, places.seen[0]
    yield from observations(domain, deciding.perspective.answers)
    vantages = (*places.world.authorities, *places.world.resolvers)
    for question in dict.fromkeys(e.question for e in domain.records):
        for vantage in vantages:
            answer = places.memory.answers.get(Asked(vantage, question))
            if answer is not None and vantage != deciding.perspective.vantage:
                yield observation(answer, label(vantage, vantages))
