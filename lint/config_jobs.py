"""The jobs of a configuration: its `[[domain]]` tables with the DNS to hold them against."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .config import Config, DomainTable
from .config_error import ConfigError
from .expected.reader import read_expected
from .inputs import domain_alone, expected_domains
from .job import Job
from .model import SenderDomain


def configured(config: Config) -> Iterator[Job]:
    """The jobs of a configuration's `[[domain]]` tables; tables with the same DNS make one job.

    Raises ConfigError, FileError and ExpectedError.
    """
    groups: dict[tuple[tuple[str, ...], str | None], list[DomainTable]] = {}
    for table in config.domains:
        groups.setdefault((table.against, table.origin), []).append(table)
    for (against, origin), tables in groups.items():
        documents: dict[str, tuple[str, ...] | list[str]] = {}
        if config.path is not None:
            documents[config.path] = config.lines
        domains: list[SenderDomain] = []
        for table in tables:
            found, lines = _domains(table)
            domains += found
            documents |= lines
        yield Job(tuple(domains), against, origin, documents)


def _domains(table: DomainTable) -> tuple[tuple[SenderDomain, ...], dict[str, list[str]]]:
    if table.expected:
        return expected_domains(table.expected, table.provider, table.name)
    name = table.name or ""
    alone = domain_alone(name)
    if alone is None:
        where = table.where
        raise ConfigError(where.path, f"{name!r} is no domain name", line=where.line)
    if not table.records:
        return (alone._replace(where=table.where),), {}
    return tuple(_by_hand(table, name)), {}


def _by_hand(table: DomainTable, name: str) -> Iterator[SenderDomain]:
    """A domain whose records were written into the configuration: the table is their place."""
    document = json.dumps({"name": name, "records": [dict(r) for r in table.records]})
    for domain in read_expected(document.encode(), table.where.path, provider=table.provider):
        records = tuple(
            r._replace(where=table.where, name_where=table.where, value_where=table.where)
            for r in domain.records
        )
        yield domain._replace(where=table.where, records=records)
