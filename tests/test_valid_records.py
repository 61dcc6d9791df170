"""Any valid record, however it is written, gets no complaint; any octets at all crash nothing."""

from __future__ import annotations

from collections.abc import Iterable

from failures import key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senderlint.lint.check import check_zones
from senderlint.lint.model import Finding, Severity
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

RULES = Settings(all_rules())
HEAD = (
    "@ 3600 SOA ns1.dnshost.net. host.dnshost.net. 1 7200 3600 1209600 300\n@ NS ns1.dnshost.net.\n"
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEY = key("valid")

LABEL = st.from_regex(r"\A[a-z][a-z0-9]{0,8}\Z")
HOST = st.builds("{}.{}.net".format, LABEL, LABEL)
PLACE = st.sampled_from(["", " ", "  "])
POLICY = st.sampled_from(["none", "quarantine", "reject", "None", "REJECT"])
ADDRESS = st.builds("mailto:{}@brand.net".format, LABEL)

TERM = st.one_of(
    st.builds("include:{}".format, HOST),
    st.builds("ip4:198.51.{}.0/24".format, st.integers(0, 255)),
    st.builds("ip6:2001:db8:{:x}::/48".format, st.integers(0, 65535)),
    st.builds("{}a:{}".format, st.sampled_from(["", "+", "?"]), HOST),
    st.builds("mx:{}".format, HOST),
    st.builds("exists:%{{i}}.{}".format, HOST),
    st.just("x-note=anything"),
)
SPF = st.builds(
    lambda version, terms, end: " ".join((version, *terms, end)),
    st.sampled_from(["v=spf1", "V=SPF1", "v=SPF1"]),
    st.lists(TERM, max_size=7, unique_by=lambda t: t.partition("=")[0]),
    st.sampled_from(["~all", "-all", "-ALL", "~all exp=e.brand.net"]),
)


def _tags(first: str, rest: Iterable[tuple[str, str]], place: str, end: str) -> str:
    pieces = (first, *(f"{name}{place}={place}{value}" for name, value in rest))
    return f"{place};{place or ' '}".join(pieces) + end


def _list(first: str, **values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A tag list that begins with a version and has any of these tags, in any order."""
    chosen = st.fixed_dictionaries({}, optional=values).flatmap(
        lambda tags: st.permutations(list(tags.items()))
    )
    return st.builds(_tags, st.just(first), chosen, PLACE, st.sampled_from(["", ";", "; "]))


REST = {
    "sp": POLICY,
    "np": POLICY,
    "adkim": st.sampled_from(["r", "s"]),
    "aspf": st.sampled_from(["r", "s", "R"]),
    "fo": st.sampled_from(["0", "1", "1:d:s"]),
    "rua": ADDRESS,
    "ruf": ADDRESS,
    "t": st.sampled_from(["y", "n"]),
    "psd": st.sampled_from(["u", "n"]),
    "pct": st.just("100"),
}
DMARC = POLICY.flatmap(lambda policy: _list(f"v=DMARC1; p={policy}", **REST))
DKIM = _list(
    f"v=DKIM1; p={KEY}",
    k=st.just("rsa"),
    h=st.sampled_from(["sha256", "sha256:sha1"]),
    s=st.sampled_from(["*", "email", "email:other"]),
    t=st.just("s"),
    n=st.just("a note"),
)


def complaints(owner: str, text: str) -> list[str]:
    strings = " ".join(f'"{text[i : i + 250]}"' for i in range(0, len(text), 250))
    return [f"{f.code} {f.message}" for f in judged(f"{owner} TXT {strings}\n".encode())]


def judged(line: bytes) -> list[Finding]:
    """What is above a remark in a zone that holds this line."""
    zone = zone_from_bytes(HEAD.encode() + line, path="z", origin="brand.net")
    found = check_zones([zone], RULES).findings
    return [f for f in found if f.severity is not Severity.INFO]


@FEW
@given(SPF)
def test_spf(text: str) -> None:
    assert complaints("send", text) == []


@FEW
@given(DMARC)
def test_dmarc(text: str) -> None:
    assert complaints("_dmarc", text) == []


@FEW
@given(DKIM)
def test_dkim(text: str) -> None:
    assert complaints("s1._domainkey", text) == []


@FEW
@given(
    st.sampled_from(["send", "_dmarc", "s1._domainkey", "_mta-sts", "_smtp._tls", "default._bimi"]),
    st.sampled_from([b"", b"v=spf1 ", b"v=DMARC1; ", b"v=DKIM1; p=", b"v=STSv1; ", b"v=BIMI1; "]),
    st.binary(max_size=120),
)
def test_any_octets(owner: str, start: bytes, octets: bytes) -> None:
    escaped = b"".join(b"\\%03d" % octet for octet in octets)
    found = judged(owner.encode() + b' TXT "' + start + escaped + b'"\n')
    assert [f.message for f in found if f.code == "SELF01"] == []
