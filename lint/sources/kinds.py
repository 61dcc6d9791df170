"""What a file of DNS data is, told from its beginning and, where that is open, from its content."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib import import_module

from ..noun import NamedTuple
from ..pattern import lazy
from .document import Document
from .listed_zone import Contents

MAX_LOOKED_AT = 20  # documents of a file that are looked at to tell what it is


class Syntax(StrEnum):
    """How a file is written."""

    ZONE = "zone"
    JSON = "json"
    YAML = "yaml"
    TSV = "tsv"


_JSON = lazy(rb'\s*+(?:\{\s*+["}]|\[\s*+[\[{"\]])')
_TSV = lazy(rb"[^\t\n]+\t[^\t\n]*\t[0-9]+\tIN\t[A-Z][A-Z0-9_]*\t")
_YAML = lazy(
    rb"(?:[ \t]*+(?:#[^\n]*+)?+\r?\n)*+"
    rb"(?:---|%YAML|\? |- |'[^'\n]*+'\s*+:\s|\"[^\"\n]*+\"\s*+:\s"
    rb"|[^\s;$\"'(){}][^\s;:]*+(?::[^\s;:]++)*+:\s)"
)


def syntax(head: bytes) -> Syntax:
    """How the file that begins like this is written; whatever is nothing else is a zone file."""
    if _JSON.match(head):
        return Syntax.JSON
    if _TSV.match(head):
        return Syntax.TSV
    return Syntax.YAML if _YAML.match(head) else Syntax.ZONE


def parse(kind: Syntax, path: str, data: bytes, folder: str | None = None) -> Document:
    """The document of a JSON or YAML file; raises SourceError.

    Files that `!include` names are read inside `folder` only, not at all where that is None.
    """
    if kind is Syntax.JSON:
        from .json_text import JsonText

        return JsonText(path, data)
    from .yaml_text import Includes, Yaml

    return Yaml(path, data, None if folder is None else Includes(folder))


class Reader(NamedTuple):
    """One format: whether the content of a document is in it, and the zones that it holds."""

    matches: Callable[[object], bool]
    zones: Callable[[Document, str | None], list[Contents]]


# Where each format is read: a module of this package and the end of its functions' names.
# The order matters: what is more particular is asked first.
_MODULES = {
    "terraform": "terraform",
    "dnscontrol": "dnscontrol",
    "route53": "route53",
    "powerdns": "powerdns",
    "google": "google",
    "azure": "azure",
    "cloudflare": "cloudflare",
    "dnsendpoint": "dns_endpoint",
}


def format_of(document: Document) -> str | None:
    """The name of the format of a document's content, None where no reader knows it."""
    from .octodns import is_octodns

    for form in _MODULES:
        if any(reader(form).matches(root) for root in document.roots[:MAX_LOOKED_AT]):
            return form
    return "octodns" if any(is_octodns(root) for root in document.roots) else None


@cache
def reader(form: str) -> Reader:
    """How a format is read."""
    name = _MODULES[form]
    module = import_module(f".{name}", __package__)
    return Reader(getattr(module, f"is_{name}"), getattr(module, f"read_{name}"))
