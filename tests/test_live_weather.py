"""A right domain stays right whatever happens to some of its servers and to resolvers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from live_run import DMARC, GOOD, KEY, REST, SPF, case, run

from senderlint.lint.model import Severity, Verdict

DOWN = ("timeout", "refused", "servfail")
DENIED = "! s1._domainkey CNAME {} ttl=600\n" + GOOD
RESOLVERS = (
    *DOWN,
    GOOD,
    SPF + DMARC,  # the key is not known yet
    DENIED.format("nxdomain"),
    DENIED.format("nodata"),
    DENIED.format("servfail"),
    DENIED.format("bogus"),
    DENIED.format("nxdomain ede=15"),
    GOOD.replace("s1.dkim.mail", "old.dkim.mail"),
    SPF.replace("~all", "-all") + KEY + DMARC,
)
ELSEWHERE = f"org. NS a.nic.example.\n{REST}"
LOSSY = "! s1._domainkey CNAME timeout\n" + GOOD

WEATHER = {"NS02", "PROP01", "PROP02", "PROP03", "PROP04"}


@settings(max_examples=40, deadline=None)
@given(
    servers=st.lists(st.sampled_from((GOOD, *DOWN, LOSSY)), min_size=1, max_size=4),
    resolvers=st.lists(st.sampled_from(RESOLVERS), max_size=4),
)
def test_weather_is_no_fault_of_the_records(servers: list[str], resolvers: list[str]) -> None:
    done = run(case(servers, resolvers, elsewhere=ELSEWHERE))
    errors = {f.code for f in done.result.findings if f.severity is Severity.ERROR}
    works = GOOD in servers or LOSSY in servers
    assert errors <= (set() if works else {"NS02"})
    assert {f.code for f in done.result.findings} <= WEATHER
    if GOOD in servers:
        assert done.result.verdict is not Verdict.FIX
    elif not works:
        assert done.result.verdict in (Verdict.UNKNOWN, Verdict.FIX)
