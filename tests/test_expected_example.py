"""The example document and the example zone say the same."""

from __future__ import annotations

from pathlib import Path

import dns.zone

from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import ExpectedRecord

EXAMPLES = Path(__file__).parent / "examples"


def presented(record: ExpectedRecord) -> str:
    if record.type == "TXT":
        return record.value
    prefix = "" if record.priority is None else f"{record.priority} "
    return f"{prefix}{record.value}."


def test_the_example_zone_holds_what_the_example_document_asks_for() -> None:
    (domain,) = read_expected((EXAMPLES / "stackshift.json").read_bytes(), "stackshift.json")
    zone = dns.zone.from_file(str(EXAMPLES / "example.com.zone"), "example.com.", relativize=False)
    for record in domain.records:
        rdataset = zone.find_rdataset(f"{record.name}.", record.type)
        (rdata,) = rdataset
        found = b"".join(rdata.strings).decode() if record.type == "TXT" else rdata.to_text()
        assert found == presented(record)
