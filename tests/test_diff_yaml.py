"""`--diff` for octoDNS: the corrected YAML makes the next run clean and keeps the rest as it is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from failures import SHAPES, Failure, Shape, Zone, document, right
from iac_formats import FORMATS, records_of
from test_failures import EACH

from senderlint.lint.check import check_domains, check_zones
from senderlint.lint.diff import diff
from senderlint.lint.diff_files import changeable
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Result, Severity, Verdict
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.actual import AnyZone, Wish, zones_from_bytes

OCTODNS = next(f for f in FORMATS if f.name == "octodns")


def _by_hand(text: str) -> str:
    """The same zone as people write it: plain words, lists below their key, comments, gaps."""

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    data = yaml.safe_load(text)
    for key, entries in data.items():
        for entry in entries:
            if len(entry["values"]) == 1:
                entry["value"] = entry.pop("values")[0]
        data[key] = entries[0] if len(entries) == 1 else entries
    blocks = (
        json.dumps(k) + yaml.dump({"k": v}, Dumper=Dumper, sort_keys=False, width=200)[1:]
        for k, v in data.items()
    )
    return "---\n" + "\n# what follows is ours\n".join(blocks)


def _checked(shape: Shape, zones: Sequence[AnyZone], failure: Failure | None = None) -> Result:
    asked = document(shape, status=failure.reported if failure else "pending")
    if failure is not None:
        failure.edit(asked)
    data = json.dumps(asked).encode()
    return check_domains(read_expected(data, "domain.json"), zones, Settings(everything()))


def _text(zone: Zone, style: str) -> str:
    text = OCTODNS.write(records_of(zone.text(), zone.shape.zone), zone.shape.zone)
    return _by_hand(text) if style == "by hand" else text


def _styled() -> Iterator[object]:
    """Each failure as people write it, and every third as tools write it, too."""
    for number, one in enumerate(EACH):
        failure, shape = one.values
        for style in ("by hand", "dumped")[: 2 if number % 3 == 0 else 1]:
            yield pytest.param(failure, shape, style, id=f"{one.id}-{style}")


@pytest.mark.parametrize(("failure", "shape", "style"), tuple(_styled()))
def test_the_diff_makes_the_next_run_clean(
    failure: Failure, shape: Shape, style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not failure.mends or failure.code in OCTODNS.loses:
        pytest.skip("not mended by the changes alone, or not to be expressed in octoDNS")
    monkeypatch.chdir(tmp_path)
    zone = right(shape)
    failure.plant(zone)
    path = OCTODNS.file.format(zone=shape.zone)
    before = _text(zone, style)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(before)
    zones = zones_from_bytes(before.encode(), path, Wish())
    result = _checked(shape, zones, failure)
    if not any(f.changes for f in result.findings):
        pytest.skip("this is mended at a switch of the DNS panel")
    found = diff(result, changeable(zones, include=False))
    assert [(f.code, f.message) for f in found.left] == []
    subprocess.run(["git", "apply", "-"], input=found.text.encode(), cwd=tmp_path, check=True)
    after = (tmp_path / path).read_text()
    mended = _checked(shape, zones_from_bytes(after.encode(), path, Wish()))
    grave = [(f.code, f.message) for f in mended.findings if f.severity is not Severity.INFO]
    assert grave == []
    assert mended.verdict is Verdict.READY
    assert after.count("# what follows is ours") == before.count("# what follows is ours")


def test_a_replaced_value_changes_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shape = SHAPES[0]
    text = _text(right(shape), "by hand").replace("p=none", "p=nonne")
    path = OCTODNS.file.format(zone=shape.zone)
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text)
    zones = zones_from_bytes(text.encode(), path, Wish())
    found = diff(_checked(shape, zones), changeable(zones, include=False))
    changed = [x for x in found.text.splitlines() if x[:1] in "+-" and x[:3] not in ("+++", "---")]
    assert len(changed) == 2


_ODD = {
    "a flow": "'': {type: TXT, value: v=spf1 -al}\nwww: {type: A, value: 192.0.2.1}\n",
    "a folded block": "'':\n  type: TXT\n  value: >-\n    v=spf1\n    -al\n",
    "comments": "# a\n'':  # b\n- type: TXT  # c\n  values:\n  # d\n  - v=spf1 -al  # e\n  - x\n",
    "carriage returns": "'':\r\n  type: TXT\r\n  values:\r\n  - x\r\n  - >-\r\n    v=spf1 -al\r\n",
    "an end": "---\n'':\n  type: TXT\n  value: v=spf1 -al\n...\n",
    "no last line end": "'':\n- type: TXT\n  value: v=spf1 -al",
    "an anchor": "'':\n  type: TXT\n  value: &spf v=spf1 -al\n",
}
_LEFT = {
    "aliases": "'':\n  type: TXT\n  value: &spf v=spf1 -al\nb: {type: A, value: 192.0.2.1}\n"
    "c:\n  type: TXT\n  value: *spf\n",
    "a name twice": "'': {type: A, value: 192.0.2.1}\n'':\n  type: TXT\n  value: v=spf1 -al\n",
    "two documents": "'':\n  type: TXT\n  value: v=spf1 -al\n---\nw: {type: A, value: 192.0.2.1}\n",
}


def _applied(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The text after the diff of all its findings, the same where there is none."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "example.com.yaml"
    path.write_bytes(text.encode())
    zones = zones_from_bytes(text.encode(), path.name, Wish())
    found = diff(check_zones(zones, Settings(everything())), changeable(zones, include=False))
    if found.text:
        subprocess.run(["git", "apply", "-"], input=found.text.encode(), cwd=tmp_path, check=True)
    else:
        assert {f.code for f in found.left} == {"SPF08"}
    return path.read_bytes().decode()


@pytest.mark.parametrize("text", _ODD.values(), ids=_ODD)
def test_odd_files_are_mended(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    after = _applied(text, tmp_path, monkeypatch)
    assert "-all" in after
    assert after.count("#") == text.count("#")
    assert "\r" not in text or after.count("\n") == after.count("\r\n")
    zones = zones_from_bytes(after.encode(), "example.com.yaml", Wish())
    assert check_zones(zones, Settings(everything())).findings == ()


@pytest.mark.parametrize("text", _LEFT.values(), ids=_LEFT)
def test_files_that_cannot_be_mended_safely_stay_as_they_are(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _applied(text, tmp_path, monkeypatch) == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_new_name_stands_on_lines_of_its_own(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "\r\n" if ending == "\r\n" else "\n"
    text = f"'':{line}  type: TXT{line}  value: token{ending}"
    path = tmp_path / "example.com.yaml"
    path.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    row = {"type": "CNAME", "name": "em.example.com", "value": "u.esp.example"}
    asked = json.dumps({"domain": "example.com", "records": [row]}).encode()
    domains = read_expected(asked, "domain.json")
    zones = zones_from_bytes(text.encode(), path.name, Wish())
    result = check_domains(domains, zones, Settings(everything()))
    found = diff(result, changeable(zones, include=False))
    assert found.left == ()
    subprocess.run(["git", "apply", "-"], input=found.text.encode(), cwd=tmp_path, check=True)
    after = path.read_bytes()
    assert after.count(b"\n") == after.count(line.encode())
    mended = zones_from_bytes(after, path.name, Wish())
    assert check_domains(domains, mended, Settings(everything())).verdict is Verdict.READY
