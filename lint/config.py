"""The configuration: where it is found, how it is read, what it says.

`senderlint.toml` wins over `.senderlint.toml` and that over `[tool.senderlint]` in
`pyproject.toml`; the nearest folder that holds one of them wins over its parents. Paths in it are
relative to its folder. What the command line says wins over all of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from .config_error import ConfigError
from .config_shape import DOMAIN, KEYS, Table, Toml, check
from .files import FileError, read
from .model import Severity, Where
from .select import UnknownRuleError, codes
from .suppression import Suppression

NAMES = ("senderlint.toml", ".senderlint.toml", "pyproject.toml")
_MAX = 1024 * 1024  # octets of a configuration file
_SHARED = "pyproject.toml"  # other tools keep theirs in it, too


class DomainTable(NamedTuple):
    """One `[[domain]]` table. Paths are as the working directory sees them."""

    where: Where
    name: str | None = None
    expected: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    provider: str | None = None
    origin: str | None = None
    records: tuple[Table, ...] = ()


class Config(NamedTuple):
    """What a configuration says; None and empty where it says nothing.

    `lines` are the file's lines, for findings that point at it.
    """

    path: str | None = None
    folder: str = ""
    lines: tuple[str, ...] = ()
    fail_on: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()  # by code
    per_path_ignores: tuple[tuple[str, frozenset[str]], ...] = ()  # pattern, codes
    suppressions: tuple[Suppression, ...] = ()
    baseline: str | None = None
    resolvers: tuple[str, ...] = ()
    timeout: float | None = None
    domains: tuple[DomainTable, ...] = ()


def load(words: Sequence[str], *, isolated: bool, start: str = ".") -> Config:
    """The configuration for one run; raises ConfigError.

    `words` are the values of `--config`: at most one file, and any number of KEY=VALUE. Without a
    file the nearest one from the folder `start` upwards is read, unless `isolated`.
    """
    files = [w for w in words if not _is_setting(w)]
    if len(files) > 1:
        raise ConfigError(files[1], "only one configuration file can be given with --config")
    path = files[0] if files else None if isolated else find(start)
    text = "" if path is None else _text(path)
    table = {} if path is None else _table(text, path)
    config = _config(table, path, tuple(text.splitlines()))
    for word in words:
        if _is_setting(word):
            config = _with(config, word)
    return config


def find(start: str) -> str | None:
    """The nearest configuration from this folder upwards, as a path from the working directory."""
    folder, seen = os.path.abspath(start), ""  # noqa: PTH100 - pathlib would cost start-up time
    while folder != seen:
        for name in NAMES:
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path) and (name != _SHARED or _has_table(path)):  # noqa: PTH113
                return os.path.relpath(path)
        folder, seen = os.path.dirname(folder), folder  # noqa: PTH120
    return None


def _has_table(path: str) -> bool:
    """Whether a shared file has our table; one that cannot be read is somebody else's matter."""
    try:
        data = read(path, _MAX)
    except FileError:
        return False
    return re.search(rb"^\s*\[\[?\s*tool\s*\.\s*senderlint\b", data, re.MULTILINE) is not None


def _is_setting(word: str) -> bool:
    return "=" in word and not os.path.exists(word)  # noqa: PTH110


def _text(path: str) -> str:
    try:
        return read(path, _MAX).decode("utf-8")
    except FileError as error:
        raise ConfigError(path, str(error).removeprefix(f"{path}: ")) from error
    except UnicodeDecodeError as error:
        raise ConfigError(path, "not UTF-8 text; save it as UTF-8") from error


def _table(text: str, path: str) -> Table:
    table = _parsed(text, path)
    if os.path.basename(path) == _SHARED:  # noqa: PTH119
        tool = table.get("tool")
        table = cast("Table", tool.get("senderlint", {})) if isinstance(tool, dict) else {}
    try:
        check(table, KEYS, path)
    except ConfigError as error:
        raise error.at(_line_of(error.key, text)) from error
    return table


def _parsed(text: str, path: str) -> Table:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, f"not TOML: {_decapitalised(str(error))}") from error
    except RecursionError as error:
        raise ConfigError(path, "its lists are nested too deeply") from error


def _decapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def _line_of(key: str, text: str) -> int | None:
    """The first line that sets this key or opens its table."""
    if not key:
        return None
    bare = rf"[\"']?{re.escape(key)}[\"']?"
    match = re.search(rf"^\s*(?:{bare}\s*=|\[[^\]\n]*?\b{bare}\s*\])", text, re.MULTILINE)
    return None if match is None else text.count("\n", 0, match.end()) + 1


