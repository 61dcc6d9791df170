"""The HTML report of 10,000 findings beside a plain jinja2 loop over the same findings.

Usage: python tests/bench/bench_report.py [--findings N] [--rounds N]

The peer prints the fields of each finding and of its changes as table rows, escaped, and embeds the
same JSON, written by the standard library; it has no panel form, no zone-file lines and no page
around. Both are streamed; the most memory that Python takes is printed for the page.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

import jinja2

from senderlint.lint import codec
from senderlint.lint.model import Finding, Result
from senderlint.lint.start import ALLOCATIONS
from senderlint.reports import render

sys.path.insert(0, str(Path(__file__).parents[1]))

from report_fixture import DOUBLED, FIRST, RESULT

GOAL = 0.5
PLAIN = """<!doctype html><table>
{% for f in findings %}
<tr id="{{ f.fingerprint }}"><td>{{ f.severity }}</td><td>{{ f.code }}</td><td>{{ f.name }}</td>
<td>{{ f.message }}</td><td>{{ f.record.name }} {{ f.record.type }}</td>
<td>{{ f.location.path }}:{{ f.location.line }}:{{ f.location.column }}</td>
<td>{% for line in f.location.source %}<code>{{ line }}</code>{% endfor %}</td>
<td>{{ f.explanation }}</td><td>{{ f.fix }}</td>
<td>{% for c in f.changes %}<dl><dt>{{ c.action }}</dt><dd>{{ c.type }}</dd><dd>{{ c.name }}</dd>
<dd>{{ c.value }}</dd><dd>{{ c.old }}</dd><dd>{{ c.ttl }}</dd>
<dd>{% for line in c.written %}<code>{{ line }}</code>{% endfor %}</dd></dl>{% endfor %}</td>
<td>{% for r in f.references %}{{ r }}{% endfor %}</td></tr>
{% endfor %}</table><script type="application/json">{{ document|safe }}</script>"""


def many(count: int) -> Result:
    """A result of one domain with so many findings, each at a name of its own."""
    findings = tuple(_finding(i) for i in range(count))
    return RESULT._replace(domains=(FIRST,), findings=findings, skipped=(), observations=())


def _finding(number: int) -> Finding:
    name = f"s{number}._domainkey.example.org"
    return DOUBLED._replace(
        message=f"the record is at {name}.example.org; nobody looks there",
        record=DOUBLED.record._replace(name=name),
        changes=tuple(
            c._replace(name=c.name.replace("s1", f"s{number}"), value=f"v=DKIM1; p={number}")
            for c in DOUBLED.changes
        ),
        fingerprint=f"{number:016x}",
    )


def plain(result: Result) -> Iterable[str]:
    """The peer."""
    environment = jinja2.Environment(autoescape=True)
    document = json.dumps(codec.plain(result), separators=(",", ":")).replace("<", "\\u003c")
    return environment.from_string(PLAIN).generate(findings=result.findings, document=document)


def seconds(write: Callable[[], Iterable[str]]) -> float:
    """How long the processor takes to produce and drop every piece."""
    start = time.process_time()
    for _ in write():
        pass
    return time.process_time() - start


def peak(write: Callable[[], Iterable[str]]) -> int:
    """The largest amount of memory in MiB while the pieces are produced and dropped."""
    tracemalloc.start()
    seconds(write)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most // 2**20


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--findings", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    gc.set_threshold(ALLOCATIONS, 10, 10)  # as the command does
    result = many(given.findings)
    ours, peers = [], []
    for _ in range(given.rounds):
        ours.append(seconds(lambda: render("html", result)))
        peers.append(seconds(lambda: plain(result)))
    mine, other = statistics.median(ours), statistics.median(peers)
    print(f"{given.findings:,} findings: the page {mine:.2f} s, plain jinja2 rows {other:.2f} s")
    print(f"ratio {mine / other:.2f} (wanted: at most {GOAL})")
    print(f"memory while the page is written: {peak(lambda: render('html', result))} MiB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
