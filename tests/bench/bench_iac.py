"""DNS-as-code beside octodns-validate: one changed file as a hook, and hundreds of zones.

Usage: python tests/bench/bench_iac.py OCTODNS_VALIDATE [--zones N] [--rounds N]

OCTODNS_VALIDATE is the program of an installed octodns (`pip install octodns` in a venv of its
own). Commands run in turn, round after round; medians of whole processes are printed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from failures import key

SENDERLINT = (sys.executable, "-m", "senderlint.lint")
IMPORTS = (sys.executable, "-c", "import yaml, dns.zonefile, click")


def zone(number: int, records: int) -> str:
    """A zone that sends mail, with web hosts besides."""
    chance = random.Random(number)  # noqa: S311 - the same zones every time
    lines = [
        "---",
        "'':",
        "- {type: A, values: [192.0.2.1, 192.0.2.2]}",
        "- {type: MX, values: [{exchange: mx.mail.net., preference: 10}]}",
        "- type: TXT",
        "  values: ['v=spf1 include:_spf.mail.net -all', token=abc]",
        f"_dmarc: {{type: TXT, value: 'v=DMARC1\\; p=none\\; rua=mailto:d@zone{number}.com'}}",
        f"s1._domainkey: {{type: TXT, value: 'v=DKIM1\\; k=rsa\\; p={key(str(number))}'}}",
        "s2._domainkey: {type: CNAME, value: s2.keys.mail.net.}",
    ]
    for index in range(records):
        kind = chance.choice(("A, value: 192.0.2.9", "CNAME, value: web.host.net."))
        lines.append(f"host{index:03}: {{ttl: 300, type: {kind}}}")
    return "\n".join(lines) + "\n"


def write(folder: Path, zones: int) -> Path:
    """The zones with their configuration, which is returned."""
    names = []
    for number in range(zones):
        names.append(f"zone{number}.com.")
        (folder / f"zone{number}.com.yaml").write_text(zone(number, 22))
    listed = "".join(f"  {name}:\n    sources: [config]\n    targets: [dump]\n" for name in names)
    provider = "    class: octodns.provider.yaml.YamlProvider\n"
    config = folder / "octodns.yaml"
    config.write_text(
        f"providers:\n  config:\n{provider}    directory: {folder}\n    enforce_order: false\n"
        f"  dump:\n{provider}    directory: {folder / 'dump'}\nzones:\n{listed}"
    )
    return config


def seconds(arguments: tuple[str, ...]) -> float:
    """The time of one whole process."""
    start = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - start


def main() -> None:
    """Print the medians and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("octodns_validate")
    parser.add_argument("--zones", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = write(folder, wanted.zones)
        one = str(folder / "zone1.com.yaml")
        commands = {
            "import yaml, dns.zonefile, click": IMPORTS,
            "check, one octoDNS file": (*SENDERLINT, "check", "--against", one),
            f"octodns-validate, {wanted.zones} zones": (
                wanted.octodns_validate,
                "--config-file",
                str(config),
            ),
            f"check, {wanted.zones} zones": (*SENDERLINT, "check", "--against", name),
        }
        times: dict[str, list[float]] = {title: [] for title in commands}
        for _ in range(wanted.rounds):
            for title, arguments in commands.items():
                times[title].append(seconds(arguments))
    medians = {title: statistics.median(found) for title, found in times.items()}
    for title, median in medians.items():
        print(f"{title:40} {median * 1000:9.0f} ms")
    imports, hook, peer, bulk = medians.values()
    print(f"hook: {hook / imports:.2f} x the imports (goal 2); bulk: {bulk / peer:.2f} (goal 0.25)")


if __name__ == "__main__":
    main()
