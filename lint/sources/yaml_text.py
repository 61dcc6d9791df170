"""YAML as plain values with their places: no tag is obeyed, aliases and depth are bounded.

Scalars stay the text that was typed, apart from unquoted whole numbers, `true`, `false` and
`null`: owner names such as `no` or `010` are what their author wrote.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..model import Where
from ..pattern import lazy
from .document import Fields, Step, decoded
from .error import SourceError

if TYPE_CHECKING:
    from yaml.error import Mark

MAX_OCTETS = 16 * 1024 * 1024
MAX_DEPTH = 60
MAX_MERGED = 1_000_000  # members that merge keys may copy
MAX_VALUES = 2_000_000

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DIGITS = frozenset("-0123456789")  # what a number begins with
_NUMBER = lazy(r"-?(?:0|[1-9][0-9]{0,17})")
_MERGE = "<<"
_PLAIN, _QUOTED = "plain", "quoted"
_TYPES = "tag:yaml.org,2002:"


class Node(Protocol):
    """A node of PyYAML's tree: `id` is scalar, sequence or mapping; `value` its text or parts."""

    @property
    def id(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def start_mark(self) -> Mark: ...


class _Loader(Protocol):
    """What PyYAML's loaders have in common."""

    def check_node(self) -> bool: ...
    def get_node(self) -> Node: ...


class Yaml:
    """One YAML file; see `Document`. Raises SourceError for what is no YAML within the bounds.

    `include` opens the files that `!include` names, None where such files must not be read.
    """

    def __init__(self, path: str, data: bytes, include: Includes | None = None) -> None:
        self.path = path
        self._text = decoded(path, data, MAX_OCTETS, "split the file by zone")
        self._lines: list[str] | None = None
        self._include = include
        self._count = self._merged = 0
        self._done: dict[int, object] = {}
        self._kept: list[Node] = []  # so that no identity is used twice
        self.roots = tuple(self._value(node, 0) for node in _nodes(path, self._text))

    def where(self, of: Fields, *steps: Step, address: str = "") -> Where:
        """The place of a value inside a mapping."""
        node: Node | None = cast("Node", of.handle)
        for step in steps:
            node = _inside(node, step)
        return self._at(node if node is not None else cast("Node", of.handle), address)

    def key(self, of: Fields, key: str) -> Where:
        """The place of a key."""
        for name, _ in _members(cast("Node", of.handle)):
            if name.value == key:
                return self._at(name)
        return self._at(cast("Node", of.handle))

    def line(self, number: int) -> str:
        """A source line."""
        if self._lines is None:
            self._lines = self._text.split("\n")
        return self._lines[number - 1].rstrip("\r") if number <= len(self._lines) else ""

    def _at(self, node: Node, address: str = "") -> Where:
        mark = node.start_mark
        return Where(self.path, mark.line + 1, mark.column + 1, address)

    def _value(self, node: Node, depth: int) -> object:
        is_scalar = node.id == "scalar"
        if not is_scalar:
            found = self._done.get(id(node), self)
            if found is not self:
                return found  # an alias: the same value again
        self._count += 1
        if self._count > MAX_VALUES:
            raise self._error(node, f"holds more than {MAX_VALUES:,} values; split the file")
        tag = node.tag
        if tag != _PLAIN and tag != _QUOTED and not _is_harmless(tag):
            tag = tag.removeprefix(_TYPES)[:60]
            raise self._error(node, f"the tag {tag} is not followed; write the value out")
        if is_scalar:
            return self._scalar(node)
        if depth >= MAX_DEPTH:
            raise self._error(node, f"nested deeper than {MAX_DEPTH} levels; remove the wrapping")
        self._kept.append(node)
        if node.id == "mapping":
            return self._mapping(node, depth + 1)
        items: list[object] = []
        self._done[id(node)] = items
        items.extend(self._value(item, depth + 1) for item in node.value)
        return items

    def _mapping(self, node: Node, depth: int) -> Fields:
        fields = Fields()
        fields.handle = node
        self._done[id(node)] = fields
        merged: list[Node] = []
        for name, value in node.value:
            if name.id != "scalar":
                continue  # no tool that is read here has keys of many parts
            if name.value == _MERGE and name.tag == _PLAIN:
                merged.append(value)
                continue
            if name.value in fields:
                fields.again.append((name.value, fields[name.value], name))
                del fields[name.value]
            fields[name.value] = self._value(value, depth)
        for value in merged:
            self._merge(fields, self._value(value, depth), value)
        return fields

    def _merge(self, into: Fields, value: object, node: Node) -> None:
        """What a merge key brings in gives way to what is written, and earlier mappings win."""
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, Fields):
                continue
            self._merged += len(source)
            if self._merged > MAX_MERGED:
                raise self._error(node, "merges too much; write the members out")
            for key, member in source.items():
                into.setdefault(key, member)

    def _scalar(self, node: Node) -> object:
        text: str = node.value
        if node.tag == "!include":
            return self._included(node, text)
        if node.tag != _PLAIN:
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if text[0] in _DIGITS and _NUMBER.fullmatch(text) else text

    def _included(self, node: Node, name: str) -> object:
        if self._include is None:
            raise self._error(node, f"!include {name[:60]} is not followed here; give a folder")
        return self._include.read(self, name, self._at(node))

    def _error(self, node: Node, message: str) -> SourceError:
        return SourceError(self.path, message, node.start_mark.line + 1)


