"""One domain of a live check, worked out round by round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from . import foreseen
from .agreement import Group, groups
from .cached import DENIED
from .judge import NOTHING, Judgement, Said, judge_node, judge_world, together, zone_checks
from .live_part import assembled
from .live_places import Places, Seen
from .lookup import Sight
from .memory import Memory
from .model import Certainty, Node, Question, SenderDomain, Severity, Vantage, VantageKind
from .moments import moment
from .network import Asked, Cut
from .noun import NamedTuple
from .part import Part, prepare, standing
from .perspective import Perspective, Place
from .records import names
from .records.suffix import organisational_domain
from .remembered import Remembered
from .settings import Settings
from .sources.authority import Zone
from .view import ANY, Unanswered, View
from .visibility import Shown
from .world import World

_ONLY_RESOLVERS = (
    "Only resolvers were asked, and they may remember what was there before. If you have mended "
    "this already, check again without --no-authoritative, which asks the name servers "
    "themselves, or later, when what the resolvers remember is over."
)
_MAIL = ("_dmarc", "_mta-sts", "_smtp._tls", "default._bimi")  # where policies are announced


class Scene(NamedTuple):
    """What all domains of a run share: see `check_live`."""

    memory: Memory
    resolvers: tuple[Vantage, ...]
    settings: Settings
    authoritative: bool
    files: tuple[Zone, ...]


class DomainCheck:
    """Works one domain out round by round; whatever it lacks is noted in the shared memory."""

    def __init__(self, domain: SenderDomain, scene: Scene) -> None:
        self._domain = domain
        self._memory, self._resolvers = scene.memory, scene.resolvers
        self._settings, self._authoritative = scene.settings, scene.authoritative
        self._now = moment(scene.settings.now)
        self._files = tuple(z for z in scene.files if names.is_within(domain.name, z.zone))
        self._kept: dict[Group, Perspective] = {}
        self._said: dict[Group, Remembered] = {}
        self._part: Part | None = None

    def part(self) -> Part | None:
        """What the domain adds to the result, None where the network has to be asked first."""
        if self._part is None:
            self._part = self._advance()
        return self._part

    def vantages(self) -> tuple[Vantage, ...]:
        """The servers that were asked about the domain."""
        cut = self._memory.cut(self._domain.name)
        servers = cut.servers if cut is not None and self._authoritative else ()
        return (*servers, *self._resolvers, *(z.vantage for z in self._files))

    def note(self) -> None:
        """Note what is wanted next and can be told before any rule has run."""
        cut = self._memory.cut(self._domain.name)
        if cut is None:
            self._ask_included()
        elif self._part is None:
            self._published(self._place(cut), cut)

    def _advance(self) -> Part | None:
        cut = self._memory.cut(self._domain.name)
        if cut is None:
            return None
        place = self._place(cut)
        world = self._world(place, cut)
        grouped = groups(self._memory, place.servers, self._telling(place.zone))
        if grouped is None:
            self._first_questions(place, world)
            return None
        seen = self._seen(place, grouped or (place.servers,))
        compared = self._compared(world)
        if world is None or seen is None or compared is None:
            return None
        working = frozenset(v for group in grouped for v in group)
        places = Places(world, self._memory, seen, working, self._authoritative)
        shown = self._shown(places)
        return None if shown is None else assembled(places, compared, shown, self._settings)

    def sketched(self, found: Mapping[str, Cut]) -> None:
        """Note what the servers will be asked first that are known before all are."""
        cut = found.get(self._domain.name)
        if cut is None or not cut.servers or not self._authoritative:
            return
        place = self._place(cut)
        telling = self._telling(place.zone)
        self._memory.want(Asked(v, q) for v in place.servers for q in telling)
        self._first_questions(place, self._world(place, cut))

    def published(self, found: Mapping[str, Cut]) -> None:
        """Note what resolvers will be asked, as far as these servers have answered."""
        cut = found.get(self._domain.name)
        if cut is not None:
            self._published(self._place(cut), cut)

    def _first_questions(self, place: Place, world: World | None) -> None:
        """Note all that can be foreseen, to have it with the first round."""
        self._perspective(place, place.servers).foresee(self._ahead(place.zone))
        self._compared(world)

    def _ahead(self, zone: str) -> Iterator[Question]:
        yield from foreseen.questions(self._domain, zone, near=False)
        yield from foreseen.wildcards(self._domain, zone)

    def _ask_included(self) -> None:
        """Ask about SPF records of other people, which need neither the zone nor its servers."""
        own = organisational_domain(self._domain.name)
        ahead = foreseen.included(self._domain, own)
        self._memory.want(Asked(first, q) for q in ahead for first in self._resolvers[:1])

    def _place(self, cut: Cut) -> Place:
        """The zone as rules see it: never less than the name that was registered."""
        organisation = organisational_domain(self._domain.name)
        zone = cut.zone if names.is_within(cut.zone, organisation) else organisation
        servers = cut.servers if self._authoritative else self._believed(cut)
        return Place(zone, organisation, servers, cut.reason)

    def _believed(self, cut: Cut) -> tuple[Vantage, ...]:
        """The resolvers, without those that deny whatever they are asked, even the zone above."""
        above = Question(cut.parent, "NS")
        said = {v: self._memory.answer(Asked(v, above)) for v in self._resolvers if cut.parent}
        lying = [v for v, a in said.items() if a is not None and a.status in DENIED]
        return tuple(v for v in self._resolvers if v not in lying)

    def _telling(self, zone: str) -> list[Question]:
        """The questions by which servers are told apart."""
        name = self._domain.name
        own = [Question(name, "TXT"), Question(name, "MX")]
        own.append(Question(names.join("_dmarc", name), "TXT"))
        expected = [e.question for e in self._domain.records]
        return [q for q in (*expected, *own) if names.is_within(q.name, zone)]

    def _perspective(self, place: Place, group: Group) -> Perspective:
        if group not in self._kept:
            sight = Sight(place.zone, place.organisation, group, self._resolvers, place.reason)
            nobody = Vantage(VantageKind.AUTHORITATIVE, place.zone)
            vantage = next(iter(group), nobody)
            self._kept[group] = Perspective(self._domain, vantage, sight, self._memory)
        return self._kept[group]

    def _seen(self, place: Place, grouped: Sequence[Group]) -> tuple[Seen, ...] | None:
        """What each group of servers shows, the one that decides first."""
        looked = [self._look(place, group) for group in grouped]
        seen = [s for s in looked if s is not None]
        if len(seen) < len(looked):
            return None
        if not self._authoritative:  # the others may only remember an older state
            seen.sort(key=lambda s: -sum(map(s.is_right, range(len(self._domain.records)))))
        return tuple(seen)

    def _look(self, place: Place, group: Group) -> Seen | None:
        perspective = self._perspective(place, group)
        if group not in self._said:  # so that rules do not stop at each of these first
            perspective.foresee(self._ahead(place.zone))
        remembered = self._said.setdefault(group, self._remembered())
        settled = perspective.settle(lambda view: self._judged(view, remembered))
        if settled is None:
            return None
        judgement, view = settled
        said = tuple(_by(group, s) for s in judgement.said)
        bare = standing(view, (), self._settings)
        return Seen(group, perspective, view, said, judgement, bare)

    def _remembered(self) -> Remembered:
        return Remembered(self._domain, self._settings.rules, self._settings.documents)

    def _judged(self, view: View, remembered: Remembered) -> Judgement:
        judgement = remembered.judge(view)
        prepare(view, self._settings)
        return judgement if self._domain.provider else together((judgement, self._alone(view)))

    def _alone(self, view: View) -> Judgement:
        """For a domain that came without a document: the zone rules on the names of its mail."""
        domain = self._domain.name
        mail = (domain, *(names.join(label, domain) for label in _MAIL))
        view.want(Question(name, ANY) for name in mail)
        nodes = [_node(view, name) for name in mail]
        checks = zone_checks(self._settings.rules)
        return together(judge_node(view, checks, node) for node in nodes if node is not None)

    def _world(self, place: Place, cut: Cut) -> World | None:
        """All servers of the domain; names of its records in other zones have their own."""
        own, zone = place.organisation, place.zone
        above = [e.name for e in self._domain.records if names.is_within(e.name, own)]
        if None in [self._memory.cut(n) for n in above if not names.is_within(n, zone)]:
            return None
        outside = [e.name for e in self._domain.records if e.name in self._memory.cuts]
        return World(
            self._domain,
            cut,
            place.servers if self._authoritative else (),
            self._resolvers,
            self._memory.answers,
            self._now,
            files=tuple(dict.fromkeys(z.vantage for z in self._files)),
            cuts={name: self._memory.cuts[name] for name in outside},
        )

    def _compared(self, world: World | None) -> Judgement | None:
        if world is None or not self._authoritative:
            return None if world is None else NOTHING
        judgement = judge_world(world, self._settings.rules, self._settings.documents)
        self._memory.want(world.wanted)
        return None if world.wanted else judgement

    def _published(self, place: Place, cut: Cut) -> None:
        """Ask resolvers for what the name servers have, whatever rules will say of it."""
        world = self._world(place, cut)
        if world is None or not self._authoritative:
            return
        questions = [e.question for e in self._domain.records]
        known = [q for q in questions if world.seems_published(q)]
        self._memory.want(Asked(v, q) for q in known for v in self._resolvers)

    def _shown(self, places: Places) -> list[tuple[Shown, ...]] | None:
        """For each expected record what every place shows."""
        found = [places.shown(index) for index in range(len(self._domain.records))]
        known = [shown for shown in found if shown is not None]
        return known if len(known) == len(found) else None


def _node(view: View, name: str) -> Node | None:
    """What stands at a name; a zone of its own there is asked itself, so that it hides nothing."""
    try:
        node = view.at(name)
    except Unanswered:
        return None
    shown = tuple(r for r in node.records if r.type != "NS" or name == view.zone)
    return node._replace(records=shown) if shown else None


def _by(group: Group, said: Said) -> Said:
    """What was said of one server is true of all that answer the same.

    A resolver may only remember what it says.
    """
    finding = said.finding
    if any(v.kind is VantageKind.RESOLVER for v in group):
        fix = finding.fix
        if finding.severity is not Severity.INFO:
            fix = "\n\n".join(part for part in (fix, _ONLY_RESOLVERS) if part)
        finding = finding._replace(certainty=Certainty.INCONCLUSIVE, fix=fix)
    return said._replace(finding=finding._replace(vantages=group or finding.vantages))
