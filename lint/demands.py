"""Reads the profiles: what mailbox providers demand of senders (see `lint/profiles`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from .model import Demand, DemandKind, Profile, SenderDomain, Unseen

ALL = "all"
_FOLDER = Path(__file__).parent / "profiles"


class ProfileError(Exception):
    """A profile that does not exist, or that cannot be read; str() is one line for the user."""


def known() -> tuple[str, ...]:
    """The names that `--profile` takes, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def profiles(names: Iterable[str]) -> tuple[Profile, ...]:
    """The profiles of these names, each once; `all` stands for every one. Raises ProfileError."""
    wanted: dict[str, None] = {}
    for name in names:
        if name.lower() != ALL and name.lower() not in known():
            raise ProfileError(f"there is no profile {name!r}; there are {', '.join(known())}")
        wanted |= dict.fromkeys(known() if name.lower() == ALL else (name.lower(),))
    return tuple(_read(name) for name in wanted)


def with_profiles(
    domains: Sequence[SenderDomain], names: Sequence[str]
) -> tuple[SenderDomain, ...]:
    """The domains with what these mailbox providers demand of them. Raises ProfileError."""
    found = profiles(names)
    return tuple(domain._replace(profiles=found) for domain in domains)


def _read(name: str) -> Profile:
    import tomllib  # only where somebody asks for a profile

    path = _FOLDER / f"{name}.toml"
    try:
        return parse(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProfileError(f"the profile {name} cannot be read: {error}") from error


def parse(data: Mapping[str, object]) -> Profile:
    """A profile from its file's contents; raises ValueError, KeyError or TypeError."""
    return Profile(
        receiver=_text(data["receiver"]),
        of=_text(data["of"]),
        as_of=_day(data["as_of"]),
        demands=tuple(_demand(part) for part in _tables(data.get("demand", []))),
        unseen=tuple(
            Unseen(_text(part["what"]), _day(part["since"]), _text(part["source"]))
            for part in _tables(data.get("unseen", []))
        ),
    )


def _demand(part: Mapping[str, object]) -> Demand:
    bits = part.get("bits", 0)
    if not isinstance(bits, int):
        raise TypeError("bits must be a number")
    kind = DemandKind(_text(part["kind"]))
    return Demand(kind, _day(part["since"]), _text(part["source"]), bits)


def _tables(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise TypeError("demand and unseen must be lists of tables")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} must be a text")
    return value


def _day(value: object) -> str:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} must be a day")
    return value.isoformat()
