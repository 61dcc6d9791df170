"""Gathers what the team decided about findings: comments in the files, configuration, baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from .config import Config
from .model import Result, Severity, VantageKind

if TYPE_CHECKING:
    from .baseline import Baseline
    from .rule import Rule
    from .suppression import Suppression
    from .suppression_comments import Malformed

Texts = Mapping[str, Callable[[], Iterable[bytes]]]  # a file's name, and how to get its octets

WORD = b"senderlint:"  # a file without it needs no second look
_PIECE = 256 * 1024
_FILES = (VantageKind.ZONE_FILE, VantageKind.IAC)


def decide(
    result: Result,
    config: Config,
    rules: Sequence[Rule],
    *,
    today: str,
    fail_on: Severity | None,
    baseline: Baseline | None = None,
    texts: Texts = MappingProxyType({}),
) -> Result:
    """The result with the team's decisions applied.

    `today` is a date such as `2027-01-31`; `texts` are the pieces of files that cannot be read a
    second time.
    """
    lines: dict[str, tuple[str, ...]] = {}
    said = list(_comments(result, texts, lines))
    decided = (config.severity, config.per_path_ignores, config.suppressions, baseline, said)
    if not any(decided):
        return result
    from .house import House, apply
    from .suppression import Suppression
    from .suppression_comments import Malformed

    if config.path is not None:
        lines[config.path] = config.lines
    house = House(
        today=today,
        rules=frozenset(r.code for r in rules),
        fail_on=fail_on,
        severity=dict(config.severity),
        per_path_ignores=config.per_path_ignores,
        suppressions=(*config.suppressions, *(s for s in said if isinstance(s, Suppression))),
        malformed=tuple(s for s in said if isinstance(s, Malformed)),
        baseline=baseline,
        ran=_ran(result, rules),
        lines=lines,
    )
    return apply(result, house)


def _ran(result: Result, rules: Iterable[Rule]) -> frozenset[str]:
    """The rules whose exceptions can be called unused.

    Only a run over whole files, without expected records, has looked at every record of them.
    """
    if any(d.provider is not None for d in result.domains):
        return frozenset()
    return frozenset(r.code for r in rules if r.zone is not None)


def _comments(
    result: Result, texts: Texts, lines: dict[str, tuple[str, ...]]
) -> Iterator[Suppression | Malformed]:
    for path, kind in _paths(result).items():
        if not _has_word(_pieces(path, texts)):
            continue
        from .suppression_comments import YAML, ZONE, scan

        mark = ZONE if kind is VantageKind.ZONE_FILE else YAML
        text = b"".join(_pieces(path, texts)).decode("utf-8", "replace")
        lines[path] = tuple(text.splitlines())
        yield from scan(text, path, mark)


def _paths(result: Result) -> dict[str, VantageKind]:
    """The files that were read, and what kind each is."""
    found = {v.label: v.kind for v in result.vantages if v.kind in _FILES}
    for finding in result.findings:
        if finding.location is not None and finding.vantages:
            found.setdefault(finding.location.path, finding.vantages[0].kind)
    return found


def _has_word(pieces: Iterable[bytes]) -> bool:
    """Whether a file mentions us: large ones are searched without being held in memory."""
    end = b""
    for piece in pieces:
        if WORD in piece or WORD in end + piece[: len(WORD)]:
            return True
        end = piece[-len(WORD) :]
    return False


def _pieces(path: str, texts: Texts) -> Iterator[bytes]:
    """A file's octets; none where it is no regular file."""
    if path in texts:
        yield from texts[path]()
        return
    try:
        if os.path.isfile(path):  # noqa: PTH113 - pathlib would cost start-up time
            with open(path, "rb") as file:  # noqa: PTH123
                while piece := file.read(_PIECE):
                    yield piece
    except OSError:  # it was read before; what is gone now holds no comment
        return
