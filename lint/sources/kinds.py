"""What a file of DNS data is, told from its beginning and, where that is open, from its content."""

from __future__ import annotations

from enum import StrEnum

from ..pattern import lazy
from .document import Document
from .error import SourceError
from .listed_zone import Contents


class Syntax(StrEnum):
    """How a file is written."""

    ZONE = "zone"
    JSON = "json"
    YAML = "yaml"
    TSV = "tsv"


_JSON = lazy(rb'\s*+(?:\{\s*+["}]|\[\s*+[\[{"\]])')
_TSV = lazy(rb"[^\t\n]+\t[^\t\n]*\t[0-9]+\tIN\t[A-Z][A-Z0-9_]*\t")
_YAML = lazy(
    rb"(?:\s*+#[^\n]*+\n|\s*+\n)*+"
    rb"(?:---|%YAML|\? |- |'[^'\n]*+'\s*+:\s|\"[^\"\n]*+\"\s*+:\s|[^\s;$\"'(){}][^\s;]*+:\s)"
)


def syntax(head: bytes) -> Syntax:
    """How the file that begins like this is written; whatever is nothing else is a zone file."""
    if _JSON.match(head):
        return Syntax.JSON
    if _TSV.match(head):
        return Syntax.TSV
    return Syntax.YAML if _YAML.match(head) else Syntax.ZONE


def parse(kind: Syntax, path: str, data: bytes) -> Document:
    """The document of a JSON or YAML file; raises SourceError."""
    if kind is Syntax.JSON:
        from .json_text import JsonText

        return JsonText(path, data)
    from .yaml_text import Yaml

    return Yaml(path, data)


def format_of(document: Document) -> str | None:
    """The name of the format of a document's content, None where no reader knows it."""
    from .octodns import is_octodns
    from .terraform import is_terraform

    for root in document.roots:
        if is_terraform(root):
            return "terraform"
        if is_octodns(root):
            return "octodns"
    return None


def read_zones(form: str, document: Document, origin: str | None) -> list[Contents]:
    """The zones of a document that names them itself."""
    from .terraform import read_terraform

    if form == "terraform":
        return read_terraform(document, origin)
    raise SourceError(document.path, f"cannot be read as {form}")
