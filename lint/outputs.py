"""Where the reports go: `--output-format` and `-o` in, files and standard output written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..reports.place import Ground
    from .model import Result, RulePage

FORMATS = (
    *("full", "concise", "json", "json-lines", "html", "markdown"),
    *("sarif", "junit", "github", "gitlab", "rdjson"),
)
ENDINGS = {
    ".html": "html",
    ".json": "json",
    ".md": "markdown",
    ".sarif": "sarif",
    ".xml": "junit",
}

EDITED = frozenset({"json", "json-lines", "html", "sarif", "rdjson"})

Output = tuple[str, str | None]  # a format, and the file or None for standard output


def wanted(formats: Sequence[str], files: Sequence[str], *, quiet: bool) -> tuple[Output, ...]:
    """What to write, standard output last; raises UsageError for words that make no sense."""
    found: list[Output] = [_format(f) for f in formats]
    found += [_by_ending(f) for f in files]
    screen = [w for w in found if w[1] is None]
    if len(screen) > 1:
        raise click.UsageError("only one --output-format can go to standard output")
    named = [os.path.realpath(path) for _, path in found if path is not None]
    if len(set(named)) < len(named):
        raise click.UsageError("two reports would go to the same file")
    if not screen and not quiet and not any("=" in f for f in formats):
        screen = [("full", None)]
    return (*(w for w in found if w[1] is not None), *screen)


def offers_edits(outputs: Sequence[Output]) -> bool:
    """Whether a report has a use for edits of files."""
    return any(name in EDITED for name, _ in outputs)


def spare(outputs: Sequence[Output], inputs: Iterable[str]) -> None:
    """Raise UsageError where a report would be written over one of these files."""
    read = {os.path.realpath(path) for path in inputs if path != "-"}
    for _, path in outputs:
        if path is not None and os.path.realpath(path) in read:
            raise click.UsageError(
                f"the report would be written over {path}, which is read; give it another name"
            )


def _format(text: str) -> Output:
    name, equals, path = text.partition("=")
    if name not in FORMATS:
        raise click.UsageError(_unknown(name))
    if equals and not path:
        raise click.UsageError(f"the file name is missing; write {name}=FILE, or {name} alone")
    return name, path or None


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, FORMATS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"choose from {', '.join(FORMATS)}"
    return f"there is no output format {name!r}; {hint}"


def _by_ending(path: str) -> Output:
    for ending, name in ENDINGS.items():
        if path.lower().endswith(ending):
            return name, path
    endings = ", ".join(ENDINGS)
    raise click.UsageError(
        f"the name {path!r} does not say the format of the report; end it with one of {endings}, "
        "or write FORMAT=FILE with --output-format"
    )


def load(outputs: Sequence[Output]) -> None:
    """Load what will write the reports, while there is nothing else to do."""
    from ..reports import load

    for name, _ in outputs:
        load(name)


def write_all(result: Result, outputs: Sequence[Output], color: str = "never") -> None:
    """Write every report; raises FileError."""
    from ..reports import DOCUMENTED, render
    from .files import write

    ground = _ground()
    for name, path in outputs:
        book = _pages(result) if name in DOCUMENTED else None
        if path is None:
            hue, width = _wants_color(color), columns()
            show(render(name, result, color=hue, width=width, ground=ground, pages=book))
        else:
            write(path, render(name, result, ground=ground, pages=book))


def _ground() -> Ground:
    """The working directory, and the root of the checkout where a build server names one."""
    from ..reports.place import Ground

    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib would cost start-up time
    except OSError as error:
        from .files import FileError

        raise FileError("the working directory is gone; change to another folder") from error
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        root = os.environ.get(name, "").rstrip("/")
        if root and f"{here}/".startswith(f"{root}/"):
            return Ground(here, root)
    return Ground(here, here)


def _pages(result: Result) -> Mapping[str, RulePage]:
    from .rule_page import pages
    from .select import everything

    found = {f.code for f in result.findings}
    return pages(r for r in everything() if r.code in found)


def _wants_color(choice: str) -> bool:
    """NO_COLOR and FORCE_COLOR are honoured; the option wins over both."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int | None:
    """How wide the terminal on standard output is, None where there is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def show(pieces: Iterable[str]) -> None:
    """Write UTF-8 to standard output whatever the locale says.

    What UTF-8 cannot hold is shown as an escape. Raises OSError where nobody listens.
    """
    if sys.stdout is None:
        raise OSError(0, "standard output is closed")
    out = sys.stdout.buffer
    for piece in pieces:
        out.write(piece.encode("utf-8", "backslashreplace"))
    out.flush()
