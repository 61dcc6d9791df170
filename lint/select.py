"""Choosing rules by name, code or prefix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .reserved import RESERVED
from .rule import Rule, all_rules


class UnknownRuleError(Exception):
    """No rule has this name, code or prefix; str() says which was probably meant."""


def everything() -> tuple[Rule, ...]:
    """All rules and the engine's own findings, by code."""
    return tuple(sorted((*all_rules(), *RESERVED), key=lambda r: r.code))


def chosen(select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that `select` names (all, where it names none) without those of `ignore`."""
    rules = everything()
    wanted = _matching(rules, select) if select else {r.code for r in rules}
    unwanted = _matching(rules, ignore)
    return tuple(r for r in rules if r.code in wanted and r.code not in unwanted)


def codes(words: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that these names, codes or prefixes mean; raises UnknownRuleError."""
    return frozenset(_matching(everything(), words))


def find(word: str) -> Rule:
    """The one rule of this name or code."""
    rules = everything()
    for rule in rules:
        if word.lower() in (rule.name, rule.code.lower()):
            return rule
    raise UnknownRuleError(_unknown(rules, word))


def _matching(rules: Iterable[Rule], words: Iterable[str]) -> set[str]:
    rules = tuple(rules)
    found: set[str] = set()
    for word in words:
        matched = {r.code for r in rules if _matches(r, word)}
        if not matched:
            raise UnknownRuleError(_unknown(rules, word))
        found |= matched
    return found


def _matches(rule: Rule, word: str) -> bool:
    if word.upper() == "ALL" or word.lower() == rule.name:
        return True
    return bool(word) and rule.code.startswith(word.upper())


def _unknown(rules: Iterable[Rule], word: str) -> str:
    from difflib import get_close_matches

    known = [n for r in rules for n in (r.name, r.code)]
    near = get_close_matches(word.lower(), [n.lower() for n in known], n=1)
    hint = next((n for n in known if near and n.lower() == near[0]), None)
    ask = f"did you mean {hint}?" if hint else "senderlint rule --all lists them"
    return f"there is no rule {word!r}; {ask}"
