"""Hostile and clumsy input: one line and exit code 2, or a verdict; no crash, and never long."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from senderlint.lint import cli, run
from senderlint.lint.check import check_domains, check_zones
from senderlint.lint.expected.error import ExpectedError
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.judge import LONGEST
from senderlint.lint.model import Result, Verdict
from senderlint.lint.records import names
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.crowd import MAX_AT_NAME
from senderlint.lint.sources.zone_file import SMALL, zone_from_bytes

EXAMPLES = Path(__file__).parent / "examples"
EXPECTED = str(EXAMPLES / "stackshift.json")
ZONE = str(EXAMPLES / "example.com.zone")
MISTAKES = str(EXAMPLES / "mistakes.zone")
HEAD = "$ORIGIN example.com.\n$TTL 300\n@ SOA ns. h. 1 2 3 4 5\n@ NS ns.\n"
SECONDS = 10.0  # for any input; usually a small part of it
COMMAND = (sys.executable, "-m", "senderlint.lint")

Refused = Callable[..., str]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Refused:
    """Run a command that must exit with 2 and print nothing; gives what it says."""

    def command(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["senderlint", *map(str, arguments)])
        code = cli._run()
        out, err = capfd.readouterr()
        assert (code, out) == (2, ""), err
        return err

    return command


def _document(*records: dict[str, object], name: str = "example.com") -> bytes:
    return json.dumps({"name": name, "records": records}).encode()


def _txt(name: str, value: str) -> dict[str, object]:
    return {"type": "TXT", "name": name, "value": value, "required": True}


def _checked(document: bytes, zone: str, held: int = SMALL) -> Result:
    source = zone_from_bytes(zone.encode(), path="z", origin="example.com", held=held)
    began = time.process_time()
    result = check_domains(read_expected(document, "d"), [source], Settings(everything()))
    assert time.process_time() - began < SECONDS
    assert not [f for f in result.findings if f.code.startswith("SELF")]
    return result


@pytest.mark.parametrize("held", [SMALL, 0], ids=["held", "streamed"])
@pytest.mark.parametrize("text", ["v{}", "v=spf1 include:{}.example ~all"])
def test_a_crowd_at_one_name_is_not_judged(text: str, held: int) -> None:
    crowd = "".join(f'bounce TXT "{text.format(i)}"\n' for i in range(MAX_AT_NAME + 2))
    zone = f'{HEAD}{crowd}_dmarc TXT "v=DMARC1; p=none"\n'
    result = _checked(_document(_txt("bounce", "v=spf1 include:spf.esp.example ~all")), zone, held)
    assert result.verdict is Verdict.UNKNOWN
    assert any("no DNS answer can hold" in s.reason for s in result.skipped)
    alone = check_zones(
        [zone_from_bytes(zone.encode(), path="z", held=held)], Settings(everything())
    )
    assert any("no DNS answer can hold" in s.reason for s in alone.skipped)


def test_the_right_record_among_many_is_found_and_shown_first() -> None:
    others = "".join(f'@ TXT "site-verification={i:08}"\n' for i in range(400))
    zone = f'{HEAD}{others}@ TXT "esp-verification=abc123def456"\n_dmarc TXT "v=DMARC1; p=none"\n'
    result = _checked(_document(_txt("@", "esp-verification=abc123def456")), zone)
    assert result.verdict is Verdict.READY
    (record,) = result.domains[0].records
    assert record.found[0] == 'TXT "esp-verification=abc123def456"'


@pytest.mark.parametrize("owner", ["a." * 100_000 + "a", "\\." * 100_000, "x" * 200_000])
def test_a_name_that_cannot_exist_costs_nothing(owner: str) -> None:
    zone = f'{HEAD}{owner} TXT "x"\n_dmarc TXT "v=DMARC1; p=none"\n'
    assert _checked(_document(_txt("bounce", "v=spf1 -all")), zone).verdict is Verdict.FIX
    assert len(names.ancestors(owner)) <= names.MAX_LABELS + 1


@pytest.mark.parametrize("held", [SMALL, 0], ids=["held", "streamed"])
@pytest.mark.parametrize("name", [".example.com.", "..example.com.", "bounce..", "*.*", "."])
def test_expected_names_with_odd_dots(name: str, held: int) -> None:
    _checked(_document(_txt(name, "v=spf1 include:spf.esp.example ~all")), HEAD, held)


def test_many_domains_in_one_document_and_zone() -> None:
    texts = [(f"d{i}.example.com", i % 2) for i in range(200)]
    documents = [
        {"name": n, "records": [_txt("_esp", f"esp-verification={i}a7c3")]}
        for i, (n, _) in enumerate(texts)
    ]
    zone = HEAD + "".join(
        f'_esp.{n}. TXT "esp-verification={i}a7c3"\n' for i, (n, right) in enumerate(texts) if right
    )
    result = _checked(json.dumps(documents).encode(), zone + '_dmarc TXT "v=DMARC1; p=none"\n')
    assert [d.verdict is Verdict.READY for d in result.domains] == [bool(r) for _, r in texts]


def test_an_unreadable_line_is_told_once_for_all_domains() -> None:
    documents = [{"name": f"d{i}.example.com", "records": [_txt("a", "b")]} for i in range(5)]
    zone = f"{HEAD}x.d3.example.com. BOGUS\nwww.example.com. BOGUS\n"
    result = _checked(json.dumps(documents).encode(), zone)
    told = [(f.domain, f.record.name) for f in result.findings if f.code == "FILE01"]
    assert sorted(told) == [
        ("d0.example.com", "www.example.com"),
        ("d3.example.com", "x.d3.example.com"),
    ]


def test_a_document_of_one_long_line_is_not_carried_by_every_finding() -> None:
    records = [_txt("_esp", f"esp-verification={'a7c3' * 100}")]
    documents = [{"name": f"d{i}.example.com", "records": records} for i in range(60)]
    document = json.dumps(documents).encode()
    source = zone_from_bytes(HEAD.encode(), path="z")
    settings = Settings(everything(), documents={"d": [document.decode()]})
    result = check_domains(read_expected(document, "d"), [source], settings)
    lines = [f.location.source for f in result.findings if f.location]
    assert len(lines) >= 60
    assert all(len(line) <= LONGEST for source in lines for line in source)
    assert lines[0]
    assert () in lines


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (_document(*(_txt(f"r{i}", "x") for i in range(201))), "more than 200 records"),
        (json.dumps([{"name": "a.example", "records": []}] * 1_001).encode(), "1,000 domains"),
    ],
    ids=["records", "domains"],
)
def test_a_document_that_is_no_provider_s(document: bytes, said: str) -> None:
    with pytest.raises(ExpectedError, match=said):
        read_expected(document, "d")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--domain", "a b..c", "--against", ZONE), "is no domain name"),
        (("--domain", "a." * 50_000, "--against", ZONE), "is no domain name"),
        (("--domain", "", "--against", ZONE), "is no domain name"),
        ((EXPECTED, "--against", ZONE, "--now", "yesterday"), "2026-03-04T12:00:00Z"),
        ((EXPECTED, "--against", ZONE, "--now", "2026-02-30T12:00:00Z"), "is no time"),
        ((EXPECTED, "--against", ""), "file name is empty"),
        (("", "--against", ZONE), "file name is empty"),
        ((EXPECTED, "--against", ZONE, "--output-format", "json="), "json=FILE"),
        ((EXPECTED, "--against", ZONE, "--select", ","), "names no rule"),
        ((EXPECTED, "--against", ZONE, "-o", EXPECTED), "written over"),
        ((EXPECTED, "--against", ZONE, "-o", "x.json", "-o", "./x.json"), "same file"),
        (("--\x1b[31m", EXPECTED), "no such option"),
        (("\x1b[2J\n::error::", "--against", ZONE), "\\x1b[2J\\n::error::"),
    ],
)
def test_words_that_make_no_sense(refused: Refused, arguments: tuple[str, ...], said: str) -> None:
    before = Path(EXPECTED).read_bytes()
    err = refused("check", *arguments)
    first, *rest = err.splitlines()
    assert first.startswith("senderlint: ")
    assert said in first
    assert len(first) < 300
    assert rest in ([], ["Try 'senderlint check -h' for help."])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|^::", err, re.MULTILINE)
    assert Path(EXPECTED).read_bytes() == before


def test_a_failure_of_our_own_is_one_line(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("\x1b[31mno such thing\nhere")

    monkeypatch.setattr(run, "opened", broken)
    monkeypatch.setattr("senderlint.lint.complain.forget_output", lambda: None)
    err = refused("check", EXPECTED, "--against", ZONE)
    assert len(err.splitlines()) == 1
    assert "IndexError at test_hostile_input.py" in err
    assert "\x1b" not in err


def _bash(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as `"$@"` inside a script."""
    words = ["bash", "-c", script, "bash", *COMMAND, *arguments]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)


