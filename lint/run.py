"""One run of `check`: what the command line says in, a result out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import click

from .complain import say
from .config import Config, load
from .decisions import decide
from .files import write
from .inputs import domain_alone, expected_domains
from .job import Job
from .model import Result, SenderDomain, Severity
from .moments import written
from .noun import NamedTuple
from .opened import Opened, is_replay, opened, taken_at
from .records.visible import visible
from .sources.formats import FORMATS

if TYPE_CHECKING:
    from .baseline import Baseline
    from .rule import Rule
    from .settings import Settings
    from .sources.actual import AnyZone

LONG = 80  # characters of an argument that a message shows

WAYS = """nothing to check; start in one of these ways:
  senderlint check domain.json
      the provider's records beside what name servers and resolvers say
  senderlint check domain.json --against example.com.zone
      the provider's records beside the zone that should hold them
  senderlint check --against example.com.zone
      everything in a zone file, without a provider's document
write --domain example.com in place of domain.json to check its mail records without a document,
or name your domains in a senderlint.toml"""


class Options(NamedTuple):
    """What the command line says; None and empty where it says nothing."""

    expected: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    against_all: bool = False
    form: str | None = None
    origin: str | None = None
    provider: str | None = None
    domain: str | None = None
    profiles: tuple[str, ...] = ()
    offline: bool = False
    include: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    diff: bool = False
    settings: tuple[str, ...] = ()
    isolated: bool = False
    now: str | None = None
    verbose: bool = False
    resolver: tuple[str, ...] = ()
    no_authoritative: bool = False
    timeout: float | None = None
    snapshot: str | None = None
    live: bool = False
    no_progress: bool = False
    edits: bool = False  # a report can offer them
    redact: bool = False


class Plan(NamedTuple):
    """A run that is ready to begin: nothing of the DNS was read yet."""

    options: Options
    config: Config
    jobs: tuple[Job, ...]
    fail_on: Severity | None
    now: str | None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run; the first use loads them. Raises UsageError for an unknown one."""
        options, config = self.options, self.config
        return _rules(options.select or config.select, options.ignore or config.ignore)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every file that is read, so that no report is written over it."""
        held = (p for job in self.jobs for p in (*job.documents, *job.against))
        return (*self.options.expected, *held)

    def at(self, now: datetime) -> Plan:
        """The same run at this time."""
        return self._replace(now=written(now))

    @property
    def baseline(self) -> str | None:
        """The baseline's file."""
        return self.options.baseline or self.config.baseline


class Outcome(NamedTuple):
    """What a run found, and the diff where one was asked for."""

    result: Result
    diff: str | None = None


def plan(options: Options) -> Plan:
    """Read the configuration and the documents; raises UsageError and UNUSABLE."""
    options = _named(options)
    _require_names([*options.expected, *options.against])
    _require_format(options.form)
    now = None if options.now is None else _time(options.now)
    config = load(options.settings, isolated=options.isolated)
    fail_on = options.fail_on or config.fail_on or "error"
    severity = None if fail_on == "never" else Severity(fail_on)
    jobs = tuple(_demanded(job, options, config) for job in _jobs(options, config))
    found = Plan(options, config, jobs, severity, now)
    if options.select or options.ignore or config.select or config.ignore:
        _ = found.rules  # an unknown one is told before any server is asked
    if options.update_baseline and found.baseline is None:
        raise click.UsageError("--update-baseline needs the file's name: --baseline FILE")
    return found


def _named(options: Options) -> Options:
    """With --against-all the arguments are where DNS is read from, not what is expected."""
    if not options.against_all:
        return options
    if not options.expected:
        raise click.UsageError("--against-all needs files: senderlint check --against-all *.zone")
    return options._replace(expected=(), against=(*options.against, *options.expected))


def _nothing() -> None:
    """There is nothing to do meanwhile."""


