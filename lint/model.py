"""The nouns: frozen data that every stage hands to the next one.

They are named tuples rather than frozen dataclasses because a dataclass takes about ten times as
long to define, and there are enough of them to be felt each time the command starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from .noun import NamedTuple


class Severity(StrEnum):
    """How much a finding matters, stated by its consequence."""

    ERROR = "error"  # verify will fail, or receivers will reject or ignore
    WARNING = "warning"  # works today, will hurt
    INFO = "info"  # worth knowing

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _SEVERITY_RANK[self]


_SEVERITY_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Certainty(StrEnum):
    """How sure a finding is, kept apart from how bad it is."""

    STATIC = "static"  # read in a complete file
    OBSERVED = "observed"  # servers agreed
    INCONCLUSIVE = "inconclusive"  # something that could not be asked may change it


class Affects(StrEnum):
    """Which of the two questions a finding bears on."""

    VERIFY = "verify"  # what the provider's check will say
    DELIVERY = "delivery"  # what receivers will do with the mail


class AnswerStatus(StrEnum):
    """What one vantage said. An observation, never a verdict."""

    ANSWERED = "answered"
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    UNASKED = "unasked"
    UNKNOWABLE = "unknowable"  # a value that is "known after apply"


class RecordStatus(StrEnum):
    """The state of one expected record or of a group, in the provider's words."""

    MISSING = "missing"
    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"
    UNKNOWN = "unknown"


class DomainStatus(StrEnum):
    """The state of a whole sender domain, in the provider's words."""

    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"
    DISABLED = "disabled"


class Verdict(StrEnum):
    """What to do next."""

    READY = "ready"
    WAIT = "wait"
    FIX = "fix"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """What an expected record is for."""

    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    RETURN_PATH = "return-path"
    INBOUND = "inbound"
    VERIFICATION = "verification"
    TRACKING = "tracking"
    OTHER = "other"


class VantageKind(StrEnum):
    """The kinds of places from which DNS is seen."""

    ZONE_FILE = "zone-file"
    IAC = "iac"
    SNAPSHOT = "snapshot"
    AUTHORITATIVE = "authoritative"
    RESOLVER = "resolver"


class Where(NamedTuple):
    """A place in a file. Line and column are 1-based; a column counts code points.

    `address` is the record's own address in its format, "" where the format has none: a Terraform
    resource address, or a JSON pointer (RFC 6901).
    """

    path: str
    line: int
    column: int = 1
    address: str = ""


class Vantage(NamedTuple):
    """A place from which DNS is seen; `label` is a file's path or a server's name."""

    kind: VantageKind
    label: str
    address: str | None = None


class Question(NamedTuple):
    """A canonical name (lower case, no final dot) and a type.

    The type `ANY` asks a source for everything that it holds at exactly this owner name.
    """

    name: str
    type: str


class Written(NamedTuple):
    """How a record stands in its file, for reports and for rules about spelling.

    `owner` is the owner as typed ("" when inherited from the line above), `data` the record data
    as typed without its comment, `comment` what follows the first unquoted `;` on the record's
    last line, `lines` the file's whole lines. `manager` names the resource or the entry that owns
    the record's whole RRset, "" where each record is managed alone. `is_zone_text` is False for
    records of DNS-as-code, whose lines are not lines of a zone file.
    """

    owner: str
    data: str
    comment: str
    lines: tuple[str, ...]
    manager: str = ""
    is_zone_text: bool = True


class Record(NamedTuple):
    """One resource record as a vantage has it.

    `name` and `target` are canonical names. `strings` are the character-strings of a TXT or SPF
    record, `target` the host of a CNAME, DNAME, MX, NS, PTR or SRV record, `priority` the MX or
    SRV preference. `data` is the record data in presentation form (RFC 1035 section 5.1).
    `proxied` is what a DNS host's export says about its web proxy, None where it says nothing.
    `flaw` says what is wrong with the record data itself, None for readable data.
    """

    name: str
    type: str
    ttl: int | None
    data: str
    strings: tuple[bytes, ...] = ()
    target: str = ""
    priority: int | None = None
    proxied: bool | None = None
    flaw: str | None = None
    where: Where | None = None
    written: Written | None = None

    @property
    def text(self) -> str:
        """The strings joined with nothing between them, as receivers read them (RFC 7208 3.3).

        Octets that are not UTF-8 become lone surrogates, so that nothing is lost.
        """
        return b"".join(self.strings).decode("utf-8", "surrogateescape")