@pytest.mark.parametrize(
    ("script", "arguments", "code"),
    [
        ('"$@" >&-', ("check", EXPECTED, "--against", ZONE), 2),
        ('"$@" >&- 2>&- <&-', ("check", EXPECTED, "--against", ZONE), 2),
        ('"$@" 2>&-', ("check", "none", "--against", ZONE), 2),
        ('"$@" 2>/dev/full', ("check", "none", "--against", ZONE), 2),
        ('"$@" <&-', ("check", "-", "--against", ZONE), 2),
        ('"$@" <&-', ("check", EXPECTED, "--against", "-"), 2),
        ('"$@" <&-', ("render", "-"), 2),
        ('"$@" </dev/null', ("check", "-", "--against", ZONE), 2),
        ('"$@" >/dev/full', ("rule", "--all"), 2),
        ('"$@" >/dev/full', ("check", "-h"), 2),
        ('LC_ALL=C PYTHONIOENCODING=ascii:strict "$@"', ("check", "nöpe", "--against", ZONE), 2),
        ('LC_ALL=C PYTHONIOENCODING=ascii:strict "$@"', ("check", EXPECTED, "--against", ZONE), 0),
    ],
)
def test_streams_that_are_closed_full_or_narrow(
    script: str, arguments: tuple[str, ...], code: int
) -> None:
    done = _bash(script, *arguments)
    assert done.returncode == code, done
    assert len(done.stderr.splitlines()) <= 1, done.stderr


def _heeding() -> None:
    """Let signals through that the shell ignores for what it runs in the background."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_half_written(tmp_path: Path, number: signal.Signals) -> None:
    """The signal comes while the zone is read from a pipe that stays open."""
    report = tmp_path / "report.html"
    report.write_text("old")
    command = [*COMMAND, "check", EXPECTED, "--against", "-", "-o", str(report)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_heeding
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(HEAD.encode() * 20_000)  # more than a pipe holds: it is being read
        time.sleep(0.2)
        process.send_signal(number)
        assert process.wait(SECONDS) == 128 + number
        assert len(process.stderr.read().split(b"\n")) <= 3
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert report.read_text() == "old"


def test_a_full_disk_keeps_the_old_report(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("old")
    script = 'ulimit -f 4; trap "" XFSZ; "$@"'
    done = _bash(script, "check", EXPECTED, "--against", MISTAKES, "-o", str(report))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert report.read_text() == "old"