def run(plan: Plan, meanwhile: Callable[[], None] = _nothing) -> Outcome:
    """Read the DNS and judge it; raises UNUSABLE.

    `meanwhile` is done while the first servers are asked, where any are.
    """
    options = plan.options
    parts = [
        opened(job, live=options.live, include=options.include, form=options.form)
        for job in plan.jobs
    ]
    _require_servers(parts, options)
    if options.verbose:
        _say_what_is_read(parts, plan.rules)
    plan = plan._replace(now=plan.now or taken_at(parts) or _clock(parts))
    found = _together([_check(part, plan, meanwhile) for part in parts])
    held = [zone for part in parts for zone in part.zones]
    result = _decided(found, held, plan)
    if plan.options.edits:
        result = _with_edits(result, held, plan)
    return Outcome(result, _diff(result, held, plan) if plan.options.diff else None)


def _require_names(paths: Sequence[str]) -> None:
    if "" in paths:
        raise click.UsageError("a file name is empty; is a variable in your script not set?")
    if paths.count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")


def _require_format(form: str | None) -> None:
    if form is not None and form not in FORMATS:
        known = ", ".join(FORMATS)
        raise click.UsageError(f"--against-format {form!r} is not known; choose from {known}")


def _time(text: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", text):
            datetime.fromisoformat(text[:19])
            return text
    except ValueError:
        pass
    raise click.UsageError(f"--now {text!r} is no time; write it like 2026-03-04T12:00:00Z")


@cache
def _rules(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    from .select import UnknownRuleError, chosen

    if select and not _split(select):
        raise click.UsageError("--select names no rule; senderlint rule --all lists them")
    try:
        return chosen(_split(select), _split(ignore))
    except UnknownRuleError as error:
        raise click.UsageError(str(error)) from error


def _split(words: Iterable[str]) -> list[str]:
    """`--select A,B --select C` names three rules."""
    return [w.strip() for word in words for w in word.split(",") if w.strip()]


def _jobs(options: Options, config: Config) -> Iterator[Job]:
    """What the command line names, else what the configuration names."""
    if not (options.expected or options.against or options.domain is not None):
        if not config.domains:
            raise click.UsageError(WAYS)
        from .config_jobs import configured

        for job in configured(config):
            _require_something(job.against, options)
            yield job
        return
    _require_something(options.against, options)
    domains, documents = expected_domains(options.expected, options.provider, options.domain)
    if options.domain is not None and not options.expected:
        domains = (_alone(options.domain),)
    yield Job(domains, options.against, options.origin, documents)


def _require_something(against: Sequence[str], options: Options) -> None:
    """Offline, a file must say what the DNS holds."""
    if options.offline and not against:
        raise click.UsageError("--offline leaves nothing to read; give the zone with --against")
    if options.offline and options.live:
        raise click.UsageError("--live asks servers, and --offline forbids it; give one of the two")


def _require_servers(parts: Sequence[Opened], options: Options) -> None:
    """Options about servers mean nothing where none is asked; a snapshot holds one check."""
    served = sum(part.served for part in parts)
    given = {
        "--snapshot": options.snapshot is not None,
        "--resolver": bool(options.resolver),
        "--no-authoritative": options.no_authoritative,
        "--timeout": options.timeout is not None,
    }
    word = next((name for name, is_given in given.items() if is_given), None)
    if word and not served:
        raise click.UsageError(f"{word} is about servers, and only files are read; add --live")
    if options.snapshot is not None and served > 1:
        raise click.UsageError("--snapshot saves one check; name its EXPECTED or --domain")


def _demanded(job: Job, options: Options, config: Config) -> Job:
    """The job with what the named mailbox providers demand of its domains."""
    if options.profiles and not job.domains:
        raise click.UsageError("--profile is about a sender domain; name it with --domain")
    wanted = _split(options.profiles) or config.profiles
    if not wanted:
        return job
    from .demands import ProfileError, with_profiles

    try:
        return job._replace(domains=with_profiles(job.domains, wanted))
    except ProfileError as error:
        raise click.UsageError(str(error)) from error


def _alone(domain: str) -> SenderDomain:
    found = domain_alone(domain)
    if found is None:
        shown = domain if len(domain) < LONG else f"{domain[:LONG]}…"
        raise click.UsageError(f"{shown!r} is no domain name; give one such as example.com")
    return found


def _together(results: Sequence[Result]) -> Result:
    if len(results) == 1:
        return results[0]
    from .combine import combine

    return combine(results)


def _clock(parts: Iterable[Opened]) -> str | None:
    """The time now, where servers are asked; a check of files and of old answers has none."""
    held = tuple(parts)
    asked = any(part.served for part in held) and not is_replay(held)
    return written(datetime.now(UTC)) if asked else None


def _say_what_is_read(parts: Iterable[Opened], rules: Sequence[Rule]) -> None:
    for part in parts:
        for zone in part.zones:
            say(visible(f"reading {zone.path}: the zone {zone.zone}"))
        for domain in part.job.domains:
            count = len(domain.records)
            word = "record" if count == 1 else "records"
            say(visible(f"expecting {count} {word} for {domain.name}"))
    say(f"running {len(rules)} rules")


def _check(part: Opened, plan: Plan, meanwhile: Callable[[], None]) -> Result:
    if part.served:
        return _served(part, plan, meanwhile)
    from .check import check_domains, check_zones

    settings = _settings(part, plan)
    if part.job.domains:
        return check_domains(part.job.domains, part.zones, settings)
    return check_zones(part.zones, settings)


def _served(part: Opened, plan: Plan, meanwhile: Callable[[], None]) -> Result:
    """A check of what servers say, which are asked while the rules are loaded."""
    from .asking import Asking, begun

    options, domains = plan.options, part.job.domains
    asking = Asking(
        resolvers=options.resolver,
        authoritative=not options.no_authoritative,
        timeout=options.timeout,
        snapshot=options.snapshot,
        progress=not options.no_progress,
        redact=options.redact,
        replay=part.replay,
    )
    with begun(asking, (domain.name for domain in domains)) as network:
        from .session import check_session

        settings = _settings(part, plan)
        meanwhile()
        return check_session(network, domains, part.zones, settings, asking)


def _settings(part: Opened, plan: Plan) -> Settings:
    from .settings import Settings

    return Settings(plan.rules, plan.fail_on, plan.now, part.job.documents)


def _decided(result: Result, zones: Sequence[AnyZone], plan: Plan) -> Result:
    """The result with comments, configuration and baseline applied; renews the baseline."""
    texts = {zone.path: zone.text for zone in zones if zone.path == "<stdin>"}
    today = (plan.now or datetime.now(UTC).isoformat())[:10]
    before = _baseline(plan)

    def decided(baseline: Baseline | None) -> Result:
        return decide(
            result,
            plan.config,
            plan.rules,
            today=today,
            fail_on=plan.fail_on,
            baseline=baseline,
            texts=texts,
        )

    if plan.options.update_baseline and before is not None and plan.baseline is not None:
        before = _renew(plan.baseline, before, decided(None))
    return decided(before)


def _baseline(plan: Plan) -> Baseline | None:
    if plan.baseline is None:
        return None
    from .baseline import load

    return load(plan.baseline, may_be_missing=plan.options.update_baseline)


def _renew(path: str, before: Baseline, result: Result) -> Baseline:
    """Write what is found now into the baseline's file."""
    from .baseline import renewed, text

    after = renewed(before, result.findings, (d.domain for d in result.domains))
    write(path, [text(after)])
    count = len(after.findings)
    say(visible(f"{path}: {count} known {'finding' if count == 1 else 'findings'}"))
    return after


def _with_edits(result: Result, zones: Sequence[AnyZone], plan: Plan) -> Result:
    if not any(f.changes for f in result.findings):
        return result
    from .diff_files import changeable
    from .edits import with_edits

    return with_edits(result, changeable(zones, plan.options.include))


def _diff(result: Result, zones: Sequence[AnyZone], plan: Plan) -> str:
    """The diff; what it cannot carry out is said on standard error."""
    from .diff import diff
    from .diff_files import changeable

    found = diff(result, changeable(zones, plan.options.include))
    for finding in found.left:
        about = f"{finding.record.name} {finding.record.type}".strip()
        say(visible(f"not in the diff: {finding.code} about {about}: {finding.message}"))
    return found.text