def _config(table: Table, path: str | None, lines: tuple[str, ...]) -> Config:
    folder = os.path.dirname(path) if path else ""  # noqa: PTH120
    where = path or "--config"
    try:
        return Config(
            path=path,
            folder=folder,
            lines=lines,
            fail_on=_text_of(table, "fail-on"),
            select=_texts(table, "select"),
            ignore=_texts(table, "ignore"),
            severity=tuple(_severities(table)),
            per_path_ignores=tuple(_ignores(table, folder)),
            suppressions=tuple(_suppressions(table, where, folder, lines)),
            baseline=_beside(folder, _text_of(table, "baseline")),
            resolvers=_texts(table, "resolver"),
            timeout=cast("float | None", table.get("timeout")),
            domains=tuple(_domains(table, where, folder, lines)),
        )
    except UnknownRuleError as error:
        raise ConfigError(where, str(error)) from error


def _with(config: Config, word: str) -> Config:
    """The configuration with one KEY=VALUE of the command line."""
    key, _, value = word.partition("=")
    table = _setting(key.strip(), value.strip())
    check(table, KEYS, "--config")
    new = _config(table, None, ())
    said = {f: v for f, v in new._asdict().items() if v != Config._field_defaults[f]}
    for field in ("severity", "per_path_ignores", "suppressions", "domains"):
        if field in said:
            said[field] = (*getattr(config, field), *said[field])
    return config._replace(**said)


def _setting(key: str, value: str) -> Table:
    """`KEY = VALUE` as TOML; what is no TOML value is taken as a text."""
    import tomllib

    for text in (f"{key} = {value}", f"{key} = '''{value}'''"):
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
    raise ConfigError("--config", f"{key!r} is no key; write KEY=VALUE, such as fail-on=warning")


def _severities(table: Table) -> Iterator[tuple[str, Severity]]:
    for word, severity in cast("dict[str, str]", table.get("severity", {})).items():
        for code in sorted(codes([word])):
            yield code, Severity(severity)


def _ignores(table: Table, folder: str) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern, words in cast("dict[str, Toml]", table.get("per-path-ignores", {})).items():
        yield os.path.join(folder, pattern), codes(_listed(words))  # noqa: PTH118


def _suppressions(
    table: Table, path: str, folder: str, lines: tuple[str, ...]
) -> Iterator[Suppression]:
    tables = cast("list[Table]", table.get("suppress", []))
    for number, entry in enumerate(tables):
        until = entry.get("until")
        yield Suppression(
            where=_place("suppress", number, len(tables), path, lines),
            codes=codes(_texts(entry, "rules")),
            reason=_text_of(entry, "reason") or "",
            until=None if until is None else str(until),
            path=_beside(folder, _text_of(entry, "path")),
            name=_text_of(entry, "name"),
            domain=_text_of(entry, "domain"),
        )


def _domains(table: Table, path: str, folder: str, lines: tuple[str, ...]) -> Iterator[DomainTable]:
    tables = cast("list[Table]", table.get("domain", []))
    for number, entry in enumerate(tables):
        where = _place("domain", number, len(tables), path, lines)
        if not {"name", "expected"} & entry.keys():
            what = f"{DOMAIN[0].name} and {DOMAIN[1].name}"
            raise ConfigError(path, f"[[domain]] has neither {what}; give one", line=where.line)
        yield DomainTable(
            where=where,
            name=_text_of(entry, "name"),
            expected=tuple(os.path.join(folder, p) for p in _texts(entry, "expected")),  # noqa: PTH118
            against=tuple(os.path.join(folder, p) for p in _texts(entry, "against")),  # noqa: PTH118
            provider=_text_of(entry, "provider"),
            origin=_text_of(entry, "origin"),
            records=tuple(cast("list[Table]", entry.get("records", []))),
        )


def _place(name: str, number: int, count: int, path: str, lines: tuple[str, ...]) -> Where:
    """Where the `[[name]]` table of this number begins; line 1 where the text does not tell."""
    head = re.compile(rf"\s*\[\[\s*(?:tool\s*\.\s*senderlint\s*\.\s*)?{name}\s*\]\]")
    found = [index for index, line in enumerate(lines, 1) if head.match(line)]
    return Where(path, found[number] if len(found) == count else 1)


def _text_of(table: Table, key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) else None


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return _listed(table.get(key, ()))


def _listed(value: Toml) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(cast("Sequence[str]", value))


def _beside(folder: str, path: str | None) -> str | None:
    return None if path is None else os.path.join(folder, path)  # noqa: PTH118
