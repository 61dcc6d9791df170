"""A saved result may say anything that its types allow; every report still comes out whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from report_fixture import DOUBLED, FIRST, RESULT

from senderlint.lint.model import Action, Change, Location, Result
from senderlint.reports import FORMATS, render

ODD = st.text(alphabet='a.@\\"; ()$\t\n\x1b漢\u0301\u202e\udc80é`-1 *:#', max_size=60)
TYPES = st.sampled_from(("TXT", "MX", "SRV", "CNAME", "A", "", "TXT (", "txt"))
CHANGES = st.builds(
    Change,
    action=st.sampled_from(Action),
    name=ODD,
    type=TYPES,
    value=ODD,
    ttl=st.none() | st.integers(-1, 2**40),
    old=st.none() | ODD,
    written=st.lists(ODD, max_size=3).map(tuple),
)
PLACES = st.builds(
    Location,
    path=ODD,
    line=st.integers(-3, 10**9) | st.just(10**90),
    column=st.integers(-3, 10**9),
    source=st.lists(ODD, max_size=9).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(CHANGES, max_size=3).map(tuple),
    place=st.none() | PLACES,
    words=ODD,
    zone=st.none() | ODD | st.just("example.org"),
)
def test_every_report_comes_out_whole(
    changes: tuple[Change, ...], place: Location | None, words: str, zone: str | None
) -> None:
    finding = DOUBLED._replace(changes=changes, location=place, explanation=words, fix=words)
    result: Result = RESULT._replace(
        findings=(finding,), domains=(FIRST._replace(zone=zone, provider=words),)
    )
    for format_ in FORMATS:
        text = "".join(render(format_, result))
        assert all(char == "\n" or char.isprintable() for char in text)
