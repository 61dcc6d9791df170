"""What mailbox providers demand: the data files, what is said of them, and the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from senderlint.lint.check import check_domains
from senderlint.lint.cli import cli
from senderlint.lint.demands import ProfileError, known, parse, profiles
from senderlint.lint.inputs import domain_alone
from senderlint.lint.model import Demand, DemandKind, Unseen, Verdict
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

EXAMPLES = Path(__file__).parent / "examples"
FOLDER = Path(__file__).parents[1] / "lint" / "profiles"


@pytest.mark.parametrize("name", known())
def test_every_file_is_a_profile_with_days_and_sources(name: str) -> None:
    (profile,) = profiles([name])
    assert {d.kind for d in profile.demands} == set(DemandKind)
    every: list[Demand | Unseen] = [*profile.demands, *profile.unseen]
    assert all(part.source.startswith("https://") for part in every)
    assert all("2024" <= part.since <= profile.as_of for part in every)
    assert profile.unseen


def test_names_are_taken_once_and_in_any_case() -> None:
    assert [p.receiver for p in profiles(["Yahoo", "gmail", "yahoo"])] == ["Yahoo", "Gmail"]
    assert len(profiles(["ALL", "gmail"])) == len(known()) == 3
    assert profiles([]) == ()
    with pytest.raises(ProfileError, match=r"no profile '\.\./x'; there are gmail, microsoft"):
        profiles(["../x"])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("receiver", None),
        ("as_of", "2026-11-25"),
        ("demand", [{"kind": "spf"}]),
        ("demand", [{"kind": "telepathy", "since": 1, "source": "x"}]),
        ("demand", "spf"),
        ("unseen", [1]),
    ],
)
def test_a_file_that_states_less_is_refused(key: str, value: object) -> None:
    data: dict[str, Any] = tomllib.loads((FOLDER / "gmail.toml").read_text("utf-8"))
    with pytest.raises((KeyError, TypeError, ValueError)):
        parse({**data, key: value})


def test_an_unmet_demand_fails_the_check_and_names_its_source() -> None:
    zone = zone_from_bytes(b'@ SOA . . 1 1 1 1 1\n@ TXT "v=spf1 mx -all"', path="z", origin="a.org")
    domain = domain_alone("a.org")
    assert domain is not None
    rules = Settings(all_rules())
    plain = check_domains([domain], [zone], rules)
    assert plain.verdict is Verdict.READY
    demanded = check_domains([domain._replace(profiles=profiles(["gmail"]))], [zone], rules)
    assert demanded.verdict is Verdict.FIX
    found = [f for f in demanded.findings if f.code == "PROFILE01" and f.severity == "error"]
    assert [f.message for f in found] == [
        "Gmail demands a DMARC policy, but no DMARC policy applies to a.org",
        "Gmail demands a DKIM signature, but no usable key is published for a.org",
    ]
    assert all("since 2024-02-01: https://support.google.com/" in f.fix for f in found)


def test_a_key_that_only_the_provider_can_show_is_not_called_missing() -> None:
    zone = zone_from_bytes(
        b'@ SOA . . 1 1 1 1 1\n_domainkey NS ns1.keys.net.\n@ TXT "v=spf1 mx -all"\n'
        b'_dmarc TXT "v=DMARC1; p=none"',
        path="z",
        origin="a.org",
    )
    domain = domain_alone("a.org")
    assert domain is not None
    domain = domain._replace(profiles=profiles(["gmail"]))
    result = check_domains([domain], [zone], Settings(all_rules()))
    assert [s.question.name for s in result.skipped] == ["_domainkey.a.org"]
    assert [f.severity.value for f in result.findings if f.code == "PROFILE01"] == ["info"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--profile", "gmial"], "there is no profile 'gmial'; there are gmail, microsoft, yahoo"),
        (["--profile", ""], ""),
    ],
)
def test_command_line(arguments: list[str], said: str) -> None:
    document, zone = EXAMPLES / "stackshift.json", EXAMPLES / "example.com.zone"
    done = CliRunner().invoke(cli, ["check", str(document), "--against", str(zone), *arguments])
    assert said in done.output
    assert done.exit_code == (2 if said else 0)


def test_a_profile_needs_a_domain() -> None:
    zone = EXAMPLES / "example.com.zone"
    done = CliRunner().invoke(cli, ["check", "--against", str(zone), "--profile", "gmail"])
    assert "--profile is about a sender domain; name it with --domain" in done.output
    assert done.exit_code == 2


@pytest.mark.parametrize(("arguments", "judged"), [([], True), (["--isolated"], False)])
def test_a_configuration_names_profiles(
    arguments: list[str], judged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("senderlint.toml").write_text('profile = "gmail"\n', "utf-8")
    document, zone = EXAMPLES / "stackshift.json", EXAMPLES / "example.com.zone"
    done = CliRunner().invoke(cli, ["check", str(document), "--against", str(zone), *arguments])
    assert ("PROFILE01" in done.output) is judged
    alone = CliRunner().invoke(cli, ["check", "--against", str(zone), *arguments])
    assert alone.exit_code == 0


def test_a_configuration_names_an_unknown_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("senderlint.toml").write_text('profile = ["gmial"]\n', "utf-8")
    done = CliRunner().invoke(cli, ["check", "--domain", "a.org", "--against", "a.zone"])
    assert "there is no profile 'gmial'" in done.output
    assert done.exit_code == 2
