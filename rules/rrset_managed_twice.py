"""CLASH04: two entries of DNS-as-code describe the same record set."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.rule import Case, rule
from ..lint.view import View

_TYPES = ("TXT", "SPF", "MX", "CNAME")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The second entry for the texts, mail servers or alias of a name."""
    for type_ in _TYPES:
        yield from _collisions(node.name, node.of(type_))


def _collisions(name: str, records: tuple[Record, ...]) -> Iterator[Problem]:
    managers = dict.fromkeys(r.written.manager for r in records if r.written)
    managers.pop("", None)
    if len(managers) < 2:
        return
    first, second = list(managers)[:2]
    record = next(r for r in records if r.written and r.written.manager == second)
    yield Problem(
        f"{first} and {second} both describe the {record.type} records of {name}",
        type=record.type,
        where=record.where,
        source=changes.written_lines(record),
    )


def _set(address: str, value: str) -> str:
    return (
        f'{{"address": "aws_route53_record.{address}", "type": "aws_route53_record", "values": '
        f'{{"zone_id": "example.org", "name": "example.org", "type": "TXT", "records": {value}}}}}'
    )


def _plan(*resources: str) -> str:
    held = ", ".join(resources)
    return (
        '{"format_version": "1.2", "planned_values": {"root_module": {"resources": '
        f"[{held}]}}}}}}"
    )


_SAYS = (
    "aws_route53_record.spf and aws_route53_record.token both describe the TXT records "
    "of example.org"
)


@rule(
    "CLASH04",
    severity=Severity.ERROR,
    zone=anywhere,
    good=(
        Case(zone=_plan(_set("spf", '["v=spf1 -all", "token=1"]')), form="terraform"),
        # Where the DNS host keeps single records, two resources may share a name.
        Case(zone='@ TXT "v=spf1 -all"\n@ TXT "token=1"'),
        Case(
            zone="'':\n- {type: TXT, values: [v=spf1 -all, a=1]}\n- {type: A, value: 192.0.2.1}",
            form="octodns",
        ),
    ),
    bad=(
        Case(
            zone=_plan(_set("spf", '["v=spf1 -all"]'), _set("token", '["token=1"]')),
            form="terraform",
            says=(_SAYS,),
        ),
        Case(
            zone="'':\n- {type: TXT, value: v=spf1 -all}\n- {type: TXT, value: token=1}\n",
            form="octodns",
            says=("case:2:3 and case:3:3 both describe the TXT records of example.org",),
        ),
        Case(
            zone=_plan(_set("spf", '["v=spf1 -all"]'), _set("token", '["token=1"]')),
            expects='@ TXT "token=1"',
            form="terraform",
            says=(_SAYS,),
        ),
    ),
)
def rrset_managed_twice(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Two entries describe all records of one name and type.

    ## Why it matters
    Route 53, Google Cloud DNS, Azure and octoDNS keep all values of a name and type together. The
    entry that is applied last takes the values of the other one away, or the tool refuses both.

    ## How to fix it
    Put all values into one entry and delete the other.
    """
    yield from _collisions(expected.name, view.at(expected.name).of(expected.type))
