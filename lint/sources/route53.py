"""Route 53: `aws route53 list-resource-record-sets`, and batches of changes to come.

Octets that names cannot show are written `\\ooo`, in octal digits.
"""

from __future__ import annotations

import re

from ..pattern import lazy
from .document import Document, Fields, fields, text, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

_OCTAL = lazy(r"\\(?:([0-3][0-7]{2})|.)", re.DOTALL)


def is_route53(root: object) -> bool:
    """Whether a JSON document lists record sets or changes of them."""
    if isinstance(root, list):
        return any(_is_set(one) for one in fields(root))
    return isinstance(root, Fields) and any(
        any("ResourceRecordSet" in i or {"Name", "Type"} <= i.keys() for i in fields(listed))
        for listed in (root.get("ResourceRecordSets"), _changes(root))
    )


def _is_set(one: Fields) -> bool:
    """Whether this is a record set, in a list that a query took out of the whole answer."""
    values = "ResourceRecords" in one or "AliasTarget" in one
    return values and {"Name", "Type"} <= one.keys()


def _changes(root: Fields) -> object:
    batch = root.get("ChangeBatch")
    return batch.get("Changes") if isinstance(batch, Fields) else root.get("Changes")


def read_route53(document: Document, origin: str | None) -> list[Contents]:
    """The zones of a list of record sets or of a batch of changes."""
    sheet = Sheet(document, Texts.PRESENTATION)
    whole_list = False
    for root in document.roots:
        if not isinstance(root, Fields):
            for index, one in enumerate(fields(root)):
                _add(sheet, one, f"/{index}", removed=False)
            whole_list = True
            continue
        for index, one in enumerate(fields(root.get("ResourceRecordSets"))):
            _add(sheet, one, f"/ResourceRecordSets/{index}", removed=False)
            whole_list = root.get("IsTruncated") is not True and "NextToken" not in root
        base = "/ChangeBatch/Changes" if "ChangeBatch" in root else "/Changes"
        for index, change in enumerate(fields(_changes(root))):
            changed = change.get("ResourceRecordSet")
            if isinstance(changed, Fields):
                gone = text(change.get("Action")) == "DELETE"
                _add(sheet, changed, f"{base}/{index}/ResourceRecordSet", removed=gone)
    return sheet.zones(complete=whole_list and sheet.has_soa(), origin=origin)


def _add(sheet: Sheet, one: Fields, address: str, *, removed: bool) -> None:
    name, type_ = text(one.get("Name")), text(one.get("Type"))
    if name is None or type_ is None:
        return
    variant = text(one.get("SetIdentifier")) or ""
    row = Row(
        one,
        address,
        whole_name(_decimal(name)),
        type_.upper(),
        whole(one.get("TTL")),
        owner=name,
        manager="" if variant else address,
        variant=variant,
    )
    alias = one.get("AliasTarget")
    if isinstance(alias, Fields):
        target = _decimal(text(alias.get("DNSName")) or "")
        sheet.add(row._replace(type="ALIAS"), target, "AliasTarget", "DNSName", removed=removed)
    for index, held in enumerate(fields(one.get("ResourceRecords"))):
        if value := text(held.get("Value")):
            steps = ("ResourceRecords", index, "Value")
            sheet.add(row, _decimal(value), *steps, removed=removed)


def _decimal(value: str) -> str:
    """Escapes in octal digits as the decimal ones of zone files."""
    return _OCTAL.sub(_digits, value)


def _digits(match: re.Match[str]) -> str:
    digits = match.group(1)
    return f"\\{int(digits, 8):03d}" if digits else match.group()
