"""The command line: what users and their scripts rely on."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import jsonschema
import pytest
from failures import FAILURES, SHAPES, document, right

from senderlint.lint import cli
from senderlint.lint.outputs import ENDINGS, FORMATS

EXAMPLES = Path(__file__).parent / "examples"
EXPECTED = str(EXAMPLES / "stackshift.json")
ZONE = str(EXAMPLES / "example.com.zone")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `senderlint` with these arguments in this process."""

    def command(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["senderlint", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli._run()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return command


@pytest.fixture
def broken(tmp_path: Path) -> tuple[str, str]:
    """A document and a zone with one fault."""
    shape = SHAPES[0]
    zone = right(shape)
    next(f for f in FAILURES if f.code == "HOST01").plant(zone)
    (tmp_path / "domain.json").write_text(json.dumps(document(shape)))
    (tmp_path / "zone.db").write_text(zone.text())
    return str(tmp_path / "domain.json"), str(tmp_path / "zone.db")


def test_right_example_is_ready(run: Run) -> None:
    done = run("check", EXPECTED, "--against", ZONE)
    assert done.code == 0
    assert done.err == ""
    assert "safe to call verify" in done.out.splitlines()[-1]


def test_fault_exits_1_and_says_where(run: Run, broken: tuple[str, str]) -> None:
    expected, zone = broken
    done = run("check", expected, "--against", zone)
    assert done.code == 1
    assert "host-zone-doubled" in done.out
    assert f"{zone}:" in done.out


def test_exit_zero_and_fail_on(run: Run, broken: tuple[str, str]) -> None:
    expected, zone = broken
    assert run("check", expected, "--against", zone, "--exit-zero").code == 0
    assert run("check", expected, "--against", zone, "--fail-on", "never").code in (0, 3)
    assert run("check", expected, "--against", zone, "--ignore", "HOST").code == 1


def test_select_and_ignore_take_names_codes_and_prefixes(run: Run, broken: tuple[str, str]) -> None:
    expected, zone = broken
    for words in (["--select", "HOST"], ["--select", "host-zone-doubled"], ["--select", "host01"]):
        assert run("check", expected, "--against", zone, *words).code == 1
    assert run("check", expected, "--against", zone, "--select", "SPF").code == 0
    wrong = run("check", expected, "--against", zone, "--select", "host-zone-double")
    assert wrong.code == 2
    assert "did you mean host-zone-doubled?" in wrong.err


def test_json_is_valid_and_renders_to_the_same_bytes(
    run: Run, broken: tuple[str, str], tmp_path: Path
) -> None:
    expected, zone = broken
    saved = tmp_path / "result.json"
    page = tmp_path / "result.html"
    done = run("check", expected, "--against", zone, "-o", saved, "-o", page)
    assert done.code == 1
    schema = json.loads(run("schema", "result").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(saved.read_text()), schema)
    for source in (saved, page):
        assert run("render", source, "--output-format", "json").out == saved.read_text()
        assert run("render", source, "--output-format", "html").out == page.read_text("utf-8")
        assert run("render", source).out == done.out


def test_same_input_gives_the_same_bytes(run: Run, broken: tuple[str, str]) -> None:
    expected, zone = broken
    for name in FORMATS:
        first = run("check", expected, "--against", zone, "--output-format", name)
        assert run("check", expected, "--against", zone, "--output-format", name) == first


@pytest.mark.parametrize("name", FORMATS)
def test_exit_code_and_content_do_not_depend_on_the_way_to_the_format(
    run: Run, broken: tuple[str, str], tmp_path: Path, name: str
) -> None:
    expected, zone = broken
    saved = tmp_path / "result.json"
    shown = run("check", expected, "--against", zone, "--output-format", name)
    written = run(
        *("check", expected, "--against", zone, "-q", "-o", saved),
        *("--output-format", f"{name}={tmp_path / 'report'}"),
    )
    assert (shown.code, written.code, written.out) == (1, 1, "")
    assert (tmp_path / "report").read_text("utf-8") == shown.out
    assert run("render", saved, "--output-format", name).out == shown.out
    assert run("check", EXPECTED, "--against", ZONE, "--output-format", name).code == 0


def test_ending_says_the_format(run: Run, tmp_path: Path) -> None:
    for ending, name in ENDINGS.items():
        path = tmp_path / f"report{ending.upper()}"
        assert run("check", EXPECTED, "--against", ZONE, "-o", path).code == 0
        shown = run("check", EXPECTED, "--against", ZONE, "--output-format", name)
        assert path.read_text("utf-8") == shown.out


def test_review_formats_tell_paths_below_the_checkout(
    run: Run, broken: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dns").mkdir()
    monkeypatch.chdir(tmp_path / "dns")
    arguments = ("check", broken[0], "--against", "../zone.db", "--output-format", "gitlab")
    assert '"path": "shop-brand.com"' in run(*arguments).out
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        with monkeypatch.context() as patch:
            patch.setenv(variable, f"{tmp_path}/")
            assert '"path": "zone.db"' in run(*arguments).out
    monkeypatch.setenv("GITHUB_WORKSPACE", "/somewhere/else")
    assert '"path": "shop-brand.com"' in run(*arguments).out


def test_zone_alone(run: Run, broken: tuple[str, str]) -> None:
    assert run("check", "--against", ZONE).code == 0
    done = run("check", "--against", broken[1])
    assert done.code == 1
    assert "HOST01" in done.out


def test_standard_input(run: Run) -> None:
    data = Path(EXPECTED).read_bytes()
    assert run("check", "-", "--against", ZONE, stdin=data).code == 0
    zone = Path(ZONE).read_bytes()
    assert run("check", EXPECTED, "--against", "-", stdin=zone).code == 0
    assert run("check", "-", "--against", "-").code == 2


def test_nothing_to_check_shows_three_ways(run: Run) -> None:
    done = run("check")
    assert done.code == 2
    assert done.err.count("  senderlint check") == 3


def test_domain_alone(run: Run) -> None:
    assert run("check", "--domain", "example.com", "--against", ZONE).code == 0
    other = run("check", "--domain", "example.net", "--against", ZONE)
    assert other.code == 2
    assert "example.com" in other.err


def test_help_shows_every_option_once_in_a_section(run: Run) -> None:
    for command in ("check", "wait"):
        text = run(command, "--help").out
        options = [p for p in cli.cli.commands[command].params if isinstance(p, click.Option)]
        assert len(options) > 5
        for option in options:
            shown = re.findall(rf"^  (?:-\w, )?{option.opts[-1]}(?: |$)", text, re.MULTILINE)
            assert len(shown) == 1, option.opts
        other = text.partition("Other options:")[2]
        assert set(re.findall(r"--[a-z-]+", other)) == {"--help"}


def test_unknown_words_get_a_suggestion(run: Run) -> None:
    assert "check" in run("chek").err
    assert "--against" in run("check", "--agianst", "x").err
    assert "did you mean json?" in run("check", "--output-format", "jsno").err
    assert run("rule", "host-zone-dubled").code == 2
    assert run("check", EXPECTED, "--against", ZONE, "-o", "report.pdf").code == 2


def test_rule_explains_and_lists(run: Run) -> None:
    by_name, by_code = run("rule", "host-zone-doubled"), run("rule", "host01")
    assert by_name == by_code
    assert "How to fix it" in by_name.out
    listed = run("rule", "--all").out.splitlines()
    records = json.loads(run("rule", "--all", "--output-format", "json").out)
    assert len(listed) == len(records) > 40
    assert run("rule").code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(run: Run, shell: str) -> None:
    assert "_SENDERLINT_COMPLETE" in run("completions", shell).out


def _bad_inputs(folder: Path) -> dict[str, tuple[str, ...]]:
    def file(name: str, data: bytes) -> str:
        (folder / name).write_bytes(data)
        return str(folder / name)

    numbers = file("numbers.json", b"[1, 2, 3]")
    deep = file("deep.json", b"[" * 100_000)
    twice = file("twice.json", b'{"name": "example.com", "name": "x.org", "records": []}')
    binary = file("binary.json", bytes(range(256)))
    nothing = file("empty.json", b"")
    garbage = file("garbage.zone", bytes(range(256)) * 100)
    blank = file("blank.zone", b"")
    apexless = file("apexless.zone", b'a 300 IN TXT "x"\n')
    other = file("other.zone", b"$ORIGIN example.net.\n@ 300 IN SOA a. b. 1 2 3 4 5\n")
    return {
        "missing document": ("check", str(folder / "none.json"), "--against", ZONE),
        "missing zone": ("check", EXPECTED, "--against", str(folder / "none.zone")),
        "folder": ("check", EXPECTED, "--against", str(folder)),
        "folder as document": ("check", str(folder), "--against", ZONE),
        "numbers": ("check", numbers, "--against", ZONE),
        "deep": ("check", deep, "--against", ZONE),
        "duplicate key": ("check", twice, "--against", ZONE),
        "binary document": ("check", binary, "--against", ZONE),
        "empty document": ("check", nothing, "--against", ZONE),
        "binary zone": ("check", EXPECTED, "--against", garbage),
        "empty zone": ("check", EXPECTED, "--against", blank),
        "no SOA": ("check", EXPECTED, "--against", apexless),
        "another zone": ("check", EXPECTED, "--against", other),
        "report in no folder": (
            *("check", EXPECTED, "--against", ZONE, "-o"),
            str(folder / "none" / "report.html"),
        ),
        "report is a folder": (
            *("check", EXPECTED, "--against", ZONE, "--output-format"),
            f"html={folder}",
        ),
        "not a result": ("render", numbers),
        "a result that is cut": ("render", file("cut.json", b'{"schema_version": 1')),
    }


TITLES = (
    *("missing document", "missing zone", "folder", "folder as document", "numbers", "deep"),
    *("duplicate key", "binary document", "empty document", "binary zone", "empty zone"),
    *("no SOA", "another zone", "report in no folder", "report is a folder", "not a result"),
    "a result that is cut",
)


@pytest.mark.parametrize("title", TITLES)
def test_bad_input_is_one_line_and_exit_2(run: Run, tmp_path: Path, title: str) -> None:
    arguments = _bad_inputs(tmp_path)[title]
    before = sorted(tmp_path.rglob("*"))
    done = run(*arguments)
    assert done.code == 2, done
    assert done.out == ""
    assert len(done.err.splitlines()) == 1, done.err
    assert done.err.startswith("senderlint: ")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root may read everything")
def test_unreadable_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "secret.zone"
    path.write_bytes(Path(ZONE).read_bytes())
    path.chmod(0)
    done = run("check", EXPECTED, "--against", path)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_a_domain_in_place_of_a_document_is_told_the_option(run: Run) -> None:
    done = run("check", "example.com")
    assert done.code == 2
    assert "write --domain example.com" in done.err
    assert "--domain" not in run("check", "nosuch.json").err


def test_a_link_in_place_of_the_report_is_refused(run: Run, tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "report.html"
    victim.write_text("mine")
    link.symlink_to(victim)
    assert run("check", EXPECTED, "--against", ZONE, "-o", link).code == 2
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("name", FORMATS)
def test_full_disk_and_closed_pipe(name: str) -> None:
    command = [sys.executable, "-m", "senderlint.lint", "check", EXPECTED, "--against", ZONE]
    command += ["--output-format", name]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_verdict_says_when_verify_and_receivers_disagree(run: Run, tmp_path: Path) -> None:
    zone = tmp_path / "example.com.zone"
    text = Path(ZONE).read_text("utf-8")
    zone.write_text(
        text.replace("include:spf.stackshift.example ~all", "include:spf.stackshift.example +all")
    )
    done = run("check", EXPECTED, "--against", zone)
    assert done.code == 1
    last = done.out.splitlines()[-1]
    assert "verify would say verified, but receivers will object" in last


def test_a_document_without_records_is_not_ready(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "domain.json"
    document.write_text('{"name": "example.com", "status": "pending", "records": null}')
    assert run("check", document, "--against", ZONE).code == 3
