"""What can be verified as a sender domain, and what never can."""

from __future__ import annotations

import pytest

from senderlint.lint.domain_fault import domain_fault
from senderlint.lint.expected.domain_name import guess
from senderlint.lint.model import SenderDomain


def fault(text: str, zone: str = "") -> str | None:
    return domain_fault(SenderDomain(guess(text), "generic", written_name=text), zone)


@pytest.mark.parametrize(
    "text",
    [
        "example.org",
        "EXAMPLE.org.",
        "\tmail.example.org \n",
        "straße.example",
        "xn--strae-oqa.example",
        "example.co.uk",
        "shop.is-a.dev",
        "comcast.net.example.org",
        "mail.outlook.com",  # the operator's own sender domain
    ],
)
def test_a_domain_of_ones_own(text: str) -> None:
    assert fault(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org",
        "example.org/path",
        "a@example.org",
        "example.org:25",
        "*.example.org",
        "exa mple.org",
        "com",
        "co.uk",
        "github.io",
        "x.github.io",
        "gmail.com",
        "198.51.100.7",
        "_dmarc.example.org",
        "xn--999999999999.example",
    ],
)
def test_no_domain_of_ones_own(text: str) -> None:
    assert fault(text)


def test_the_operator_of_a_suffix_may_send_from_it() -> None:
    assert fault("github.io", "github.io") is None


def test_a_domain_without_a_document() -> None:
    assert domain_fault(SenderDomain("example.org", "generic"), "example.org") is None


def test_hostile_text_is_shown_safely() -> None:
    said = fault("example.org/\x1b[31m" + "x" * 300)
    assert said is not None
    assert "\x1b" not in said
    assert len(said) < 150