class Answer(NamedTuple):
    """What one vantage said to one question.

    `records` hold the answer's records of the type that was asked for, at the end of `chain`;
    `chain` holds the alias records (CNAME, DNAME) that led there, in order. `wildcard` is the
    `*.` owner that made the answer up, where the vantage knows it. TTLs are seconds. Each of
    `extended_errors` (RFC 8914) starts with its number: `6 DNSSEC Bogus: text`.
    """

    question: Question
    status: AnswerStatus
    records: tuple[Record, ...] = ()
    chain: tuple[Record, ...] = ()
    wildcard: str | None = None
    ttl: int | None = None
    negative_ttl: int | None = None
    flags: tuple[str, ...] = ()
    extended_errors: tuple[str, ...] = ()
    reason: str = ""  # why there is no answer, in words for the reader
    vantage: Vantage | None = None
    round_trip: float | None = None  # seconds
    server_id: str = ""  # which machine of the server answered (NSID, RFC 5001)


class Beside(NamedTuple):
    """What DNS-as-code says about a zone beside its records.

    `removed` are the records, by owner name, that a planned change takes away. `zones` are the
    names of the other zones in the same source, `twins` the addresses of the resources where
    several create public zones of this one name.
    """

    removed: Mapping[str, tuple[Record, ...]] = MappingProxyType({})
    zones: frozenset[str] = frozenset()
    twins: tuple[str, ...] = ()


NOTHING_BESIDE = Beside()


class Fault(NamedTuple):
    """A line of an input file that could not be read, and what was done about it."""

    where: Where
    message: str
    line: str  # the source line
    name: str | None = None  # the owner name, where it could be read


class Node(NamedTuple):
    """Everything that a source holds at one owner name."""

    name: str
    records: tuple[Record, ...]

    def of(self, *types: str) -> tuple[Record, ...]:
        """The records of these types, in the order of the file."""
        return tuple(r for r in self.records if r.type in types)


class ExpectedRecord(NamedTuple):
    """One record that the provider asked for.

    `name` is the absolute canonical owner name. `value` is the text of a TXT record without
    quotes, or the canonical host name of a CNAME, MX or NS record. `written_name` and
    `written_value` are the document's own spelling, `status` the provider's last word on it.
    """

    type: str
    name: str
    value: str
    priority: int | None = None
    required: bool = True
    purpose: Purpose = Purpose.OTHER
    status: str | None = None
    explanation: str | None = None
    ttl: int | None = None
    written_name: str = ""
    written_value: str = ""
    where: Where | None = None
    name_where: Where | None = None
    value_where: Where | None = None

    @property
    def question(self) -> Question:
        """The question whose answer should hold this record."""
        return Question(self.name, self.type)


class DemandKind(StrEnum):
    """What mailbox providers demand of senders, as far as DNS can show it."""

    SPF = "spf"  # an SPF record that allows somebody to send
    DKIM = "dkim"  # a usable key
    DMARC = "dmarc"  # a policy that applies
    ALIGNMENT = "alignment"  # SPF or DKIM that counts for the address that people see


class Demand(NamedTuple):
    """One thing that a mailbox provider demands, since when (ISO 8601 day), and who says so.

    `bits` is the least size of an RSA key, 0 where none is stated.
    """

    kind: DemandKind
    since: str
    source: str
    bits: int = 0


class Unseen(NamedTuple):
    """Something that a mailbox provider demands and that DNS cannot show."""

    what: str
    since: str
    source: str


class Profile(NamedTuple):
    """What one mailbox provider demands of senders, as somebody read it on the day `as_of`."""

    receiver: str
    of: str
    as_of: str
    demands: tuple[Demand, ...]
    unseen: tuple[Unseen, ...]


class SenderDomain(NamedTuple):
    """The provider's document, normalised.

    `name` is the canonical domain; `written_name` the document's spelling. `statuses` are the
    provider's own words under its own keys (`status`, `spfStatus` …), in the document's order.
    `profiles` are the mailbox providers whose demands are judged, too.
    """

    name: str
    provider: str
    records: tuple[ExpectedRecord, ...] = ()
    statuses: tuple[tuple[str, str], ...] = ()
    written_name: str = ""
    where: Where | None = None
    profiles: tuple[Profile, ...] = ()

    def status(self, key: str = "status") -> str | None:
        """What the provider's document says under this key."""
        return dict(self.statuses).get(key)


