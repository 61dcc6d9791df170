"""Which DMARC record applies: the tree walk of RFC 9989, and the older way beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.alignment import aligned
from senderlint.lint.dmarc_walk import Outcome, Walk, policy, walk
from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    Question,
    Record,
    SenderDomain,
    Vantage,
    VantageKind,
)
from senderlint.lint.records.dmarc import Policy, parse_dmarc, requested
from senderlint.lint.records.dmarc_tree import Found, organisational, walked
from senderlint.lint.view import Unanswered, View

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "dmarc"
UNKNOWN = "?"  # in place of records: the source cannot tell


def view_of(held: Mapping[str, tuple[str, ...] | str]) -> View:
    """A view that knows every name below `_dmarc`; names that are not listed hold nothing."""

    class Every(dict[Question, Answer]):
        def get(self, question: Question, default: Any = None) -> Answer:
            texts = held.get(question.name, ())
            if texts == UNKNOWN:
                return Answer(question, AnswerStatus.UNASKED, reason="not here")
            records = tuple(
                Record(question.name, "TXT", 300, text, (text.encode("utf-8", "surrogateescape"),))
                for text in texts
            )
            status = AnswerStatus.ANSWERED if records else AnswerStatus.NXDOMAIN
            return Answer(question, status, records)

        def __contains__(self, key: object) -> bool:
            return True

    vantage = Vantage(VantageKind.SNAPSHOT, "test")
    return View(SenderDomain("", ""), "", vantage, Every())


def walk_of(domain: str, held: Mapping[str, tuple[str, ...] | str]) -> Walk:
    return walk(view_of(held), domain)


def test_a_long_name_is_cut_to_seven_labels_as_the_standard_shows() -> None:
    assert walked("a.b.c.d.e.f.g.h.i.j.mail.example.com") == (
        "a.b.c.d.e.f.g.h.i.j.mail.example.com",
        "g.h.i.j.mail.example.com",
        "h.i.j.mail.example.com",
        "i.j.mail.example.com",
        "j.mail.example.com",
        "mail.example.com",
        "example.com",
        "com",
    )


@given(st.lists(st.sampled_from(["a", "bb", "xn--c"]), min_size=1, max_size=30).map(".".join))
def test_at_most_eight_names_are_asked_and_the_top_level_is_the_last(name: str) -> None:
    names = walked(name)
    assert len(names) <= 8
    assert names[0] == name
    assert "." not in names[-1]
    assert all(name == n or name.endswith(f".{n}") for n in names)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "a.b.example.com"),
        ([Found("b.example.com", "u"), Found("example.com", "u")], "example.com"),
        ([Found("b.example.com", "n")], "b.example.com"),
        ([Found("b.example.com", "u"), Found("com", "y")], "example.com"),
        ([Found("example.com", "y")], "b.example.com"),
        # The mark on the name where the walk starts does not count.
        ([Found("a.b.example.com", "y"), Found("example.com", "u")], "example.com"),
    ],
)
def test_the_organisational_domain(found: list[Found], expected: str) -> None:
    assert organisational("a.b.example.com", found) == expected


def test_the_own_record_applies_before_all_others() -> None:
    found = walk_of(
        "a.example.com",
        {
            "_dmarc.a.example.com": ("v=DMARC1; p=none",),
            "_dmarc.example.com": ("v=DMARC1; p=reject",),
        },
    )
    assert found.applies is not None
    assert found.applies.domain == "a.example.com"
    assert found.organisational == "example.com"


def test_a_record_between_is_passed_over_for_the_organisational_domain() -> None:
    held = {
        "_dmarc.b.example.com": ("v=DMARC1; p=none",),
        "_dmarc.example.com": ("v=DMARC1; p=none; sp=reject",),
    }
    applies = policy(view_of(held), "a.b.example.com")
    assert applies is not None
    assert (applies.domain, applies.requested, applies.tag) == ("example.com", Policy.REJECT, "sp")


def test_the_walk_finds_what_the_list_of_suffixes_does_not() -> None:
    found = walk_of("a.b.example.com", {"_dmarc.b.example.com": ("v=DMARC1; p=none",)})
    assert (found.organisational, found.listed) == ("b.example.com", "example.com")
    assert found.applies is not None
    assert found.before is None


def test_the_walk_stops_at_a_mark() -> None:
    held = {
        "_dmarc.b.example.com": ("v=DMARC1; p=reject; psd=n",),
        "_dmarc.example.com": ("v=DMARC1; p=none",),
    }
    found = walk_of("a.b.example.com", held)
    assert [s.domain for s in found.steps] == ["a.b.example.com", "b.example.com"]
    assert found.organisational == "b.example.com"


def test_a_public_suffix_speaks_for_domains_without_a_record() -> None:
    held = {"_dmarc.bank": ("v=DMARC1; p=reject; psd=y; sp=quarantine",)}
    applies = policy(view_of(held), "mail.example.bank")
    assert applies is not None
    assert (applies.domain, applies.requested) == ("bank", Policy.QUARANTINE)


def test_several_records_are_discarded_and_the_walk_goes_on() -> None:
    held = {
        "_dmarc.a.example.com": ("v=DMARC1; p=none", "v=DMARC1; p=reject"),
        "_dmarc.example.com": ("v=DMARC1; p=quarantine",),
    }
    found = walk_of("a.example.com", held)
    assert [s.outcome for s in found.steps] == [Outcome.SEVERAL, Outcome.RECORD, Outcome.NOTHING]
    assert found.applies is not None
    assert found.applies.domain == "example.com"


def test_testing_makes_a_policy_one_level_milder() -> None:
    for text, asked in [
        ("v=DMARC1; p=reject; t=y", Policy.QUARANTINE),
        ("v=DMARC1; p=quarantine; t=y", Policy.NONE),
        ("v=DMARC1; p=none; t=y", Policy.NONE),
        ("v=DMARC1; p=reject; t=n", Policy.REJECT),
    ]:
        applies = policy(view_of({"_dmarc.example.com": (text,)}), "example.com")
        assert applies is not None
        assert applies.requested is asked


def test_which_tag_speaks_for_a_sub_domain() -> None:
    for text, inherited, exists, asked in [
        ("v=DMARC1; p=none; sp=quarantine; np=reject", False, True, (Policy.NONE, "p")),
        ("v=DMARC1; p=none; sp=quarantine; np=reject", True, True, (Policy.QUARANTINE, "sp")),
        ("v=DMARC1; p=none; sp=quarantine; np=reject", True, False, (Policy.REJECT, "np")),
        ("v=DMARC1; p=none; sp=quarantine", True, False, (Policy.QUARANTINE, "sp")),
        ("v=DMARC1; p=reject", True, False, (Policy.REJECT, "p")),
        ("v=DMARC1; p=off; sp=reject; rua=mailto:a@b.example", True, True, (Policy.NONE, "p")),
    ]:
        assert requested(parse_dmarc(text), inherited=inherited, exists=exists) == asked


def test_an_unseen_parent_leaves_the_question_open() -> None:
    with pytest.raises(Unanswered):
        policy(view_of({"_dmarc.example.com": UNKNOWN}), "a.example.com")
    found = walk_of(
        "a.b.example.com",
        {"_dmarc.b.example.com": ("v=DMARC1; p=none",), "_dmarc.example.com": UNKNOWN},
    )
    assert found.applies is not None
    assert found.open == Question("_dmarc.example.com", "TXT")


def test_an_unseen_public_suffix_counts_as_nothing() -> None:
    held = {"_dmarc.com": UNKNOWN, "_dmarc.uk": UNKNOWN, "_dmarc.co.uk": UNKNOWN}
    assert policy(view_of(held), "example.com") is None
    assert policy(view_of(held), "example.co.uk") is None


@given(
    st.dictionaries(
        st.sampled_from(["_dmarc.a.b.c", "_dmarc.b.c", "_dmarc.c"]),
        st.lists(
            st.sampled_from(
                ["v=DMARC1; p=none", "v=DMARC1; p=reject; psd=y", "v=DMARC1; psd=n; p=none", "x"]
            ),
            max_size=2,
        ).map(tuple),
    )
)
def test_any_tree_is_walked(held: dict[str, tuple[str, ...]]) -> None:
    found = walk_of("a.b.c", held)
    assert found.open is None
    assert found.organisational in ("a.b.c", "b.c", "c")
    assert found.applies is None or found.applies.record is not None


def _calls(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    path = DATA / name
    if not path.exists():
        pytest.skip("not run: the shared data is absent")
    for case in json.loads(path.read_text("utf-8")):
        yield case, case["calls"][0]


def _held(call: Mapping[str, Any]) -> dict[str, tuple[str, ...] | str]:
    """The TXT records of a recorded call; a failed look-up is something nobody can tell."""
    held: dict[str, tuple[str, ...] | str] = {}
    for name, types in call["dns"].items():
        answer = types.get("TXT", [])
        if isinstance(answer, dict):
            held[name] = UNKNOWN if answer["error"] == "ETIMEOUT" else ()
        else:
            held[name] = tuple("".join(strings) for strings in answer)
    return held


def _said(case: Mapping[str, Any]) -> dict[str, Any]:
    return {a["target"]: a.get("value") for a in case["asserts"] if "target" in a and "op" in a}


def test_recorded_look_ups_of_records() -> None:
    scored = 0
    for case, call in _calls("mailauth-get-dmarc-record-test.json"):
        said, view, domain = _said(case), view_of(_held(call)), call["args"][0]
        if "undefined" in said:
            with pytest.raises(Unanswered):
                policy(view, domain)
            continue
        applies = policy(view, domain)
        assert (applies is None) is ("result" in said and "result.p" not in said), case
        if applies is None:
            continue
        dmarc = parse_dmarc(applies.record.text)
        for tag in ("p", "sp", "adkim", "aspf"):
            if f"result.{tag}" in said:
                assert getattr(dmarc, tag) == said[f"result.{tag}"], case
        scored += 1
        if "result.isOrgRecord" in said:
            operator = next(a["op"] for a in case["asserts"] if "isOrgRecord" in a["target"])
            assert (applies.domain != domain) is (operator == "to.be.true"), case
    assert scored > 10


def test_recorded_evaluations() -> None:
    """Left out: calls about messages with several authors, and what is said about other fields."""
    scored = 0
    for case, call in _calls("mailauth-dmarc-verify-test.json"):
        args, said = call["args"][0], _said(case)
        author, found = args["headerFrom"], said.get("result.status.result")
        if isinstance(author, list) or found not in ("pass", "fail", "none", None):
            continue
        domain = author.rpartition("@")[2]
        applies = policy(view_of(_held(call)), domain)
        if "result.policy" in said:
            assert applies is not None
            assert applies.requested == said["result.policy"], case
        if found is None or not domain.isascii() or domain.startswith("xn--"):
            continue  # the recorded look-ups of the international name lack its record
        assert _result(applies.record.text if applies else None, domain, args) == found, case
        scored += 1
    assert scored > 15


def _result(text: str | None, domain: str, args: Mapping[str, Any]) -> str:
    if text is None:
        return "none"
    dmarc = parse_dmarc(text)
    names = {
        key: [d if isinstance(d, str) else d["domain"] for d in args[key]]
        for key in ("dkimDomains", "spfDomains")
    }
    keys = aligned(names["dkimDomains"], domain, strict=dmarc.adkim == "s")
    paths = aligned(names["spfDomains"], domain, strict=dmarc.aspf == "s")
    return "pass" if keys or paths else "fail"
