"""The bytes of a document: which encodings are read, and what is said about the others."""

from __future__ import annotations

import pytest

from senderlint.lint.expected.decode import decode
from senderlint.lint.expected.error import ExpectedError


def test_a_byte_order_mark_before_utf8_is_skipped() -> None:
    assert decode(b'\xef\xbb\xbf{"a": "\xc3\xbc"}', "d.json") == '{"a": "ü"}'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"a": 1}'.encode("utf-16"), "1:1: this is UTF-16 text; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "1:1: this is UTF-16 text; save it as UTF-8"),
        ('["a"]'.encode("utf-16-be"), "1:1: this is UTF-16 text; save it as UTF-8"),
        (b"\x1f\x8b\x08\x00", "1:1: this is a compressed file; unpack it first"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1:1: this is a binary file; give the provider's JSON"),
        (b'{\r\n "a": "\xfc"}', "2:8: the octet 0xfc is not UTF-8 text; save the document as"),
    ],
)
def test_says_what_is_wrong_with_other_bytes(data: bytes, message: str) -> None:
    with pytest.raises(ExpectedError) as caught:
        decode(data, "d.json")
    assert str(caught.value).startswith(f"d.json:{message}")