class Action(StrEnum):
    """What to do with a record."""

    ADD = "add"
    REPLACE = "replace"
    DELETE = "delete"


class Change(NamedTuple):
    """One edit of one record, in canonical form.

    `value` is the text of a TXT record without quotes, `10 host` for an MX record, the host name
    without a final dot for other types. `old` is the value that REPLACE takes away; `written` are
    the file's lines that hold it.
    """

    action: Action
    name: str
    type: str
    value: str
    ttl: int | None = None
    old: str | None = None
    written: tuple[str, ...] = ()


class Problem(NamedTuple):
    """What a rule yields. Whatever is None is stamped by the engine.

    `message` is one line: lower-case start, no full stop. `name` and `type` default to the
    expected record or the node that the rule was called for. `where` is the place to point at.
    `discriminator` tells apart two problems of one rule at one name and type. A rule that compares
    places names the servers that it speaks about in `vantages`, and in `expected` the record.
    """

    message: str
    changes: tuple[Change, ...] = ()
    name: str | None = None
    type: str | None = None
    where: Where | None = None
    source: tuple[str, ...] = ()  # the file's lines at `where`
    severity: Severity | None = None
    certainty: Certainty | None = None
    affects: tuple[Affects, ...] | None = None
    fix: str = ""  # what to do, where the changes alone do not say it
    discriminator: str = ""
    vantages: tuple[Vantage, ...] = ()
    expected: ExpectedRecord | None = None


class Location(NamedTuple):
    """Where a finding points, with the source lines for the reader."""

    path: str
    line: int
    column: int
    source: tuple[str, ...] = ()
    address: str = ""  # as in Where


class Edit(NamedTuple):
    """One edit of a file: these of its lines (1-based, the last one included) give way to `text`.

    `source` is what the lines hold now. Without `text` they are taken away.
    """

    path: str
    line: int
    last: int
    source: tuple[str, ...]
    text: tuple[str, ...]


class RecordKey(NamedTuple):
    """The owner name and type that a finding is about."""

    name: str
    type: str


class Finding(NamedTuple):
    """A problem stamped with everything that a report needs.

    `edits` are the changes as edits of the file that was read; there are none where the changes
    have no place in it, or where an edit could touch another record.
    """

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    affects: tuple[Affects, ...]
    domain: str
    record: RecordKey
    message: str
    explanation: str
    changes: tuple[Change, ...]
    fix: str
    vantages: tuple[Vantage, ...]
    location: Location | None
    references: tuple[str, ...]
    fingerprint: str
    edits: tuple[Edit, ...] = ()


class SuppressedBy(StrEnum):
    """Who decided to put up with a finding."""

    COMMENT = "comment"  # beside the record
    CONFIGURATION = "configuration"
    BASELINE = "baseline"  # it was there before


class Suppressed(NamedTuple):
    """A finding that does not count, who decided so and why."""

    finding: Finding
    by: SuppressedBy
    reason: str


class Skipped(NamedTuple):
    """A rule that could not tell, and the question that stayed unanswered."""

    code: str
    name: str
    domain: str
    question: Question
    reason: str


class Observation(NamedTuple):
    """A question and what one vantage answered, as evidence."""

    vantage: str
    name: str
    type: str
    status: AnswerStatus
    records: tuple[str, ...]
    ttl: int | None
    negative_ttl: int | None
    chain: tuple[str, ...]
    flags: tuple[str, ...]
    extended_errors: tuple[str, ...]


class RecordReport(NamedTuple):
    """One expected record beside what was found, for the reader."""

    type: str
    name: str
    value: str
    priority: int | None
    required: bool
    purpose: Purpose
    status: RecordStatus
    found: tuple[str, ...]
    findings: tuple[str, ...]  # fingerprints


class Predicted(NamedTuple):
    """What verify is expected to say; a group in which nothing was asked for is None."""

    status: DomainStatus
    spf: RecordStatus | None
    dkim: RecordStatus | None
    dmarc: RecordStatus | None
    return_path: RecordStatus | None


