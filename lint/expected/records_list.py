"""The generic document: domains with a list of records, under any of the usual keys."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import ExpectedRecord, Purpose, SenderDomain
from .adapter import Adapter
from .domain_name import guess
from .envelope import Found, find_domains
from .error import ExpectedError, quoted
from .json_value import Json
from .purpose import purpose_of
from .record import Draft, read_record
from .record_names import absolute, base_of
from .statuses import read_statuses

PROVIDER = "generic"
_EXAMPLE = "add --domain with its name, for example --domain example.com"
MAX_DOMAINS = 1_000
MAX_RECORDS = 200  # for one domain; no provider asks for a tenth of that
_LISTED = 3  # domains that a message names


def read(document: Json, domain: str | None, provider: str = PROVIDER) -> tuple[SenderDomain, ...]:
    """The document's sender domains, or only the one that the caller names.

    A document for one domain is read as the caller's domain, whatever name it states. Raises
    ExpectedError where a domain's name cannot be told or is not in the document.
    """
    found = find_domains(document)
    if len(found) > MAX_DOMAINS:
        raise ExpectedError(
            found[MAX_DOMAINS].node.where, f"more than {MAX_DOMAINS:,} domains; split the document"
        )
    if domain is None:
        return tuple(_sender_domain(f, _own_name(f), _written(f), provider) for f in found)
    name = guess(domain)
    if not name:
        raise ExpectedError(document.where, f"{quoted(domain)} is no domain name; {_EXAMPLE}")
    return tuple(
        _sender_domain(f, name, _written(f) if guess(_written(f)) == name else domain, provider)
        for f in _of_name(document, found, name)
    )


def _of_name(document: Json, found: tuple[Found, ...], name: str) -> tuple[Found, ...]:
    same = tuple(f for f in found if guess(_written(f)) == name)
    if same or len(found) == 1:
        return same or found
    others = [guess(_written(f)) or "?" for f in found]
    listed = ", ".join(others[:_LISTED]) + (", …" if len(others) > _LISTED else "")
    raise ExpectedError(
        document.where, f"no domain {name} in this document; it holds {listed}; name one of these"
    )


def _written(found: Found) -> str:
    return found.name.text if found.name else ""


def _own_name(found: Found) -> str:
    name = guess(_written(found))
    if name:
        return name
    if found.name and found.name.text:
        said = f"{quoted(found.name.text)} is no domain name"
        raise ExpectedError(found.name.where, f"{said}; {_EXAMPLE}")
    raise ExpectedError(found.node.where, f"the document does not say its domain; {_EXAMPLE}")


def _sender_domain(found: Found, name: str, written: str, provider: str) -> SenderDomain:
    if len(found.entries) > MAX_RECORDS:
        raise ExpectedError(
            found.entries[MAX_RECORDS].node.where,
            f"more than {MAX_RECORDS} records for {quoted(name)}; give what the provider asks for",
        )
    drafts = [draft for entry in found.entries for draft in read_record(entry)]
    return SenderDomain(
        name=name,
        provider=provider,
        records=_finished(drafts, name),
        statuses=read_statuses(*found.holders),
        written_name=written,
        where=(found.name or found.node).where,
    )


def _finished(drafts: list[Draft], domain: str) -> tuple[ExpectedRecord, ...]:
    base = base_of(domain, [d.record.written_name for d in drafts])
    named = [d.record._replace(name=absolute(d.record.written_name, domain, base)) for d in drafts]
    spf = _spf_names(named)
    return tuple(
        record._replace(purpose=purpose_of(record, domain, spf, draft.words))
        for record, draft in zip(named, drafts, strict=True)
    )


def _spf_names(records: Iterable[ExpectedRecord]) -> frozenset[str]:
    none: frozenset[str] = frozenset()
    return frozenset(r.name for r in records if purpose_of(r, "", none, ()) is Purpose.SPF)


def _recognises(document: Json) -> bool:
    try:
        return bool(find_domains(document))
    except ExpectedError:
        return False


ADAPTER = Adapter(PROVIDER, _recognises, read)
