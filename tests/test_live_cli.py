"""The command line on servers: live (scripted ones), recorded, played back, and waiting."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from case_network import CaseNetwork
from live_run import DMARC, GOOD, SPF, case
from rule_cases import document_of

from senderlint.lint import asking, cli, waiting
from senderlint.lint.asking import Asking
from senderlint.lint.network import Network
from senderlint.lint.rule import Case

START = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)
BEHIND = "! s1._domainkey CNAME nxdomain ttl=200\n" + GOOD


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class World:
    """Scripted servers, a document about a domain, and a clock that only sleeping moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: list[Case] = []
        self.asked: list[Asking] = []
        self.time = START
        self.slept: list[float] = []
        self.stop_at = 99  # the sleep that Ctrl-C ends

    def holds(self, *states: Case) -> str:
        """The world goes through these states, one for each look; the document's path."""
        self.states = list(states)
        path = self.folder / "domain.json"
        path.write_text(json.dumps(document_of(states[0])))
        return str(path)

    @contextmanager
    def opened(self, wanted: Asking) -> Iterator[Network]:
        """Stands in for real servers; a snapshot is played back as always."""
        self.asked.append(wanted)
        stated = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        yield CaseNetwork(stated, stated.domain or stated.origin)

    def now(self) -> datetime:
        """The time now."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass, or be interrupted."""
        self.slept.append(seconds)
        if len(self.slept) >= self.stop_at:
            raise KeyboardInterrupt
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Servers that need no socket."""
    found = World(tmp_path)
    real = asking.begun

    def begun(wanted: Asking, domains: Iterable[str]) -> object:
        return real(wanted, domains) if wanted.replay is not None else found.opened(wanted)

    monkeypatch.setattr(asking, "begun", begun)
    monkeypatch.setattr(waiting.SystemClock, "now", lambda _: found.now())
    monkeypatch.setattr(waiting.SystemClock, "sleep", lambda _, seconds: found.sleep(seconds))
    return found


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Done]:
    """Run `senderlint` with these arguments in this process."""

    def command(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["senderlint", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        code = cli._run()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return command


Run = Callable[..., Done]


def test_servers_are_asked_where_no_file_is_given(run: Run, world: World) -> None:
    done = run("check", world.holds(case()), "--now", "2026-03-04T12:00:00Z")
    assert (done.code, done.err) == (0, "")
    assert "who shows what" in done.out
    assert world.asked[0].resolvers == ()


def test_what_is_right_and_unseen_exits_4(run: Run, world: World) -> None:
    expected = world.holds(case(resolvers=(GOOD, BEHIND)))
    done = run("check", expected, "--now", "2026-03-04T12:00:00Z")
    assert done.code == 4
    assert "try again at 2026-03-04T12:03:20Z" in done.out.splitlines()[-1]
    assert run("check", expected, "--exit-zero").code == 0


def test_a_live_result_says_when_it_was_checked(run: Run, world: World) -> None:
    done = run("check", world.holds(case()), "--output-format", "json")
    checked = datetime.fromisoformat(json.loads(done.out)["checked_at"])
    assert abs(datetime.now(UTC) - checked) < timedelta(minutes=5)


def test_options_reach_the_servers(run: Run, world: World) -> None:
    words = ("--resolver", "1.1.1.1", "--resolver", "system", "--no-authoritative")
    run("check", world.holds(case()), *words, "--timeout", "3", "--no-progress")
    (asking,) = world.asked
    assert asking.resolvers == ("1.1.1.1", "system")
    assert (asking.authoritative, asking.timeout, asking.progress) == (False, 3.0, False)


def test_a_snapshot_is_played_back_byte_for_byte(run: Run, world: World) -> None:
    expected, saved = world.holds(case(resolvers=(GOOD, BEHIND))), world.folder / "taken.json"
    live = run("check", expected, "--snapshot", saved, "--output-format", "json")
    again = run("check", expected, "--against", saved, "--output-format", "json")
    assert live.code == again.code == 4
    assert again.out == live.out
    assert len(world.asked) == 1


def test_a_snapshot_follows_its_schema(run: Run, world: World) -> None:
    expected, saved = world.holds(case((GOOD, "timeout"))), world.folder / "taken.json"
    run("check", expected, "--snapshot", saved)
    schema = json.loads(run("schema", "snapshot").out)
    jsonschema.Draft202012Validator(schema).validate(json.loads(saved.read_text()))


def test_a_snapshot_of_resolvers_is_played_back_as_such(run: Run, world: World) -> None:
    expected, saved = world.holds(case()), world.folder / "taken.json"
    run("check", expected, "--no-authoritative", "--snapshot", saved)
    done = run("check", expected, "--against", saved)
    assert done.code == 0
    assert "ns1" not in done.out


def test_a_zone_file_alone_asks_nobody(run: Run, world: World) -> None:
    expected, zone = world.holds(case()), world.folder / "example.org.zone"
    zone.write_text(f"@ 300 SOA ns1 hostmaster 1 2 3 4 300\n@ 300 NS ns1\n{GOOD}")
    assert run("check", expected, "--against", zone, "--origin", "example.org").code == 0
    assert world.asked == []


def test_a_zone_file_beside_servers(run: Run, world: World) -> None:
    """What servers say decides; the file does not hide that the record is missing there."""
    expected, zone = world.holds(case((SPF + DMARC, SPF + DMARC))), world.folder / "z.zone"
    zone.write_text(f"@ 300 SOA ns1 hostmaster 1 2 3 4 300\n@ 300 NS ns1\n{GOOD}")
    words = ("--against", zone, "--origin", "example.org", "--live")
    done = run("check", expected, *words, "--output-format", "json")
    assert done.code == 1
    assert {v["kind"] for v in json.loads(done.out)["vantages"]} == {
        "authoritative",
        "resolver",
        "zone-file",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--offline"], "--offline leaves nothing to read"),
        (["--live", "--offline", "--against", "x"], "--offline forbids it"),
        (["--timeout", "0"], "0"),
    ],
)
def test_words_that_contradict(run: Run, world: World, words: list[str], said: str) -> None:
    done = run("check", world.holds(case()), *words)
    assert done.code == 2
    assert said in done.err
    assert world.asked == []


@pytest.mark.parametrize(
    "words", [("--snapshot", "x.json"), ("--resolver", "1.1.1.1"), ("--no-authoritative",)]
)
def test_words_about_servers_need_servers(run: Run, world: World, words: tuple[str, ...]) -> None:
    expected, zone = world.holds(case()), world.folder / "z.zone"
    zone.write_text(f"@ 300 SOA ns1 hostmaster 1 2 3 4 300\n@ 300 NS ns1\n{GOOD}")
    done = run("check", expected, "--against", zone, "--origin", "example.org", *words)
    assert done.code == 2
    assert f"{words[0]} is about servers" in done.err


def _places(text: str) -> set[tuple[str, int]]:
    """Files and lines of all results of a SARIF report; nothing may stand beside them."""
    (sarif,) = json.loads(text)["runs"]
    grave = [
        n for n in sarif["invocations"][0]["toolExecutionNotifications"] if "associatedRule" in n
    ]
    assert grave == []
    places = [r["locations"][0]["physicalLocation"] for r in sarif["results"]]
    return {(p["artifactLocation"]["uri"], p["region"]["startLine"]) for p in places}


def test_what_servers_lack_points_at_the_line_that_asks_for_it(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Path(world.holds(case(servers=(SPF + DMARC,), resolvers=(SPF + DMARC,))))
    text = json.dumps(json.loads(expected.read_text()), indent=1)
    expected.write_text(text)
    monkeypatch.chdir(world.folder)
    done = run("check", "domain.json", "--output-format", "sarif")
    assert done.code == 1
    (line,) = (n for n, row in enumerate(text.split("\n"), 1) if "s1._domainkey" in row)
    assert ("domain.json", line) in _places(done.out)


def test_what_servers_lack_points_at_the_configuration_that_names_the_domain(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.holds(case(servers=(SPF,), resolvers=(SPF,), expects=""))
    monkeypatch.chdir(world.folder)
    (world.folder / "senderlint.toml").write_text('\n[[domain]]\nname = "example.org"\n')
    done = run("check", "--output-format", "sarif")
    assert _places(done.out) == {("senderlint.toml", 2)}


def test_a_snapshot_saves_one_check(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.holds(case())
    monkeypatch.chdir(world.folder)
    first = '[[domain]]\nexpected = "domain.json"\n'
    second = '[[domain]]\nname = "example.net"\norigin = "net"\n'
    (world.folder / "senderlint.toml").write_text(first + second)
    done = run("check", "--snapshot", "taken.json")
    assert done.code == 2
    assert "--snapshot saves one check" in done.err


def test_a_snapshot_needs_a_domain(run: Run, world: World) -> None:
    expected, saved = world.holds(case()), world.folder / "taken.json"
    run("check", expected, "--snapshot", saved)
    done = run("check", "--against", saved)
    assert done.code == 2
    assert "give EXPECTED or --domain" in done.err
    assert run("check", "--domain", "example.org", "--against", saved).code in (0, 3)


def test_waiting_ends_when_everything_is_visible(run: Run, world: World) -> None:
    expected = world.holds(case(resolvers=(GOOD, BEHIND)), case())
    done = run("wait", expected)
    assert done.code == 0
    assert world.slept == [201]
    assert done.err == (
        "example.org: CNAME s1._domainkey.example.org not yet seen at r2 "
        "(until 2026-03-04T12:03:20Z); next look at 2026-03-04T12:03:21Z\n"
    )
    assert done.out.splitlines()[-1].startswith("ready:")


def test_waiting_stops_where_something_must_be_fixed(run: Run, world: World) -> None:
    done = run("wait", world.holds(case((SPF, SPF))), "--no-progress")
    assert (done.code, done.err, world.slept) == (1, "", [])


def test_waiting_gives_up(run: Run, world: World) -> None:
    done = run("wait", world.holds(case(resolvers=(GOOD, BEHIND))), "--timeout", "60", "-q")
    assert (done.code, done.out, done.err) == (4, "", "")
    assert world.slept == [60]


def test_an_interrupted_wait_leaves_its_last_result(run: Run, world: World) -> None:
    world.stop_at = 1
    report, saved = world.folder / "result.json", world.folder / "taken.json"
    words = ("-o", report, "--snapshot", saved)
    done = run("wait", world.holds(case(resolvers=(GOOD, BEHIND))), *words)
    assert done.code == 130
    assert "wait:" in done.out.splitlines()[-1]
    assert json.loads(report.read_text())["verdict"] == "wait"
    assert saved.exists()


def test_what_dig_printed_is_played_back(run: Run, world: World) -> None:
    expected, heard = world.holds(case(expects=SPF)), world.folder / "dig.txt"
    heard.write_text(
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n"
        ";; flags: qr rd ra; QUERY: 1, ANSWER: 1\n"
        ";; QUESTION SECTION:\n;example.org. IN TXT\n;; ANSWER SECTION:\n"
        'example.org. 300 IN TXT "v=spf1 include:spf.mail.example ~all"\n'
        ";; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)\n"
    )
    done = run("check", expected, "--against", heard, "--output-format", "json")
    result = json.loads(done.out)
    assert [r["status"] for r in result["domains"][0]["records"]] == ["verified"]
    assert result["checked_at"] is None
    assert world.asked == []
