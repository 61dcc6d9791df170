"""The zone reader alone beside named peers: `bench_zone.py [--records N] [--rounds N]`.

Whole processes that do nothing but read: one domain, all names through the screen, all names
without it. dnspython's reader gets a zone of 10,000 records, because it needs minutes for more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from make_zone import ORIGIN, PER_SENDER, write_zone
from run import Command, measured, report

SMALL = 10_000

_ONE = """
import sys
from senderlint.lint.sources.zone_file import open_zone
zone, domain = open_zone(sys.argv[1]), sys.argv[2]
labels = ("", "*.", "_dmarc.", "_domainkey.", "s1._domainkey.", "s2._domainkey.", "bounce.")
found = zone.extract([zone.zone, "*." + zone.zone, *(l + domain for l in labels)], [domain])
assert len(found.records) > 4
"""
_SCREENED = """
import sys
from senderlint.lint.sources.zone_file import open_zone
from senderlint.lint.sources.zone_screen import Screen
zone = open_zone(sys.argv[1])
assert [node.name for node in zone.nodes(Screen(zone.zone))] == [zone.zone]
"""
_ALL = """
import sys
from senderlint.lint.sources.zone_file import open_zone
assert sum(1 for node in open_zone(sys.argv[1]).nodes()) > 1
"""
_DNSPYTHON = """
import sys
import dns.zone
dns.zone.from_file(sys.argv[1], sys.argv[2], relativize=False, check_origin=False)
"""


def commands(zone: Path, records: int) -> tuple[Command, ...]:
    """The peers and what is compared with them."""
    domain = f"sender{records // PER_SENDER // 2}.{ORIGIN}"
    python = (sys.executable, "-c")
    small = (
        Command("dnspython from_file", (*python, _DNSPYTHON, str(zone), ORIGIN)),
        Command("all names", (*python, _ALL, str(zone)), "dnspython from_file"),
    )
    half, whole = (0.5, 1.0) if records > SMALL else (0.0, 0.0)
    return (
        Command("kzonecheck", ("kzonecheck", "-o", ORIGIN, str(zone))),
        Command("one domain", (*python, _ONE, str(zone), domain), "kzonecheck", half),
        Command("named-checkzone", ("named-checkzone", "-i", "local", ORIGIN, str(zone))),
        Command("names screened", (*python, _SCREENED, str(zone)), "named-checkzone", whole),
        *(small if records <= SMALL else ()),
    )


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for records in sorted({SMALL, given.records}):
            zone = Path(folder) / f"{ORIGIN}.{records}.zone"
            write_zone(records, zone)
            listed = commands(zone, records)
            report(f"a zone of {records:,} records", listed, measured(listed, given.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
