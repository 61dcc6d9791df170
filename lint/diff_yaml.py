"""The corrected text of an octoDNS zone: a value in its place, other edits name by name.

A value that is replaced is replaced on its line. Where records come or go, the whole name is
written anew, and nothing else of the file. The caller proves the outcome by reading it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from .changes import value_of
from .diff_proof import changes_of
from .model import Action, Change, Finding, Where, Written
from .noun import NamedTuple
from .records import names
from .sources.document import Fields
from .sources.drafts import TEXTS, record, split, text_record
from .sources.octodns import data_of

if TYPE_CHECKING:
    from yaml.nodes import Node

Member = tuple["Node", "Node"]

_HOSTS = ("CNAME", "DNAME", "NS", "PTR", "ALIAS")
_NUMBERS = re.compile(r"(\d+)")
_NOWHERE = Where("", 0), Written("", "", "", ())


class _Edit(NamedTuple):
    """The text from `start` to `end` gives way to `text`."""

    start: int
    end: int
    text: str


class _Value(NamedTuple):
    """One value of one record set: what it is as a change states it, and its node."""

    stated: str
    node: Node


def edited(data: bytes, findings: Sequence[Finding], zone: str | None) -> bytes | None:
    """The file with these findings' changes made, None where one of them has no place in it."""
    text = data.decode("utf-8")
    if zone is None or text.startswith("\ufeff"):
        return None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(root, MappingNode) or root.flow_style or not _is_plain(root):
        return None
    edits = _File(text, root, zone).edits(changes_of(findings))
    return None if edits is None else _applied(text, edits).encode()


def _is_plain(root: MappingNode) -> bool:
    """Whether no node stands in two places: an edit of one would change the other."""
    seen: set[int] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return False
        seen.add(id(node))
        if isinstance(node, MappingNode):
            waiting += [part for member in node.value for part in member]
        elif isinstance(node, SequenceNode):
            waiting += node.value
    return True


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text.replace("\n", ending) + text[edit.end :]
    return text


