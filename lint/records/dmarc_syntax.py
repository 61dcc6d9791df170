"""What is wrong with how a DMARC record is written (RFC 9989 section 4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from ..noun import NamedTuple
from ..pattern import lazy
from .dmarc import Policy
from .kind import is_dmarc
from .tags import BLANKS, Tag, TagFlaw, parse_tags
from .visible import shorten

KNOWN = ("v", "p", "sp", "np", "rua", "ruf", "adkim", "aspf", "fo", "psd", "t")
REMOVED = ("pct", "rf", "ri")
POLICIES = ("p", "sp", "np")
LISTS = ("rua", "ruf")
# What every reader knows, for tags that ran together.
TAG = r"(?:p|sp|np|rua|ruf|adkim|aspf|fo|psd|t|pct|rf|ri)"
_RUN_ON = lazy(rf"[\s,]{{1,16}}({TAG})[ \t]{{0,8}}=", re.IGNORECASE)
HARMLESS = lazy(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}[ \t]{0,8}=")  # a name that nobody uses, not a slip
VALUES = {
    "adkim": {"r": "r", "s": "s", "relaxed": "r", "strict": "s"},
    "aspf": {"r": "r", "s": "s", "relaxed": "r", "strict": "s"},
    "psd": {"y": "y", "n": "n", "u": "u", "yes": "y", "no": "n"},
    "t": {"y": "y", "n": "n", "yes": "y", "no": "n"},
}
_MEANT = {"policy": "p", "pol": "p", "ra": "rua", "rau": "rua", "aur": "rua", "rfu": "ruf"}
LONGEST = 16_384  # characters that are read; no record is longer


class FlawKind(StrEnum):
    """Which part of the syntax a flaw concerns."""

    VERSION = "version"  # the text does not begin with `v=DMARC1`
    DUPLICATE = "duplicate"  # a tag stands there twice
    SEPARATOR = "separator"  # no semicolon between two tags, or text behind a policy
    STRAY = "stray"  # a piece that is no tag
    UNKNOWN = "unknown"  # a tag that is nearly a known one
    VALUE = "value"  # a value that means nothing


# With one of these the policy itself may be read wrongly.
STRUCTURAL = frozenset((FlawKind.VERSION, FlawKind.DUPLICATE, FlawKind.SEPARATOR))


class SyntaxFlaw(NamedTuple):
    """One flaw, in words for the reader; `at` is its 0-based position in the text."""

    kind: FlawKind
    at: int
    words: str


def syntax_flaws(text: str) -> tuple[SyntaxFlaw, ...]:
    """Everything that is wrong with how the record is written, policies and addresses left out.

    Unknown tags that resemble no known one are legal. Never raises, linear.
    """
    text = text[:LONGEST]
    tags = parse_tags(text, fold=True)
    found: list[SyntaxFlaw] = list(_version(text))
    for problem in tags.problems:
        shown = shorten(problem.text, 30)
        if problem.flaw is TagFlaw.DUPLICATE:
            name = problem.text.partition("=")[0].strip(BLANKS).lower()
            words = f"the tag {shorten(name, 16)} stands there twice"
            found.append(SyntaxFlaw(FlawKind.DUPLICATE, problem.start, words))
        elif not HARMLESS.match(problem.text) and (not found or problem.start > 0):
            found.append(SyntaxFlaw(FlawKind.STRAY, problem.start, f'"{shown}" is no tag'))
    for tag in tags.tags:
        found += _of_tag(tag)
    return tuple(sorted(found, key=lambda flaw: flaw.at))


def _version(text: str) -> Iterator[SyntaxFlaw]:
    if is_dmarc(text):
        return
    begins = shorten(text, 20)
    if is_dmarc(text.lstrip()):
        words = "a blank stands in front of v=DMARC1"
    elif is_dmarc(text.lstrip().replace("dmarc1", "DMARC1", 1).replace("Dmarc1", "DMARC1", 1)):
        words = "DMARC1 must be written in capital letters"
    else:
        words = f'it begins with "{begins}" instead of "v=DMARC1;"'
    yield SyntaxFlaw(FlawKind.VERSION, 0, words)


def _of_tag(tag: Tag) -> Iterator[SyntaxFlaw]:
    run_on = _RUN_ON.search(tag.value) if tag.name != "v" else None
    if run_on:
        words = f"a semicolon is missing in front of {run_on.group(1).lower()}="
        yield SyntaxFlaw(FlawKind.SEPARATOR, tag.value_start + run_on.start(), words)
    elif tag.name in POLICIES:
        first, _, rest = tag.value.partition(" ")
        if rest.strip() and first.strip(",.").lower() in list(Policy):
            words = f'"{shorten(rest.strip(), 20)}" stands behind {tag.name}={first.strip(",.")}'
            yield SyntaxFlaw(FlawKind.SEPARATOR, tag.value_start + len(first), words)
    elif _meaningless(tag):
        words = f"{tag.name}={shorten(tag.value, 16)} means nothing: {_choice(tag.name)}"
        yield SyntaxFlaw(FlawKind.VALUE, tag.value_start, words)
    meant = nearest(tag.name)
    if meant and meant != tag.name:
        words = f"there is no tag {shorten(tag.name, 16)}; {meant} was probably meant"
        yield SyntaxFlaw(FlawKind.UNKNOWN, tag.start, words)


def _meaningless(tag: Tag) -> bool:
    if tag.name == "fo":
        return any(
            one.strip(BLANKS).lower() not in ("0", "1", "d", "s") for one in tag.value.split(":")
        )
    allowed = VALUES.get(tag.name)
    return allowed is not None and allowed.get(tag.value.lower()) != tag.value.lower()


def _choice(name: str) -> str:
    if name == "fo":
        return "it is 0, 1, d or s"
    return {"psd": "it is y, n or u", "t": "it is y or n"}.get(name, "it is r or s")


def nearest(name: str) -> str:
    """The known tag that an unknown one was probably meant to be, "" where it resembles none."""
    if name in KNOWN or name in REMOVED:
        return name
    if name in _MEANT:
        return _MEANT[name]
    near = [k for k in ("rua", "ruf", "adkim", "aspf") if _is_slip(name, k)]
    return near[0] if len(near) == 1 else ""


def _is_slip(name: str, known: str) -> bool:
    """Whether the letters are the same in another order, or one is lost or doubled."""
    if len(known) < 4:
        return sorted(name) == sorted(known)
    if abs(len(name) - len(known)) > 1:
        return False
    longer, shorter = (name, known) if len(name) > len(known) else (known, name)
    if len(longer) == len(shorter):
        return sorted(name) == sorted(known)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
