"""The command line: arguments in, exit code out. Whatever is heavy is imported where it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from .help import Sectioned
from .start import INTERRUPTED
from .version import VERSION

if TYPE_CHECKING:
    from .model import Result

EXIT = {"ready": 0, "fix": 1, "unknown": 3, "wait": 4}
F = TypeVar("F", bound=Callable[..., Any])
CLOSED_PIPE = 141
SIGNALLED = 128  # plus the number of the signal, as shells say it


class InputError(click.ClickException):
    """Input that cannot be used: one line, exit code 2."""

    exit_code = 2


def _rule_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers where a rule is wanted."""
    from .select import everything

    known = [word for rule in everything() for word in (rule.name, rule.code)]
    return [word for word in known if word.lower().startswith(incomplete.lower())]


def _profile_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers where a mailbox provider is wanted."""
    from .demands import ALL, known

    return [name for name in (*known(), ALL) if name.startswith(incomplete.lower())]


def _formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers where a report format is wanted."""
    from .outputs import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def _against_formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers where the format of a source is wanted."""
    from .sources.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, "-V", "--version", message="senderlint %(version)s")
def cli() -> None:
    """Check a sender domain's DNS records before the mail provider does.

    senderlint compares the records that the provider asked for with the DNS records that you
    have, says what is wrong and exactly what to change, and predicts what verify will say.

    \b
    Start with:
      senderlint check domain.json --against example.com.zone
    """


_to_format = click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    shell_complete=_formats,
    help="How to report: full, concise, json, json-lines, html, markdown, sarif, junit, github, "
    "gitlab, rdjson; with =FILE into a file. Repeatable.",
)
_redacted = click.option(
    "--redact",
    is_flag=True,
    help="Mask resolvers' addresses, mailboxes, verification tokens and account numbers in all"
    " reports and snapshots.",
)
_colored = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour on the terminal.",
)
_to_file = click.option(
    "-o",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Write this file; its ending (.html, .json, .md, .sarif, .xml) says the format."
    " Repeatable.",
)


def _asking(command: F) -> F:
    """The options of every command that asks servers."""
    options = (
        click.option(
            "--resolver",
            multiple=True,
            metavar="ADDR",
            help="Ask this resolver: 1.1.1.1, [::1]:53, tls://9.9.9.9, https://dns.example/dns-query"
            " or system. Repeatable.  [default: system and four public ones]",
        ),
        click.option("--no-authoritative", is_flag=True, help="Ask resolvers only."),
        click.option(
            "--snapshot",
            metavar="FILE",
            type=click.Path(),
            help="Save everything that servers said.",
        ),
        click.option("--no-progress", is_flag=True, help="Do not say what is being asked."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command(cls=Sectioned)
@click.argument("expected", nargs=-1, metavar="[EXPECTED]...", type=click.Path())
@click.option(
    "--against",
    multiple=True,
    metavar="PATH",
    type=click.Path(),
    help="Read DNS from this file or folder instead ('-' for standard input). Repeatable.",
)
@click.option(
    "--against-format",
    "form",
    metavar="FORMAT",
    shell_complete=_against_formats,
    help="What --against is: zone, octodns, terraform, dnscontrol, dnscontrol-tsv, route53, "
    "cloudflare, google, azure, powerdns, dnsendpoint.  [default: by its content]",
)
@click.option(
    "--against-all",
    is_flag=True,
    help="The arguments are zone files, as if --against stood before each: for *.zone and hooks.",
)
@click.option("--origin", metavar="NAME", help="The zone's name, where the file does not say it.")
@click.option("--provider", metavar="NAME", help="The provider that EXPECTED comes from.")
@click.option("--domain", metavar="NAME", help="The sender domain, where EXPECTED lacks it.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="NAME",
    shell_complete=_profile_names,
    help="Judge what this mailbox provider demands, too: gmail, microsoft, yahoo, all. Repeatable.",
)
@click.option("--offline", is_flag=True, help="Open no socket; with --against that is so anyway.")
@click.option("--live", is_flag=True, help="With --against: ask servers too, and compare the two.")
@_asking
@_redacted
@_to_format
@_to_file
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=_rule_names,
    help="Run only these rules or groups.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=_rule_names,
    help="Do not run these rules or groups.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The least severity that makes the exit code 1.  [default: error]",
)
@click.option(
    "--baseline", metavar="FILE", type=click.Path(), help="Findings in this file do not count."
)
@click.option("--update-baseline", is_flag=True, help="Write what is found now into that file.")
@click.option(
    "--diff",
    is_flag=True,
    help="Print the changes to the files, for 'git apply', in place of the report.",
)
@click.option(
    "--config",
    "settings",
    multiple=True,
    metavar="FILE|KEY=VALUE",
    help="Use this configuration, or set one of its keys. Repeatable.",
)
@click.option("--isolated", is_flag=True, help="Read no senderlint.toml.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 600),
    help="Give up asking after so long.",
)
@click.option("-e", "--exit-zero", is_flag=True, help="Exit 0 whatever was found.")
@click.option("--include", is_flag=True, help="Follow $INCLUDE inside the zone file's folder.")
@click.option("--now", metavar="TIME", help="The time to print in the report (RFC 3339).")
@_colored
@click.option("-q", "--quiet", is_flag=True, help="No report on standard output.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is done.")
@click.pass_context
def check(
    context: click.Context,
    /,
    formats: tuple[str, ...],
    files: tuple[str, ...],
    exit_zero: bool,
    color: str,
    quiet: bool,
    **words: object,
) -> None:
    """Say whether verify will pass, and if not, what to change.

    \b
    senderlint check domain.json                             asks live servers
    senderlint check domain.json --against example.com.zone  reads a zone file
    senderlint check --against-all zones/*.zone              zone files alone

    EXPECTED is the JSON document that the mail provider returned ('-' for standard input).

    Without --against, the domain's own name servers are asked first, then resolvers for what
    those have.

    Exit codes: 0 ready, 1 something to fix, 2 the input or the command cannot be used,
    3 a check could not be completed, 4 right, but not yet visible everywhere.
    """
    from . import outputs
    from .run import Options, plan, run
    from .unusable import UNUSABLE

    reports = outputs.wanted(formats, files, quiet=quiet or words["diff"] is True)
    # click's names are those of Options
    options = Options(**words, edits=outputs.offers_edits(reports))  # type: ignore[arg-type]
    try:
        planned = plan(options)
        outputs.spare(reports, planned.inputs)
        found = run(planned, meanwhile=lambda: outputs.load(reports))
    except UNUSABLE as error:
        raise InputError(str(error)) from error
    if found.diff is not None:
        outputs.show([found.diff])
    _write_all(found.result, reports, color, redact=options.redact)
    context.exit(0 if exit_zero else EXIT[found.result.verdict.value])


@cli.command(
    cls=Sectioned,
    name="wait",
    short_help="Check again until ready, or until something must be fixed.",
)
@click.argument("expected", nargs=-1, required=True, metavar="EXPECTED...", type=click.Path())
@click.option("--provider", metavar="NAME", help="The provider that EXPECTED comes from.")
@click.option("--domain", metavar="NAME", help="The sender domain, where EXPECTED lacks it.")
@_asking
@_redacted
@_to_format
@_to_file
@click.option(
    "--timeout",
    "patience",
    metavar="SECONDS",
    type=click.FloatRange(0),
    default=3600,
    show_default=True,
    help="Give up waiting after so long.",
)
@_colored
@click.option("-q", "--quiet", is_flag=True, help="No report on standard output.")
@click.pass_context
def wait_(
    context: click.Context,
    /,
    formats: tuple[str, ...],
    files: tuple[str, ...],
    patience: float,
    color: str,
    quiet: bool,
    **words: object,
) -> None:
    """Check until every record is visible, something must be fixed, or time runs out.

    Between two checks it sleeps until the first cache that is behind must have forgotten. Name
    servers that do not have a change yet get ten minutes. Ctrl-C ends it with the last result
    printed and written.

    Exit codes as those of check: 0 ready, 1 something to fix, 3 a check could not be completed,
    4 time ran out while a record was not yet visible everywhere.
    """
    from . import outputs
    from .run import Options, plan, run
    from .unusable import UNUSABLE
    from .wait_command import InterruptedWaitError, wait
    from .waiting import SystemClock

    options = Options(**words)  # type: ignore[arg-type]  # click's names are those of Options
    reports = outputs.wanted(formats, files, quiet=quiet)
    progress = not (quiet or options.no_progress)
    try:
        planned = plan(options)
        outputs.spare(reports, planned.inputs)
        result = wait(lambda now: run(planned.at(now)).result, SystemClock(), patience, progress)
    except UNUSABLE as error:
        raise InputError(str(error)) from error
    except InterruptedWaitError as stopped:
        _write_all(stopped.result, reports, color, redact=options.redact)
        raise KeyboardInterrupt from None
    _write_all(result, reports, color, redact=options.redact)
    context.exit(EXIT[result.verdict.value])


def _write_all(
    result: Result,
    wanted: Sequence[tuple[str, str | None]],
    color: str = "never",
    *,
    redact: bool = False,
) -> None:
    from .files import FileError
    from .outputs import write_all

    if redact:
        from .redact import redact as masked

        result = masked(result)
    try:
        write_all(result, wanted, color)
    except FileError as error:
        raise InputError(str(error)) from error


@cli.command()
@click.argument("result", metavar="RESULT", type=click.Path())
@_to_format
@_to_file
@_redacted
@_colored
def render(
    result: str, formats: tuple[str, ...], files: tuple[str, ...], redact: bool, color: str
) -> None:
    """Print a saved result in another format.

    RESULT is a JSON or HTML report that senderlint wrote ('-' for standard input).
    """
    from . import outputs

    reports = outputs.wanted(formats, files, quiet=bool(files))
    _write_all(_saved(result), reports, color, redact=redact)


def _saved(path: str) -> Result:
    from .codec import CodecError, from_json
    from .files import FileError, read, shown
    from .model import Result

    try:
        text = read(path, 256 * 1024 * 1024).decode("utf-8-sig", "replace")
        if text.lstrip()[:1] == "<":
            from ..reports.html import embedded

            text = embedded(text)
        return from_json(text, Result)
    except FileError as error:
        raise InputError(str(error)) from error
    except CodecError as error:
        raise InputError(
            f"{shown(path)}: not a result that senderlint saved: {error}; "
            "save one with -o result.json"
        ) from error


@cli.command(short_help="Explain a rule, or list them all.")
@click.argument("name", required=False, metavar="[NAME|CODE]", shell_complete=_rule_names)
@click.option("--all", "all_", is_flag=True, help="List every rule.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def rule(name: str | None, all_: bool, output_format: str) -> None:
    """Explain a rule: what it finds, why that matters, how to mend it."""
    from .outputs import columns, show
    from .rule_page import WIDTH, as_json, as_list, as_text
    from .select import UnknownRuleError, everything, find

    if all_ == (name is not None):
        raise click.UsageError("name one rule, or give --all")
    try:
        rules = everything() if name is None else (find(name),)
    except UnknownRuleError as error:
        raise click.UsageError(str(error)) from error
    if output_format == "json":
        show([as_json(rules, many=all_)])
    else:
        width = columns()
        one = min(width or WIDTH, WIDTH)
        show([as_list(rules, width) if all_ else as_text(rules[0], one)])


@cli.command()
@click.argument(
    "document",
    type=click.Choice(["result", "config", "snapshot"]),
    metavar="result|config|snapshot",
)
def schema(document: str) -> None:
    """Print the JSON Schema of a result, of senderlint.toml, or of a snapshot."""
    from .outputs import show
    from .schemas import schema_text

    show([schema_text(document)])


@cli.command(short_help="Print a script that completes words in a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def completions(shell: str) -> None:
    """Print a script that completes senderlint's commands and options in a shell.

    \b
    In bash:  eval "$(senderlint completions bash)"
    In zsh:   eval "$(senderlint completions zsh)"
    In fish:  senderlint completions fish | source
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "senderlint", "_SENDERLINT_COMPLETE").source())


class _Terminated(BaseException):
    """The system wants the program to end; what is half-written is cleaned up on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main() -> NoReturn:
    """Run the command line and exit with the documented code."""
    import gc
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)
    code = _run()
    gc.freeze()  # else the interpreter looks through all objects twice on its way out
    sys.exit(code)


def _terminate(number: int, _: object) -> NoReturn:
    raise _Terminated(number)


def _run() -> int:
    try:
        code = cli.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as stop:
        # Commands leave with click's Exit; click itself answers a closed pipe with 1, which would
        # read as "something to fix".
        return _closed_pipe() if stop.code == 1 else 0
    except click.ClickException as error:
        return _complain(error)
    except (click.Abort, KeyboardInterrupt):
        return _stopped("interrupted", INTERRUPTED)
    except _Terminated as stop:
        return _stopped("terminated", SIGNALLED + stop.number)
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _stopped(f"cannot write the report: {error.strerror}", 2)
    except Exception as error:  # noqa: BLE001 - an exit code of 1 would mean "something to fix"
        return _failed(error)
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> int:
    """Our own failure, in one line that can be reported."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    file = place.tb_frame.f_code.co_filename.rpartition("/")[2] if place else "?"
    at = f"{file}:{place.tb_lineno}" if place else file
    what = f"{type(error).__name__} at {at}: {error}"
    return _stopped(f"this is our fault, please report it with the input: {what}", 2)


def _complain(error: click.ClickException) -> int:
    from .complain import of_click

    of_click(error)
    return 2


def _stopped(why: str, code: int) -> int:
    from .complain import forget_output, say
    from .records.visible import visible

    say(f"senderlint: {visible(why)}")
    forget_output()
    return code


def _closed_pipe() -> int:
    from .complain import forget_output

    forget_output()
    return CLOSED_PIPE