class _File:
    """One zone's file, its owner names, and how it writes things."""

    def __init__(self, text: str, root: MappingNode, zone: str) -> None:
        self._text, self._root, self._zone = text, root, zone
        self._escapes = re.search(r"[^\\];", text) is None
        self._indents_lists = re.search(r":[ \t]*\r?\n(?:[ \t]*#.*\n)*([ \t]+)- ", text) is not None

    def edits(self, changes: Sequence[Change]) -> list[_Edit] | None:
        """What to do with the text; None where a record to change is not found."""
        found: list[_Edit] = []
        for name in dict.fromkeys(c.name for c in changes):
            mine = [c for c in changes if c.name == name]
            edits = self._in_place(name, mine)
            if edits is None:
                edits = self._anew(name, mine)
            if edits is None:
                return None
            found += edits
        return found

    def _in_place(self, name: str, changes: Sequence[Change]) -> list[_Edit] | None:
        """Each replaced value on its own line; None where records come or go."""
        found: list[_Edit] = []
        for change in changes:
            node = self._scalar(name, change) if change.action is Action.REPLACE else None
            if node is None or node.start_mark.line != node.end_mark.line:
                return None
            text = self._typed(node, self._written(change))
            found.append(_Edit(node.start_mark.index, node.end_mark.index, text))
        return found

    def _scalar(self, name: str, change: Change) -> ScalarNode | None:
        """The node of a value that is one scalar."""
        entry = self._entry(name, change.type)
        value = None if entry is None else self._value(entry, change.type, change.old or "")
        return value.node if value and isinstance(value.node, ScalarNode) else None

    def _typed(self, node: ScalarNode, text: str) -> str:
        """A scalar in the style of the one that it replaces, else as YAML needs it."""
        return _scalar_text(text, node.style)

    def _anew(self, name: str, changes: Sequence[Change]) -> list[_Edit] | None:
        """The whole name written again with all changes made."""
        at = next((i for i, (k, _) in enumerate(self._root.value) if self._is(k, name)), None)
        entries = [] if at is None else _entries(self._root.value[at][1])
        for change in changes:
            if not self._change(entries, change):
                return None
        if at is None:
            key = names.relative(name, self._zone).removeprefix("@")
            place, end = self._place(key), len(self._text)
            gap = "\n" if place > end else ""  # behind a last line that does not end
            block = gap + self._block(_scalar_text(key), entries)
            return [_Edit(min(place, end), min(place, end), block)]
        mark = self._root.value[at][0]
        key = self._text[mark.start_mark.index : mark.end_mark.index]
        return [_Edit(*self._span(at), self._block(key, entries) if entries else "")]

    def _is(self, key: Node, name: str) -> bool:
        return (
            isinstance(key, ScalarNode)
            and names.canonical(f"{key.value}.{self._zone}." if key.value else f"{self._zone}.")
            == name
        )

    def _entry(self, name: str, type_: str) -> MappingNode | None:
        for key, value in self._root.value:
            if self._is(key, name):
                return next((e for e in _entries(value) if _type(e) == type_), None)
        return None

    def _change(self, entries: list[MappingNode], change: Change) -> bool:
        """Make one change; False where the record that it is about is not there."""
        entry = next((e for e in entries if _type(e) == change.type), None)
        if change.action is Action.ADD:
            if entry is None:
                entries.append(self._record(change))
                return True
            return _put(entry, [*_nodes(entry), self._fresh(change)])
        old = change.value if change.old is None else change.old
        value = None if entry is None else self._value(entry, change.type, old)
        if entry is None or value is None:
            return False
        kept = [n for n in _nodes(entry) if n is not value.node]
        if change.action is Action.REPLACE:
            kept.append(self._fresh(change))
        if not kept:
            entries.remove(entry)
            return True
        return _put(entry, kept)

    def _value(self, entry: MappingNode, type_: str, stated: str) -> _Value | None:
        return next((v for v in _values(entry, type_) if v.stated == stated), None)

    def _record(self, change: Change) -> MappingNode:
        members: list[Member] = [(_plain("type"), _plain(change.type))]
        if change.ttl is not None:
            number = ScalarNode("tag:yaml.org,2002:int", str(change.ttl))
            members.insert(0, (_plain("ttl"), number))
        members.append((_plain("value"), self._fresh(change)))
        return MappingNode("tag:yaml.org,2002:map", members, flow_style=False)

    def _fresh(self, change: Change) -> Node:
        if change.type != "MX":
            return _plain(self._written(change))
        priority, _, host = change.value.partition(" ")
        number = ScalarNode("tag:yaml.org,2002:int", priority)
        members: list[Member] = [
            (_plain("exchange"), _plain(_dotted(host))),
            (_plain("preference"), number),
        ]
        return MappingNode("tag:yaml.org,2002:map", members, flow_style=False)

    def _written(self, change: Change) -> str:
        """A value as octoDNS wants it: a target with its dot, semicolons as the file has them."""
        if change.type in TEXTS:
            return change.value.replace(";", r"\;") if self._escapes else change.value
        return _dotted(change.value) if change.type in _HOSTS else change.value

    def _span(self, at: int) -> tuple[int, int]:
        """The text of a name with its records, without what stands between it and the next."""
        key, value = self._root.value[at]
        start, end = key.start_mark.index, value.end_mark.index
        lines = self._text[start:end].splitlines(keepends=True)
        while len(lines) > 1 and _is_between(lines[-1]):
            lines.pop()
        end = start + sum(map(len, lines))
        closes = self._text[end - 1 : end] != "\n" and self._text[end : end + 1] == "\n"
        return start, end + closes

    def _place(self, key: str) -> int:
        """Where a new name goes: into the order of the names, where they have one."""
        keys = [k.value for k, _ in self._root.value]
        if keys == sorted(keys, key=_natural):
            later = (k for k, _ in self._root.value if _natural(k.value) > _natural(key))
            after = next(later, None)
            if after is not None:
                return int(after.start_mark.index)
        if not self._root.value:
            return len(self._text)
        line_end = self._text.find("\n", len(self._text.rstrip()))
        return (len(self._text) if line_end < 0 else line_end) + 1

    def _block(self, key: str, entries: Sequence[MappingNode]) -> str:
        """A name with its records; `key` is the name as YAML text."""
        many = SequenceNode("tag:yaml.org,2002:seq", list(entries), flow_style=False)
        value = entries[0] if len(entries) == 1 else many
        # The key is put in afterwards: PyYAML writes an empty one over two lines.
        mapping = MappingNode("tag:yaml.org,2002:map", [(_plain("k"), value)], flow_style=False)
        return key + _dumped(mapping, indents_lists=self._indents_lists).removeprefix("k")


