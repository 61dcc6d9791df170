"""What a word of an SPF record was meant to be, where it is no term or surely not the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..noun import NamedTuple
from ..pattern import lazy
from . import repair
from .distance import distance
from .spf import MECHANISMS, Term, read_term
from .spf_grammar import is_address, split_length, term_flaw
from .spf_oddity import DOUBLED, QUOTES, SCHEME, oddity

MAX_WORD = 1000  # characters; nothing is guessed about a longer word
_DEPTH = 2  # faults of one word that are undone one after the other

_PARTS = lazy(r"([+?~-]?)([A-Za-z][A-Za-z0-9]*)?([:=]?)(.*)\Z", re.DOTALL)
_BLANK = lazy(r"[\x00-\x20\x7f]+")
_ROUND = lazy(r"%\(([A-Za-z0-9]{1,8})\)")
_SEPARATOR = lazy(r"[,;|]+")
_PATH = lazy(r"/(?![0-9]).*\Z|/\Z", re.DOTALL)
_SPLIT = lazy(
    r"(?<=[A-Za-z0-9}])(?=[+?~-]?(?:include:|ip4:|ip6:|exists:|redirect=))", re.IGNORECASE
)
_SYMBOLS = lazy(r"[!-/:-@\[-`{-~]+(?<![+?~-])\Z")
_PORT = lazy(r":[0-9]{1,5}\Z")
_HOST = lazy(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]+\.?\Z")
_SPF_LABEL = lazy(r"(?:\A|[._-])_?spf[0-9]*(?:[._-]|\Z)", re.IGNORECASE)
_ALL = lazy(r"[+?~-]?(?:all[.:/\"'].*|alll|al|a11|aall)\Z", re.IGNORECASE | re.DOTALL)
_JOINED = lazy(r"include[._-]+(?=.)", re.IGNORECASE)
_NAMES = {
    "ipv4": "ip4",
    "ipv6": "ip6",
    "ip": "ip4",
    "inc": "include",
    "incl": "include",
    "includes": "include",
    "spf": "include",
    "exist": "exists",
    "host": "a",
    "redir": "redirect",
}
_LONG_NAMES = ("include", "exists", "redirect")
_MODIFIERS = ("redirect", "exp")
_SIGNS = ("+", "?", "~", "-")


class Meant(NamedTuple):
    """What a word was meant to be (several words, or none to take it out), and why."""

    text: str
    why: str


def is_right(text: str) -> bool:
    """Whether every word is a usual term."""
    return all(is_usual(read_term(word)) for word in text.split(" ") if word)


def is_usual(term: Term) -> bool:
    """Whether a term is right, and nothing speaks against that it was meant so."""
    return term_flaw(term) is None and oddity(term) is None


def meant(word: str, depth: int = _DEPTH) -> Meant | None:
    """What one word was meant to be; None where nobody can tell."""
    if len(word) > MAX_WORD:
        return None
    tried = [m for m in _once(_guesses(word)) if m.text != word]
    for guess in tried:
        if is_right(guess.text):
            return guess._replace(text=_one_all(guess.text))
    if depth <= 1:
        return None
    return next((m for g in tried if (m := _each(g, depth - 1)) is not None), None)


def joined(words: Iterable[Term]) -> Meant | None:
    """What several words in a row were meant to be as one term: `include: host`, `- all`."""
    first, *rest = words
    head = repair.with_plain_characters(first.text)
    tail = "".join(t.text for t in rest)
    candidates = [Meant(head + tail, "there is no blank inside a term")]
    if tail[:1] not in ":=+?~-":
        mark = "=" if first.name in _MODIFIERS else ":"
        candidates.append(Meant(f"{head}{mark}{tail}", f"`{mark}` belongs between them"))
    right = next((c for c in candidates if is_right(c.text)), None)
    if right is not None:
        return right
    if head.endswith((":", "=")):
        guess = meant(candidates[0].text)
        return None if guess is None or " " in guess.text else guess
    return meant(candidates[0].text) if head[-1:] in _SIGNS and tail.lower() == "all" else None


def _once(guesses: Iterable[Meant]) -> tuple[Meant, ...]:
    first: dict[str, Meant] = {}
    for guess in guesses:
        first.setdefault(guess.text, guess)
    return tuple(first.values())


def _each(guess: Meant, depth: int) -> Meant | None:
    """Each word of a guess as it was meant."""
    texts: list[str] = []
    for word in guess.text.split():
        found = Meant(word, "") if is_usual(read_term(word)) else meant(word, depth)
        if found is None:
            return None
        texts.append(found.text)
    return Meant(_one_all(" ".join(t for t in texts if t)), guess.why)


def _one_all(text: str) -> str:
    """Without a second `all`: only the first one counts."""
    words = text.split()
    ends = [w for w in words if read_term(w).is_all]
    return " ".join(w for w in words if w not in ends[1:] or w == ends[0])


def _guesses(word: str) -> Iterator[Meant]:
    sign, name, mark, value = _parts(word)
    if _SYMBOLS.match(word):
        yield Meant("", "it means nothing")
    yield from _characters(word)
    yield from _blanks(word)
    yield from _names(sign, name, mark, value)
    yield from _addresses(sign, mark, value, word)
    yield from _values(sign, name, mark, value)
    yield from _words(word, sign, name, value)
    yield from _empty(sign, name, mark, value)


def _parts(word: str) -> tuple[str, str, str, str]:
    match = _PARTS.match(word)
    sign, name, mark, value = match.groups("") if match else ("", "", "", word)
    return sign, name.lower(), mark, value


def _characters(word: str) -> Iterator[Meant]:
    yield Meant(repair.with_plain_characters(word), "only plain letters, digits and signs")
    yield Meant(_BLANK.sub(" ", word).strip(), "blanks only, no tabs or line ends")
    yield Meant(QUOTES.sub("", word), "no quotation marks or brackets")
    yield Meant(_ROUND.sub(r"%{\1}", word), "a macro stands in curly brackets")


def _blanks(word: str) -> Iterator[Meant]:
    yield Meant(_SEPARATOR.sub(" ", word).strip(), "terms are separated by blanks")
    yield Meant(DOUBLED.sub(r"\1:", word), "the term's name stands once")
    for text in (repair.with_blanks(word), _SPLIT.sub(" ", word)):
        yield Meant(text, "a blank belongs between two terms")


def _values(sign: str, name: str, mark: str, value: str) -> Iterator[Meant]:
    if not mark:
        return
    start = f"{sign}{name}{mark}"
    host = _PATH.sub("", SCHEME.sub("", value, count=1))
    yield Meant(start + host, "a host name, not a web address")
    if name != "ip6":
        yield Meant(start + _PORT.sub("", value), "a port does not belong there")
    bare, length = split_length(value)
    if name in ("a", "mx"):
        yield Meant(f"{start}{bare}{_dual(length)}", "IPv6 takes two slashes")
    elif length and name in ("include", "exists", "ptr", "redirect"):
        yield Meant(start + bare, f"`{name}` takes no address length")


def _dual(length: str) -> str:
    """`/24/64` as `/24//64`."""
    return re.sub(r"\A(/\d+)/(?=\d)", r"\1//", length)


def _addresses(sign: str, mark: str, value: str, word: str) -> Iterator[Meant]:
    for text in (value, word[len(sign) :]) if mark else (word[len(sign) :],):
        address, _, rest = text.partition("/")
        for family in ("ip4", "ip6"):
            for plain in (address, address.rstrip("."), _PORT.sub("", address)):
                if is_address(family, plain) and (family == "ip4" or plain == address):
                    length = _length(family, rest.lstrip("/"))
                    kind = "IPv4" if family == "ip4" else "IPv6"
                    yield Meant(f"{sign}{family}:{plain}{length}", f"`{family}:` is for {kind}")
                    break


def _length(family: str, text: str) -> str:
    """An address length as SPF writes it: no zeros in front, no mask."""
    if not text:
        return ""
    if family == "ip4" and is_address("ip4", text):
        bits = "".join(f"{int(octet):08b}" for octet in text.split("."))
        return f"/{bits.count('1')}" if "01" not in bits else f"/{text}"
    return f"/{text.lstrip('0') or '0'}" if text.isdecimal() else f"/{text}"


def _names(sign: str, name: str, mark: str, value: str) -> Iterator[Meant]:
    right = _named(name)
    if right is None or not mark:
        return
    if right in _MODIFIERS:
        yield Meant(f"{right}={value}", f"it is written `{right}=`")
    else:
        yield Meant(f"{sign}{right}:{value}", f"it is written `{right}:`")


def _named(name: str) -> str | None:
    if name in MECHANISMS or name in _MODIFIERS:
        return name
    if name in _NAMES or len(name) < 5:
        return _NAMES.get(name)
    return next((n for n in _LONG_NAMES if distance(name, n, 2) is not None), None)


def _words(word: str, sign: str, name: str, value: str) -> Iterator[Meant]:
    rest = word[len(sign) :]
    if _ALL.match(word):
        yield Meant(f"{sign}all", "`all` stands alone")
    start = _JOINED.match(rest)
    if start is not None:
        _, colon, host = rest.partition(":")
        if colon:
            yield Meant(f"{sign}include:{host}", "it is written `include:`")
        kept = "_" if rest[7] == "_" else ""
        yield Meant(f"{sign}include:{kept}{rest[start.end() :]}", "it is written `include:`")
    if _HOST.match(rest) and _SPF_LABEL.search(rest):
        yield Meant(f"{sign}include:{rest}", "it is written with `include:`")
    if rest.lower() in ("spf1", "v=spf1", "spf"):
        yield Meant("", "the version stands once, at the beginning")


def _empty(sign: str, name: str, mark: str, value: str) -> Iterator[Meant]:
    if not mark or value or (name not in MECHANISMS and name not in _MODIFIERS):
        return
    if name in ("a", "mx", "ptr"):
        yield Meant(sign + name, "nothing follows the colon")
    else:
        yield Meant("", "nothing follows it")
