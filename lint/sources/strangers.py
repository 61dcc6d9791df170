"""What somebody gave in place of DNS data, and what to give instead."""

from __future__ import annotations

from ..pattern import lazy
from .document import Fields

_NAMES = ("message", "detail", "error", "title", "code")
_NO_NOTES = rb"(?:\s++|#[^\n]*+(?:\n|$)|//[^\n]*+(?:\n|$)|/\*.*?\*/)*+"
_PAGE = lazy(rb"(?i)(?:\xef\xbb\xbf)?\s*+<(?:!doctype|!--|html|head|body|\?xml)")
_HTTP = lazy(rb"HTTP/[0-9.]+ [0-9]{3}")
_HCL = lazy(
    rb"(?s)(?:\xef\xbb\xbf)?" + _NO_NOTES + rb"(?:(?:resource|module|provider|variable|data|output|"
    rb'import|moved|removed)(?:[ \t]++"?[\w.-]++"?){1,2}|terraform|locals|import|moved)[ \t]*+\{'
)
_SCRIPT = lazy(
    rb"(?s)(?:\xef\xbb\xbf)?"
    + _NO_NOTES
    + rb"(?:D(?:_EXTEND)?\([\"']|(?:var|const|let)[ \t]+\w+[ \t]*=|require\()"
)


def strange_text(head: bytes) -> str | None:
    """What a file is that begins like this, and what to do; None where it may be a zone file."""
    if _PAGE.match(head):
        return "is a web page or XML; save the zone file itself"
    if _HTTP.match(head):
        return "begins with the headers of an HTTP answer; save what follows them alone"
    if _HCL.match(head):
        return (
            "is Terraform's source; give its plan as JSON: "
            "terraform plan -out=plan, then terraform show -json plan > plan.json"
        )
    if _SCRIPT.match(head):
        return "is DNSControl's source; give what dnscontrol print-ir prints"
    return None


def strange_document(root: object) -> str:
    """What a JSON or YAML document is that no reader knows, and what to do."""
    if isinstance(root, Fields):
        said = _complaint(root)
        if said is not None:
            return f'is an error that a program answered: "{said}"; ask for the records again'
        if _is_provider_document(root):
            return "is a provider's document; give it without --against, and your zone with it"
    return "holds no DNS records that are known here; name its format with --against-format"


def _complaint(root: Fields) -> str | None:
    """The message of an API's error: beside, in `error`, or first in `errors`."""
    failed = root.get("success") is False or "error" in root or "errors" in root
    if not failed and not ("message" in root and len(root) <= 4):
        return None
    errors = root.get("errors")
    inner = errors[0] if isinstance(errors, list) and errors else errors
    return next(filter(None, map(_said, (inner, root.get("error"), root))), None)


def _said(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip()[:120]
    if isinstance(value, Fields):
        texts = (value.get(name) for name in _NAMES)
        return next((t.strip()[:120] for t in texts if isinstance(t, str) and t.strip()), None)
    return None


def _is_provider_document(root: Fields) -> bool:
    folded = {key.replace("_", "").lower() for key in root}
    return not folded.isdisjoint(("records", "dnsrecords", "spfstatus", "domain"))
