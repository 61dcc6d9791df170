"""What is given in place of zones and of the provider's document is named, with what to do."""

from __future__ import annotations

import pytest

from senderlint.lint.expected.error import ExpectedError
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.sources.actual import Wish, zones_from_bytes
from senderlint.lint.sources.error import SourceError

PLAN = """{"format_version": "1.2", "terraform_version": "1.9.0",
"planned_values": {"root_module": {"resources": []}}, "resource_changes": []}"""
ZONES = {
    "page": ("<!DOCTYPE html>\n<title>Bad Gateway</title>", "is a web page or XML"),
    "headers": ("HTTP/2 200\r\n\r\nexample.com. 1 IN A 192.0.2.1\n", "begins with the headers"),
    "hcl": ('# mail\nresource "aws_route53_record" "x" {\n  name = "a"\n}\n', "show -json plan"),
    "locals": ('locals {\n  zone = "example.com"\n}\n', "show -json plan"),
    "script": ('// ours\nvar REG = NewRegistrar("none");\nD("example.com", REG);', "print-ir"),
    "cloudflare": (
        '{"success": false, "errors": [{"code": 9109, "message": "No token"}], "result": null}',
        'is an error that a program answered: "No token"',
    ),
    "error": ('{"error": {"code": 1, "message": "No access"}}', '"No access"'),
    "errors": ('{"errors": ["No access"]}', '"No access"'),
    "message": ('{"message": "Not found", "statusCode": 404}', '"Not found"'),
    "provider": ('{"name": "example.com", "records": []}', "is a provider's document"),
    "other": ('{"foo": 1}', "holds no DNS records that are known here"),
    "no DNS": (PLAN, "is read as terraform, and no DNS record stands in it"),
}


@pytest.mark.parametrize("name", ZONES)
def test_what_is_no_zone_is_named(name: str) -> None:
    text, says = ZONES[name]
    with pytest.raises(SourceError, match=r"^[^\n]*$") as caught:
        zones_from_bytes(text.encode(), "given", Wish())
    assert says in str(caught.value)


@pytest.mark.parametrize("owner", ["data", "locals", "import", "var", "output", "D"])
def test_owners_named_like_source_code_are_owners(owner: str) -> None:
    text = f"{owner} IN TXT x\n@ IN A 192.0.2.1\n"
    (zone,) = zones_from_bytes(text.encode(), "given", Wish("example.com"))
    assert f"{owner.lower()}.example.com" in {node.name for node in zone.nodes()}


DOCUMENTS = {
    "zone": ("$ORIGIN example.com.\n", "this is not JSON"),
    "comment": ("; the zone\n@ A 192.0.2.1\n", "your zone with --against"),
    "yaml": ("name: example.com\n", "this is not JSON"),
    "headers": ('HTTP/1.1 200 OK\r\n\r\n{"name": "example.com"}', "HTTP headers"),
    "error": ('{"error": {"code": "no", "message": "Invalid key"}}', '"Invalid key"'),
    "errors": ('{"errors": [{"title": "Invalid key"}], "result": null}', '"Invalid key"'),
    "texts": ('{"errors": ["Invalid key"]}', '"Invalid key"'),
    "page": ("<html>", "this looks like a web page"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_no_document_is_named(name: str) -> None:
    text, says = DOCUMENTS[name]
    with pytest.raises(ExpectedError, match=r"^[^\n]*$") as caught:
        read_expected(text.encode(), "given")
    assert says in str(caught.value)
