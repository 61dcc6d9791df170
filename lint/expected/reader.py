"""From the bytes of a provider's document to sender domains."""

from __future__ import annotations

from ..model import SenderDomain
from . import records_list, stackshift
from .adapter import Adapter
from .decode import decode
from .error import ExpectedError, quoted
from .json_text import parse
from .json_value import Json

# The most distinctive document first: a new provider is one more module and one more line.
_ADAPTERS: tuple[Adapter, ...] = (stackshift.ADAPTER, records_list.ADAPTER)

PROVIDERS: tuple[str, ...] = tuple(adapter.provider for adapter in _ADAPTERS)


def read_expected(
    data: bytes, path: str, *, provider: str | None = None, domain: str | None = None
) -> tuple[SenderDomain, ...]:
    """The sender domains of a document, at least one.

    `path` is what messages call the document. `provider` is one of PROVIDERS and overrides
    detection; `domain` names the domain where the document does not, or chooses one of several.
    Raises ExpectedError, and nothing else, for whatever cannot be read.
    """
    document = parse(decode(data, path), path)
    return _adapter(document, provider).read(document, domain)


def detect(document: Json) -> str | None:
    """The provider whose document this is, None where no reader recognises it."""
    found = (a.provider for a in _ADAPTERS if a.recognises(document))
    return next(found, None)


def _adapter(document: Json, provider: str | None) -> Adapter:
    wanted = provider or detect(document) or records_list.PROVIDER
    for adapter in _ADAPTERS:
        if adapter.provider == wanted.lower():
            return adapter
    known = ", ".join(PROVIDERS)
    raise ExpectedError(document.where, f"no reader for provider {quoted(wanted)}; use {known}")
