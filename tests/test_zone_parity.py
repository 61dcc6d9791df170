"""On zone files written by others, our reader and dnspython's give the same records."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.tokenizer
import dns.zonefile
import pytest

from senderlint.lint.sources.error import SourceError
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes
from senderlint.lint.sources.zone_screen import Screen

DATA = Path(__file__).parents[1].parent / "shared" / "data"
FOLDERS = ("zonefiles", "iac/dnscontrol")
SEEDS = DATA / "seeds" / "bind9"
Row = tuple[str, int | None, str]

# Files that dnspython accepts and that we read otherwise, each with the reason. There is none.
DEVIATIONS: dict[str, str] = {}


def files() -> list[Path]:
    return sorted(p for f in FOLDERS for p in (DATA / f).rglob("*") if p.is_file())


def seeds() -> list[Path]:
    return sorted(p for p in SEEDS.rglob("*") if p.is_file())


class Sink:
    """What dnspython's reader needs of a transaction, keeping every record as it comes."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.manager = self

    def get_class(self) -> dns.rdataclass.RdataClass:
        return dns.rdataclass.IN

    def origin_information(self) -> tuple[dns.name.Name, bool, dns.name.Name]:
        return dns.name.root, False, dns.name.root

    def check_put_rdataset(self, check: object) -> None: ...

    def _set_origin(self, origin: object) -> None: ...

    def add(self, name: dns.name.Name, ttl: int, rdata: dns.rdata.Rdata) -> None:
        self.rows.append((name.to_text().lower(), ttl, rdata.to_text()))


def theirs(text: str, origin: str) -> list[Row] | None:
    """The records that dnspython reads, None where it refuses the file."""
    sink = Sink()
    tokens = dns.tokenizer.Tokenizer(text, "zone")
    reader = dns.zonefile.Reader(tokens, dns.rdataclass.IN, sink)  # type: ignore[arg-type]
    reader.current_origin = reader.last_name = dns.name.from_text(origin)
    try:
        reader.read()
    except (dns.exception.DNSException, ValueError):
        return None
    return sink.rows


def ours(source: ZoneFile) -> list[Row]:
    """Our records, their data put into one form by dnspython."""
    return [
        (
            absolute(raw.name),
            raw.ttl,
            dns.rdata.from_text(
                "IN",
                raw.head.type,
                raw.head.data.decode("utf-8", "surrogateescape"),
                origin=dns.name.from_text(absolute(raw.segment.origin)),
                relativize=False,
            ).to_text(),
        )
        for raw in source.raws()
    ]


def absolute(name: str) -> str:
    return dns.name.from_text(name + ".").to_text().lower() if name else "."


def opened(path: Path) -> ZoneFile | None:
    for origin in (None, "example.com"):
        try:
            return zone_from_bytes(path.read_bytes(), path=str(path), origin=origin)
        except SourceError:
            continue
    return None


def test_there_are_files_to_read() -> None:
    if not files():
        pytest.skip("not run: no zone files of others here")
    accepted = [p for p in files() if (z := opened(p)) and theirs(text_of(p), absolute(z.zone))]
    assert len(accepted) >= 60


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(DATA)))
def test_what_dnspython_accepts_is_read_alike(path: Path) -> None:
    source = opened(path)
    if source is None:
        assert not theirs(text_of(path), "example.com.")
        return
    nodes = list(source.nodes())
    assert max(Counter(n.name for n in nodes).values(), default=1) == 1
    assert list(source.nodes(Screen(source.zone))) is not None
    rows = theirs(text_of(path), absolute(source.zone))
    if rows is None or str(path.relative_to(DATA)) in DEVIATIONS:
        return
    assert Counter(ours(source)) == Counter(rows)
    assert source.faults == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="not run: no seeds here")
def test_seeds_for_fuzzing_are_read_without_an_error() -> None:
    read = 0
    for path in seeds():
        data = path.read_bytes()
        for held in (0, 1 << 20):
            try:
                source = zone_from_bytes(data, path="seed", origin="example.com", held=held)
            except SourceError:
                continue
            read += 1
            list(source.nodes())
            list(source.nodes(Screen("example.com")))
    assert read > 50


@pytest.mark.skipif(not SEEDS.is_dir(), reason="not run: no seeds here")
def test_seeds_as_record_data_are_read_without_an_error() -> None:
    types = ("TXT", "MX", "CNAME", "SRV", "A", "AAAA", "SOA", "ALIAS")
    for path in seeds():
        data = path.read_bytes()[:4096].replace(b"\n", b" ").replace(b"\0", b"")
        lines = b"".join(b"x %s %s\n%s TXT y\n" % (t.encode(), data, data) for t in types)
        soa = b"example.com. 300 SOA ns host 1 2 3 4 5\n"
        try:
            source = zone_from_bytes(soa + lines, path="s", origin="example.com")
        except SourceError as error:
            assert str(error) == "s: is not a text file; give a zone file"
            continue
        assert next(iter(source.nodes())).name == "example.com"