def _is_between(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _entries(value: Node) -> list[MappingNode]:
    found = value.value if isinstance(value, SequenceNode) else [value]
    return [e for e in found if isinstance(e, MappingNode)]


def _member(entry: MappingNode, *keys: str) -> Node | None:
    return next((v for k, v in entry.value if k.value in keys), None)


def _type(entry: MappingNode) -> str:
    node = _member(entry, "type")
    return str(node.value).upper() if isinstance(node, ScalarNode) else ""


def _nodes(entry: MappingNode) -> list[Node]:
    """The nodes of a record set's values."""
    node = _member(entry, "values") or _member(entry, "value")
    if node is None:
        return []
    return list(node.value) if isinstance(node, SequenceNode) else [node]


def _values(entry: MappingNode, type_: str) -> Iterator[_Value]:
    for node in _nodes(entry):
        typed = data_of(type_, _read(node))
        if typed is None:
            continue
        if type_ in TEXTS:
            strings = split(typed.replace(r"\;", ";"))
            held = text_record("", type_, strings, ttl=None, where=_NOWHERE[0], written=_NOWHERE[1])
        else:
            held = record("", type_, typed, ttl=None, where=_NOWHERE[0], written=_NOWHERE[1])
        yield _Value(value_of(held), node)


def _read(node: Node) -> object:
    """A node as the reader of octoDNS files sees it."""
    if not isinstance(node, MappingNode):
        return node.value
    fields = Fields()
    fields.update((k.value, v.value) for k, v in node.value)
    return fields


def _put(entry: MappingNode, nodes: Sequence[Node]) -> bool:
    """Give a record set these values, under `value` for one and `values` for several."""
    key = "value" if len(nodes) == 1 else "values"
    node = (
        nodes[0]
        if len(nodes) == 1
        else SequenceNode("tag:yaml.org,2002:seq", list(nodes), flow_style=False)
    )
    at = next(i for i, (k, _) in enumerate(entry.value) if k.value in ("value", "values"))
    members = [m for m in entry.value if m[0].value not in ("value", "values")]
    members.insert(at, (_plain(key), node))
    entry.value = members
    return True


def _scalar_text(text: str, style: str | None = None) -> str:
    """A text as YAML writes it, in a style if that can hold it."""
    fresh = ScalarNode("tag:yaml.org,2002:str", text, style=style)
    return _dumped(fresh).removesuffix("\n").removesuffix("\n...")


def _plain(text: str) -> ScalarNode:
    return ScalarNode("tag:yaml.org,2002:str", text)


def _dotted(host: str) -> str:
    return host if host.endswith(".") else f"{host}."


def _natural(key: str) -> list[tuple[int, str]]:
    """The order in which octoDNS wants names: numbers by their value."""
    return [(int(p), "") if p.isdigit() else (-1, p) for p in _NUMBERS.split(key)]


class _Dumper(yaml.SafeDumper):
    """Writes what it is given: no folded lines, no anchors."""

    indents_lists = False

    def ignore_aliases(self, data: object) -> bool:
        """Nothing stands in two places."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented as in the rest of the file."""
        super().increase_indent(flow, indentless and not self.indents_lists)


class _IndentingDumper(_Dumper):
    """The same with lists indented below their key."""

    indents_lists = True


def _dumped(node: Node, *, indents_lists: bool = False) -> str:
    dumper = _IndentingDumper if indents_lists else _Dumper
    text: str = yaml.serialize(node, Dumper=dumper, width=1_000_000, allow_unicode=True)
    return text
