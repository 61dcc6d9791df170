"""The JSON Schemas of what senderlint writes, generated from the types."""

from __future__ import annotations

import json

from .codec import schema
from .model import Result

BASE = "https://senderlint.example/schema/"
DOCUMENTS = {"result": (Result, "A senderlint result, schema version 1")}


def schema_text(document: str) -> str:
    """The schema of a document as indented JSON text."""
    kind, title = DOCUMENTS[document]
    return (
        json.dumps(schema(kind, title=title, identifier=f"{BASE}{document}-1.json"), indent=2)
        + "\n"
    )
