"""What may stand in a configuration file: one table for reading it and for its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from .codec import Json
from .config_error import ConfigError
from .model import Purpose, Severity
from .noun import NamedTuple

Toml = object  # what tomllib gives: it has no type of its own
Table = Mapping[str, Toml]


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "a text in quotes"
    TEXTS = "a text in quotes or a list of them"
    SWITCH = "true or false"
    NUMBER = "a number"
    SECONDS = "a number of seconds"
    DATE = "a date such as 2027-01-31"
    RULES = "a table of rules, each with its texts"  # any key, TEXTS
    TABLE = "a table"
    TABLES = "a list of tables"


class Key(NamedTuple):
    """One key: `choices` for a text with few values, `keys` for what a table holds.

    A TABLE without `keys` takes any key, each with one of the choices.
    """

    name: str
    kind: Kind
    help: str
    choices: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    required: bool = False


_SEVERITIES = tuple(s.value for s in Severity)

RECORD = (
    Key("type", Kind.TEXT, "The record's type: TXT, CNAME, MX …", required=True),
    Key("name", Kind.TEXT, "The owner name, as the provider writes it.", required=True),
    Key("value", Kind.TEXT, "The text, or the host name.", required=True),
    Key("priority", Kind.NUMBER, "The priority of an MX record."),
    Key("required", Kind.SWITCH, "Whether the provider insists on it (true)."),
    Key("purpose", Kind.TEXT, "What it is for.", tuple(p.value for p in Purpose)),
)

DOMAIN = (
    Key("name", Kind.TEXT, "The sender domain, where no document names it."),
    Key("expected", Kind.TEXTS, "The provider's JSON documents."),
    Key("provider", Kind.TEXT, "The provider that the documents come from."),
    Key("records", Kind.TABLES, "The expected records, where there is no document.", keys=RECORD),
    Key("against", Kind.TEXTS, "Where to read DNS from: zone files, folders, snapshots."),
    Key("origin", Kind.TEXT, "The zone's name, where the file does not say it."),
)

SUPPRESS = (
    Key("rules", Kind.TEXTS, "Rules by name, code or prefix.", required=True),
    Key("reason", Kind.TEXT, "Why these findings are put up with.", required=True),
    Key("path", Kind.TEXT, "Only in files that match this pattern, from the configuration on."),
    Key("name", Kind.TEXT, "Only at this owner name."),
    Key("domain", Kind.TEXT, "Only for this domain."),
    Key("until", Kind.DATE, "The last day on which this counts."),
)

KEYS = (
    Key(
        "fail-on",
        Kind.TEXT,
        "The least severity that makes the exit code 1.",
        (*_SEVERITIES, "never"),
    ),
    Key("select", Kind.TEXTS, "Run only these rules: names, codes or prefixes."),
    Key("ignore", Kind.TEXTS, "Do not run these rules."),
    Key("severity", Kind.TABLE, "How grave a rule's findings are.", _SEVERITIES),
    Key("per-path-ignores", Kind.RULES, "Rules that are ignored in files that match a pattern."),
    Key("suppress", Kind.TABLES, "Findings that are put up with, and why.", keys=SUPPRESS),
    Key("profile", Kind.TEXTS, "Mailbox providers whose demands are judged, too."),
    Key("baseline", Kind.TEXT, "The file of known findings."),
    Key("resolver", Kind.TEXTS, "The resolvers that live checks ask."),
    Key("timeout", Kind.SECONDS, "How long a live check may take."),
    Key("domain", Kind.TABLES, "Domains to check when the command names none.", keys=DOMAIN),
)


def check(data: Table, keys: tuple[Key, ...], path: str, at: str = "") -> None:
    """Raise ConfigError for the first key or value that does not fit."""
    known = {key.name: key for key in keys}
    for name, value in data.items():
        if name not in known:
            raise ConfigError(path, _unknown(name, tuple(known), at), key=name)
        _check_value(value, known[name], path, f"{at}{name}")
    for key in keys:
        if key.required and key.name not in data:
            raise ConfigError(path, f"{at.rstrip('.')} has no {key.name}: {key.help}")


def _unknown(name: str, known: tuple[str, ...], at: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower().replace("_", "-"), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return f"there is no key {f'{at}{name}'!r}; {hint}"


def _check_value(value: Toml, key: Key, path: str, at: str) -> None:
    if not _fits(value, key.kind):
        raise ConfigError(path, f"{at} is not {key.kind}", key=key.name)
    if isinstance(value, str) and key.choices and value not in key.choices:
        choices = ", ".join(key.choices)
        raise ConfigError(path, f"{at} is {value!r}; choose from {choices}", key=key.name)
    if key.kind is Kind.TABLES and isinstance(value, list):
        for number, table in enumerate(value, 1):
            check(table, key.keys, path, f"{at}[{number}].")
    elif isinstance(value, dict):
        _check_free(value, key, path, at)


def _check_free(table: Table, key: Key, path: str, at: str) -> None:
    """A table whose keys are rules or patterns."""
    inner = Kind.TEXTS if key.kind is Kind.RULES else Kind.TEXT
    for name, value in table.items():
        _check_value(value, Key(name, inner, "", key.choices), path, f"{at}.{name}")


def _fits(value: Toml, kind: Kind) -> bool:
    from datetime import date

    if kind is Kind.TEXTS:
        return isinstance(value, str) or _is_list(value, str)
    if kind is Kind.TABLES:
        return _is_list(value, dict)
    if kind is Kind.DATE:
        return _is_date(value)
    if kind in (Kind.NUMBER, Kind.SECONDS):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    types = {Kind.TEXT: str, Kind.SWITCH: bool, Kind.RULES: dict, Kind.TABLE: dict}
    return isinstance(value, types.get(kind, date))


def _is_list(value: Toml, inner: type) -> bool:
    return isinstance(value, list) and all(isinstance(v, inner) for v in value)


def _is_date(value: Toml) -> bool:
    from datetime import date, datetime

    if isinstance(value, date):
        return not isinstance(value, datetime)
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def schema(keys: tuple[Key, ...] = KEYS) -> dict[str, Json]:
    """The JSON Schema (draft 2020-12) of a table with these keys."""
    found: dict[str, Json] = {
        "type": "object",
        "properties": {key.name: {"description": key.help, **_schema(key)} for key in keys},
        "additionalProperties": False,
    }
    required: list[Json] = [key.name for key in keys if key.required]
    return {**found, "required": required} if required else found


def _schema(key: Key) -> dict[str, Json]:
    text: dict[str, Json] = {"type": "string"}
    if key.choices:
        text = {"enum": list(key.choices)}
    texts: dict[str, Json] = {"anyOf": [text, {"type": "array", "items": text}]}
    of: dict[Kind, dict[str, Json]] = {
        Kind.TEXT: text,
        Kind.TEXTS: texts,
        Kind.SWITCH: {"type": "boolean"},
        Kind.NUMBER: {"type": "number"},
        Kind.SECONDS: {"type": "number"},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.TABLE: {"type": "object", "additionalProperties": text},
        Kind.RULES: {"type": "object", "additionalProperties": texts},
        Kind.TABLES: {"type": "array", "items": schema(key.keys)},
    }
    return of[key.kind]
