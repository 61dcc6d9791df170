"""The configuration file: where it is found, what it says, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from senderlint.lint.config import load
from senderlint.lint.config_error import ConfigError
from senderlint.lint.config_shape import schema
from senderlint.lint.model import Severity

WHOLE = """
fail-on = "warning"
select = ["SPF", "dmarc-missing"]
ignore = "TIDY02"
baseline = "known.json"
resolver = ["127.0.0.1:5353"]
timeout = 5

[severity]
dmarc-missing = "error"

[per-path-ignores]
"zones/old/*" = ["SPF"]

[[suppress]]
rules = "SPF01"
reason = "we know"
name = "old.example.com"
until = 2027-01-31

[[domain]]
expected = "mail/stackshift.json"
against = ["zones/example.com.zone"]

[[domain]]
name = "example.net"
records = [{ type = "TXT", name = "@", value = "v=spf1 -all" }]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_that_a_file_can_say(folder: Path) -> None:
    (folder / "senderlint.toml").write_text(WHOLE)
    config = load([], isolated=False)
    assert (config.fail_on, config.baseline, config.timeout) == ("warning", "known.json", 5)
    assert config.select == ("SPF", "dmarc-missing")
    assert config.ignore == ("TIDY02",)
    assert config.resolvers == ("127.0.0.1:5353",)
    assert config.severity == (("DMARC01", Severity.ERROR),)
    ((pattern, codes),) = config.per_path_ignores
    assert pattern == "zones/old/*"
    assert "SPF01" in codes
    (suppression,) = config.suppressions
    assert (suppression.until, suppression.where.line) == ("2027-01-31", 15)
    first, second = config.domains
    assert first.expected == ("mail/stackshift.json",)
    assert first.where.line == 21
    assert second.name == "example.net"
    assert second.records[0]["value"] == "v=spf1 -all"


def test_the_nearest_folder_wins_and_paths_are_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "senderlint.toml").write_text('fail-on = "info"\n')
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    (folder / "a" / ".senderlint.toml").write_text('baseline = "known.json"\n')
    monkeypatch.chdir(inner)
    config = load([], isolated=False)
    assert (config.fail_on, config.baseline) == (None, "../known.json")


@pytest.mark.parametrize(
    ("names", "wins"),
    [
        (("senderlint.toml", ".senderlint.toml", "pyproject.toml"), "senderlint.toml"),
        ((".senderlint.toml", "pyproject.toml"), ".senderlint.toml"),
        (("pyproject.toml",), "pyproject.toml"),
    ],
)
def test_order_within_a_folder(folder: Path, names: tuple[str, ...], wins: str) -> None:
    for name in names:
        head = "[tool.senderlint]\n" if name == "pyproject.toml" else ""
        (folder / name).write_text(f'{head}fail-on = "info"\n')
    assert load([], isolated=False).path == wins


def test_a_pyproject_without_our_table_is_passed_over(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.ruff]\nbroken = \n")
    assert load([], isolated=False).path is None


def test_isolated_reads_no_file_but_what_is_named(folder: Path) -> None:
    (folder / "senderlint.toml").write_text('fail-on = "info"\n')
    assert load([], isolated=True).fail_on is None
    assert load(["senderlint.toml"], isolated=True).fail_on == "info"


def test_settings_on_the_command_line_win(folder: Path) -> None:
    (folder / "senderlint.toml").write_text('fail-on = "info"\nignore = "SPF"\n')
    config = load(["fail-on=never", 'severity.SPF01 = "info"'], isolated=False)
    assert (config.fail_on, config.ignore) == ("never", ("SPF",))
    assert config.severity == (("SPF01", Severity.INFO),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail-om = 'info'", "senderlint.toml:1: there is no key 'fail-om'; did you mean fail-on?"),
        (
            "\nfail_on = 'info'",
            "senderlint.toml:2: there is no key 'fail_on'; did you mean fail-on",
        ),
        ("fail-on = 'fatal'", "choose from error, warning, info, never"),
        ("fail-on = 3", "fail-on is not a text in quotes"),
        ("select = [1]", "select is not a text in quotes or a list of them"),
        ("timeout = true", "timeout is not a number of seconds"),
        ("[severity]\nSPF99 = 'info'", "there is no rule 'SPF99'"),
        ("[severity]\nSPF01 = 'fatal'", "severity.SPF01 is 'fatal'"),
        ("[[domain]]\nagainst = 'x'", "senderlint.toml:1: [[domain]] has neither name"),
        ("[[domain]]\nname = 'x.example'\nrecord = []", "did you mean records?"),
        ("[[suppress]]\nrules = 'SPF01'", "suppress[1] has no reason"),
        ("[[suppress]]\nrules = 'SPF01'\nreason = 'x'\nuntil = 'soon'", "is not a date"),
        ("fail-on = ", "senderlint.toml: not TOML: invalid value"),
        ("a = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_refused_with_one_line(folder: Path, text: str, message: str) -> None:
    (folder / "senderlint.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load([], isolated=False)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("word", ["nonsense=1", "=x", "a b=c", "missing.toml", "fail-on=fatal"])
def test_refused_settings(word: str) -> None:
    with pytest.raises(ConfigError):
        load([word], isolated=True)


def test_the_schema_takes_what_the_reader_takes() -> None:
    import tomllib

    data = json.loads(json.dumps(tomllib.loads(WHOLE), default=str))
    jsonschema.validate(data, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"fail-om": "info"}, schema())