class SpfStep(NamedTuple):
    """One term of an SPF record or of a record that it includes, in evaluation order.

    `owner` is the name of the record that holds the term, `depth` 0 for the first record,
    `target` the name that the term looks up ("" where there is none). `lookups` and `voids` count
    everything up to and including this term (RFC 7208 section 4.6.4). `outcome` is one of `ok`,
    `not in this file`, `nothing there`, `broken`, `loop` and `over the limit`.
    """

    owner: str
    term: str
    depth: int
    target: str
    lookups: int
    voids: int
    outcome: str
    reason: str


class SpfReport(NamedTuple):
    """The SPF record of one name with everything that receivers look up for it.

    `complete` says that every record on the way could be read; otherwise counts are "at least".
    """

    name: str
    record: str
    lookups: int
    voids: int
    complete: bool
    steps: tuple[SpfStep, ...]


class DmarcStep(NamedTuple):
    """One query of the DMARC tree walk (RFC 9989 section 4.10).

    `outcome` is one of `record`, `nothing`, `several`, `unusable` and `unknown`; `record` is the
    text that was found, None where there is none.
    """

    name: str
    outcome: str
    record: str | None


class DmarcReport(NamedTuple):
    """Which DMARC record applies to a domain, and how receivers find it.

    `organisational` is the organisational domain by the walk, `listed` by the public suffix list.
    `applies` is the owner name of the record that applies, None where none does; `policy` is what
    it asks for mail from the domain (`none`, `quarantine`, `reject`).
    """

    domain: str
    steps: tuple[DmarcStep, ...]
    organisational: str
    listed: str
    applies: str | None
    policy: str | None


class CellState(StrEnum):
    """How what one vantage says compares with what was asked for."""

    MATCH = "match"  # it shows the expected record
    OLD = "old"  # it shows something else
    NONE = "none"  # it says that there is no such record
    ERROR = "error"  # it answered that it cannot answer (SERVFAIL, REFUSED)
    UNAVAILABLE = "unavailable"  # it could not be reached
    UNASKED = "unasked"  # it was not asked, because the authority has no such record


class Cell(NamedTuple):
    """What one vantage says about one expected record.

    `remaining` is the number of seconds for which it may go on saying so, `until` the same as a
    time in UTC (RFC 3339); None where nobody knows.
    """

    vantage: str
    state: CellState
    found: tuple[str, ...]
    remaining: int | None
    until: str | None
    reason: str = ""


class Visibility(NamedTuple):
    """One expected record as each vantage shows it: name servers first, then resolvers."""

    type: str
    name: str
    value: str
    cells: tuple[Cell, ...]


class NameServer(NamedTuple):
    """One name server of a zone.

    `at_parent` and `at_child` say whether the parent zone and the zone itself list it (None: not
    known), `works` whether it answers for the zone; `reason` says why it does not.
    """

    name: str
    addresses: tuple[str, ...]
    at_parent: bool | None
    at_child: bool | None
    works: bool | None
    reason: str = ""


class Delegation(NamedTuple):
    """How the world finds the zone: `dns_host` is the key of the DNS host's fingerprint.

    `signed` says whether the parent holds a DS record, None where that is not known.
    """

    zone: str
    parent: str | None
    servers: tuple[NameServer, ...]
    dns_host: str | None
    signed: bool | None


class DomainReport(NamedTuple):
    """One domain's part of a result; `zone` is the zone that its names were written in.

    `named` is the line of the provider's document or of the configuration that names the domain.
    """

    domain: str
    provider: str | None
    zone: str | None
    verdict: Verdict
    retry_at: str | None
    predicted: Predicted | None
    reported: dict[str, str]
    records: tuple[RecordReport, ...]
    spf: tuple[SpfReport, ...] = ()
    dmarc: DmarcReport | None = None
    visibility: tuple[Visibility, ...] = ()
    delegation: Delegation | None = None
    named: Location | None = None
    complete: bool = True  # whether every place could be asked that has to be


class RulePage(NamedTuple):
    """A rule's documentation for a report: one line, and a page in Markdown."""

    code: str
    name: str
    severity: Severity
    summary: str
    text: str


class Tool(NamedTuple):
    """Which senderlint wrote a result."""

    name: str
    version: str


class Result(NamedTuple):
    """All of it: what `json` prints and `render` reads back."""

    schema_version: int
    tool: Tool
    checked_at: str | None
    verdict: Verdict
    domains: tuple[DomainReport, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    vantages: tuple[Vantage, ...]
    observations: tuple[Observation, ...]
    suppressed: tuple[Suppressed, ...] = ()
