"""HOST14: the record is declared in the zone of another domain."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.model import Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.records.kind import text_kind
from ..lint.rule import Case, Scope, rule
from ..lint.view import View


def _other(view: View, name: str) -> str | None:
    """The zone that a name was meant for; permissions to report rightly hold other names."""
    left = names.relative(name, view.zone)
    if "_report._dmarc" in left or not view.beside.zones:
        return None
    above = (left, *names.ancestors(left))
    return next((n for n in above if "." in n and n in view.beside.zones), None)


def _is_for_mail(record: Record) -> bool:
    labels = names.labels(record.name)
    if record.type == "TXT":
        return text_kind(record.text, record.name) is not None
    return record.type == "MX" or (record.type == "CNAME" and "_domainkey" in labels)


def _problem(view: View, record: Record, other: str, index: int) -> Problem:
    left = names.relative(record.name, view.zone)
    return Problem(
        f"{left} belongs in the zone {other}; here it becomes {record.name}",
        type=record.type,
        where=record.where,
        source=changes.written_lines(record),
        discriminator=str(index),
    )


def _plan(name: str) -> str:
    zones = ", ".join(
        f'{{"address": "aws_route53_zone.{z}", "type": "aws_route53_zone", "values": '
        f'{{"name": "example.{z}", "zone_id": "Z{z}"}}}}'
        for z in ("org", "net")
    )
    records = ", ".join(
        f'{{"address": "aws_route53_record.{z}", "type": "aws_route53_record", "values": '
        f'{{"zone_id": "Z{z}", "name": "{n}", "type": "TXT", "records": ["v=DMARC1; p=none"]}}}}'
        for z, n in (("org", name), ("net", "_dmarc"))
    )
    return (
        '{"format_version": "1.2", "planned_values": {"root_module": {"resources": '
        f"[{zones}, {records}]}}}}}}"
    )


_SAYS = (
    "_dmarc.example.net belongs in the zone example.net; here it becomes "
    "_dmarc.example.net.example.org"
)


@rule(
    "HOST14",
    severity=Severity.ERROR,
    per=Scope.ZONE,
    good=(
        Case(zone=_plan("_dmarc.example.org"), form="terraform"),
        Case(zone=_plan("example.net._report._dmarc"), form="terraform"),
        Case(zone='_dmarc.example.net TXT "v=DMARC1; p=none"'),
    ),
    bad=(
        Case(
            zone=_plan("_dmarc.example.net"),
            form="terraform",
            says=(_SAYS,),
        ),
    ),
)
def host_of_other_zone(view: View, node: Node) -> Iterator[Problem]:
    """A record is declared in the zone of another domain.

    ## Why it matters
    The name of the zone is added to the record's name, so that the record stands at a name that
    nobody looks at. The domain that it was meant for goes without it.

    ## How to fix it
    Move the record to the zone that its name ends in.
    """
    other = _other(view, node.name)
    if other is not None:
        for index, record in enumerate(r for r in node.records if _is_for_mail(r)):
            yield _problem(view, record, other, index)
