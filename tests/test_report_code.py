"""A change as Terraform and octoDNS, read back by what reads these languages."""

from __future__ import annotations

import re

import pytest
import yaml
from report_fixture import KEY

from senderlint.lint.model import Action, Change
from senderlint.reports.as_code import can_be_written, octodns, terraform

ZONE = "example.org"
TEXT = Change(Action.ADD, "_dmarc.example.org", "TXT", "v=DMARC1; p=none")
ALIAS = Change(Action.ADD, "bounce.example.org", "CNAME", "bounce.stackshift.example", ttl=300)
MAIL = Change(Action.ADD, "example.org", "MX", "10 mx.stackshift.example")
ODD = Change(Action.ADD, "_x.example.org", "TXT", """it's "${a}" %{b} \\ ; done""")


@pytest.mark.parametrize("change", [TEXT, ODD, TEXT._replace(value=KEY)])
def test_octodns_text_is_read_back_as_it_was(change: Change) -> None:
    ((name, (record,)),) = yaml.safe_load(octodns(change, ZONE)).items()
    assert f"{name}.{ZONE}" == change.name
    assert record["type"] == "TXT"
    assert re.sub(r"\\;", ";", record["value"]) == change.value
    assert not re.search(r"(?<!\\);", record["value"])  # octoDNS refuses a bare one


def test_octodns_hosts_end_with_a_dot() -> None:
    alias = yaml.safe_load(octodns(ALIAS, ZONE))
    assert alias == {
        "bounce": [{"type": "CNAME", "ttl": 300, "value": "bounce.stackshift.example."}]
    }
    mail = yaml.safe_load(octodns(MAIL, ZONE))
    assert mail == {
        "": [
            {
                "type": "MX",
                "ttl": 3600,
                "values": [{"exchange": "mx.stackshift.example.", "preference": 10}],
            }
        ]
    }


@pytest.mark.parametrize(
    ("host", "change", "lines"),
    [
        (
            "cloudflare",
            TEXT,
            ['"cloudflare_dns_record" "dmarc_txt"', 'content = "\\"v=DMARC1; p=none\\""'],
        ),
        ("cloudflare", ALIAS, ['content = "bounce.stackshift.example"', "proxied = false"]),
        ("route53", TEXT, ['records = ["v=DMARC1; p=none"]', 'name    = "_dmarc.example.org"']),
        ("route53", MAIL, ['records = ["10 mx.stackshift.example."]']),
        ("google-cloud", ALIAS, ['rrdatas      = ["bounce.stackshift.example."]']),
        ("google-cloud", TEXT, ['rrdatas      = ["\\"v=DMARC1; p=none\\""]']),
        ("digitalocean", MAIL, ['name     = "@"', "priority = 10"]),
        (
            "",
            TEXT,
            ['"dns_txt_record_set"', 'zone = "example.org."', 'txt  = ["v=DMARC1; p=none"]'],
        ),
        ("", MAIL, ['"dns_mx_record_set" "apex_mx"', 'exchange   = "mx.stackshift.example."']),
        ("loopia", ALIAS, ['"dns_cname_record"', 'cname = "bounce.stackshift.example."']),
        ("", ODD, [r'txt  = ["it\'s \"$${a}\" %%{b} \\ ; done"]'.replace("\\'", "'")]),
    ],
)
def test_terraform_is_written_for_the_host(host: str, change: Change, lines: list[str]) -> None:
    _, code = terraform(change, ZONE, host)
    for line in lines:
        assert line in code
    assert code.count("{") - code.count("${") - code.count("%{") >= 1
    assert code.endswith("}")


def test_route53_text_is_cut_as_the_provider_wants_it() -> None:
    _, code = terraform(TEXT._replace(value=KEY), ZONE, "route53")
    assert f'records = ["{KEY[:255]}\\"\\"{KEY[255:]}"]' in code


@pytest.mark.parametrize(
    "change",
    [
        TEXT._replace(action=Action.DELETE),
        TEXT._replace(type="SRV"),
        TEXT._replace(name="_dmarc.other.example"),
        TEXT._replace(value="a\x1bb"),
    ],
)
def test_what_cannot_be_written_is_left_out(change: Change) -> None:
    assert not can_be_written(change, ZONE)
    assert can_be_written(TEXT, ZONE)
    assert not can_be_written(TEXT, None)