def _is_harmless(tag: str) -> bool:
    """Whether a tag says no more than which kind of value it is, or names a file to include."""
    if tag.startswith(_TYPES):
        return "python" not in tag
    return tag in ("!", "!include") or tag.startswith("!env")


class Includes:
    """Reads files that `!include` names, inside one folder only, and none that includes itself."""

    MAX_FILES = 200

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._open: list[str] = []
        self._count = 0

    def read(self, by: Yaml, name: str, where: Where) -> object:
        """The value of an included file, its first document."""
        start = os.path.dirname(by.path)  # noqa: PTH120 - no pathlib on the way to a check
        path = os.path.realpath(os.path.join(start, name))  # noqa: PTH118
        if os.path.commonpath((path, self._folder)) != self._folder:
            raise SourceError(by.path, f"!include {name[:60]} leads out of the folder", where.line)
        self._count += 1
        if path in self._open or self._count > self.MAX_FILES:
            raise SourceError(by.path, f"!include {name[:60]} goes round in circles", where.line)
        self._open.append(path)
        try:
            shown = os.path.join(start, name)  # noqa: PTH118
            roots = Yaml(shown, _octets(path, by.path, where), self).roots
        finally:
            self._open.pop()
        return roots[0] if roots else None


def _octets(path: str, by: str, where: Where) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(MAX_OCTETS + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SourceError(by, f"!include cannot be read: {reason}", where.line) from error


def _nodes(path: str, text: str) -> list[Node]:
    from yaml.error import MarkedYAMLError, YAMLError

    nodes: list[Node] = []
    try:
        loader = _loader(text)
        while loader.check_node():
            nodes.append(loader.get_node())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"is not YAML: {error.problem or error.context}"
        raise SourceError(path, message, mark.line + 1 if mark else None) from error
    except YAMLError as error:
        raise SourceError(path, f"is not YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise SourceError(path, "is nested too deeply; remove the wrapping") from error
    return nodes


def _loader(text: str) -> _Loader:
    """PyYAML's C loader where it was built with it, else the one in Python."""
    import yaml

    parser = _c_loader() if yaml.__with_libyaml__ else _python_loader()
    return cast("_Loader", parser(text))


class _Tags:
    """Tags without meaning: whether a scalar was quoted is all that is asked."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """The tag of a node that states none."""
        plain = implicit[0] if isinstance(implicit, tuple) else implicit
        return _PLAIN if plain else _QUOTED

    def descend_resolver(self, *_: object) -> None:
        """Paths do not matter."""

    def ascend_resolver(self) -> None:
        """Paths do not matter."""


def _c_loader() -> type:
    from yaml._yaml import CParser

    return type("Loader", (_Tags, CParser), {})


def _python_loader() -> type:
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Loader(_Tags, Reader, Scanner, Parser, Composer):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)

    return Loader


def _members(node: Node) -> list[tuple[Node, Node]]:
    """A mapping's members; those that a merge key brings in come after its own, last ones first."""
    own: list[tuple[Node, Node]] = [m for m in node.value if m[0].id == "scalar"]
    return [m for m in reversed(own) if m[0].value != _MERGE] + [
        inner
        for name, value in own
        if name.value == _MERGE
        for source in (value.value if value.id == "sequence" else [value])
        if source.id == "mapping" and source is not node
        for inner in source.value
        if inner[0].id == "scalar"
    ]


def _inside(node: Node | None, step: Step) -> Node | None:
    if node is None:
        return None
    if isinstance(step, int):
        items: list[Node] = node.value if node.id == "sequence" else []
        return items[step] if step < len(items) else None
    if node.id != "mapping":
        return None
    for name, value in reversed(node.value):
        if name.value == step and name.id == "scalar" and step != _MERGE:
            return cast("Node", value)
    return next((value for name, value in _members(node) if name.value == step), None)
