"""The JSON Schemas of what senderlint writes and reads, generated from the types."""

from __future__ import annotations

import json

from .codec import Json, schema
from .model import Result

BASE = "https://senderlint.example/schema/"
DOCUMENTS = ("result", "config", "snapshot")


def schema_text(document: str) -> str:
    """The schema of one of DOCUMENTS as indented JSON text."""
    return json.dumps(_schema(document, f"{BASE}{document}-1.json"), indent=2) + "\n"


def _schema(document: str, identifier: str) -> Json:
    if document == "config":
        from . import config_shape

        head: dict[str, Json] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": identifier,
            "title": "senderlint.toml",
        }
        return head | config_shape.schema()
    if document == "snapshot":
        from .sources.snapshot import Snapshot

        title = "A senderlint snapshot, schema version 1"
        return schema(Snapshot, title=title, identifier=identifier)
    title = "A senderlint result, schema version 1"
    return schema(Result, title=title, identifier=identifier)
