"""The nouns: frozen data that every stage hands to the next one.

They are named tuples rather than frozen dataclasses because a dataclass takes about ten times as
long to define, and there are enough of them to be felt each time the command starts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
    """A place in a file. Line and column are 1-based; a column counts code points."""

    path: str
    line: int
    column: int = 1


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
    last line, `lines` the file's whole lines.
    """

    owner: str
    data: str
    comment: str
    lines: tuple[str, ...]


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
    `*.` owner that made the answer up, where the vantage knows it. TTLs are seconds.
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


class SenderDomain(NamedTuple):
    """The provider's document, normalised.

    `name` is the canonical domain; `written_name` the document's spelling. `statuses` are the
    provider's own words under its own keys (`status`, `spfStatus` …), in the document's order.
    """

    name: str
    provider: str
    records: tuple[ExpectedRecord, ...] = ()
    statuses: tuple[tuple[str, str], ...] = ()
    written_name: str = ""
    where: Where | None = None

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
    `discriminator` tells apart two problems of one rule at one name and type.
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


class Location(NamedTuple):
    """Where a finding points, with the source lines for the reader."""

    path: str
    line: int
    column: int
    source: tuple[str, ...] = ()


class RecordKey(NamedTuple):
    """The owner name and type that a finding is about."""

    name: str
    type: str


class Finding(NamedTuple):
    """A problem stamped with everything that a report needs."""

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


class DomainReport(NamedTuple):
    """One domain's part of a result; `zone` is the zone that its names were written in."""

    domain: str
    provider: str | None
    zone: str | None
    verdict: Verdict
    retry_at: str | None
    predicted: Predicted | None
    reported: dict[str, str]
    records: tuple[RecordReport, ...]


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
