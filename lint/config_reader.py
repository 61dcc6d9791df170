"""From the text of a configuration file to what it says; raises ConfigError for what is wrong."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import cast

from .config import MAX, SHARED, Config, DomainTable
from .config_error import ConfigError
from .config_shape import DOMAIN, KEYS, Table, Toml, check
from .files import FileError, read
from .model import Severity, Where
from .select import UnknownRuleError, codes
from .suppression import Suppression


def configuration(path: str | None, settings: Sequence[str]) -> Config:
    """What the file at `path` says, and then each KEY=VALUE of `settings`."""
    text = "" if path is None else _text(path)
    table = {} if path is None else _table(text, path)
    config = _config(table, path, tuple(text.splitlines()))
    for word in settings:
        config = _with(config, word)
    return config


def _text(path: str) -> str:
    try:
        return read(path, MAX).decode("utf-8")
    except FileError as error:
        raise ConfigError(path, str(error).removeprefix(f"{path}: ")) from error
    except UnicodeDecodeError as error:
        raise ConfigError(path, "not UTF-8 text; save it as UTF-8") from error


def _table(text: str, path: str) -> Table:
    table = _parsed(text, path)
    if os.path.basename(path) == SHARED:  # noqa: PTH119
        tool = table.get("tool")
        table = cast("Table", tool.get("senderlint", {})) if isinstance(tool, dict) else {}
    try:
        check(table, KEYS, path)
    except ConfigError as error:
        raise error.at(_line_of(error.key, text)) from error
    return table


def _parsed(text: str, path: str) -> Table:
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
            profiles=_texts(table, "profile"),
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
