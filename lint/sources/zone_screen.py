"""Owner names of a zone file that no rule can object to, recognised as text.

In a large zone nearly all names are in order, and reading each of them costs more than all the
rules together. One pattern recognises a whole group of plain lines of one name:

* addresses, MX records with a priority and a usual target;
* one TXT record that is an SPF record of few plain terms, or a verification token;
* alone at its name: a CNAME with a usual target, a 2048-bit or 4096-bit RSA key below a selector,
  a DMARC policy at `_dmarc`.

The pattern is narrow on purpose. What it does not recognise is read and judged as usual, so it
changes how long a check takes and nothing else. Targets are not followed, so an SPF record that
leads to names of the zone itself is not plain, and neither are more mail servers than SPF allows.
"""

from __future__ import annotations

import re
from enum import Enum, IntFlag
from functools import cache

from ..pattern import lazy
from ..records import names


class Kind(IntFlag):
    """What a plain group holds; a name that is split over the file may hold each kind once."""

    ADDRESS = 1
    ADDRESS6 = 2
    MX = 4
    TEXT = 8
    ALONE = 16


_BLANK = r"[ \t]++"
_BLANKS = r" \t\n\r\x0b\x0c"  # in a set; \s there would make the search slower
_DURATION = r"(?:[1-9][0-9]{1,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)"
_SKIPPED = r"\n(?:[ \t]*+(?:;[^\n]*+)?+\n)*+"
# The comment that Cloudflare puts behind records, or one that means nothing to anybody.
_COMMENT = r";(?: cf_tags=cf-proxied:false|(?![^\n]*(?:cf-proxied|senderlint))[^\n]*+)"
_END = rf"[ \t]*+(?:{_COMMENT})?+(?=\n)"

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_GROUPS = r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})"
_IPV6 = rf"(?:{_GROUPS}{{7}}|{_GROUPS}{{0,3}}::(?:{_GROUPS}{{0,2}})?)"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# A label of a host that somebody forgot to fill in.
_MARK = r"(?!undefined|null|nan|(?:aws-)?region|xxxx|your)(?!%s)"
_STEP = rf"{_MARK}_?[a-z0-9](?:[a-z0-9-]{{0,60}}[a-z0-9])?"
_TOP = r"[a-z][a-z0-9-]{0,61}[a-z0-9]"
HOST = rf"(?:{_STEP}\.){{1,10}}{_TOP}"
# Mail servers that must have no other beside them.
NOT_ALONE = r"(?!(?i:feedback-smtp)\.)"
EXAMPLES = r"example\.(?:com|net|org)(?![a-z0-9-])"
_DOCUMENTATION = ("example", "test", "invalid", "example.com", "example.net", "example.org")

_TERM = (
    rf"(?:include:(?!(?:[^{_BLANKS}\".]{{1,63}}\.){{0,8}}%z[ \"])(?:{_STEP}\.){{1,8}}[a-z]{{2,24}}"
    rf"|ip4:{_IPV4}(?:/(?:1[6-9]|2[0-9]|3[0-2]))?|ip6:{_IPV6}(?:/(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-8]))?"
    r"|a|mx)"
)
# Not so many terms that look-ups become scarce, and no third one that the file may not answer.
SPF = (
    r'"v=spf1 (?!(?:(?:(?!(?:a|mx) )[^" ]++ )*+(?:a|mx) ){3})'
    rf'(?:{_TERM} ){{1,7}}[~-]all"'
)
_TOKEN = (
    r'"(?![^"]*(?i:spf|dkim|dmarc|domainkey|include|v=|p=|k=))'
    r'[A-Za-z0-9_-]{2,40}[=:][A-Za-z0-9+/_-]{8,120}=?=?"'
)
_SPLIT = r'"[ \t]++"'
_BASE64 = r"[A-Za-z0-9+/]"
_FLAGS = r"(?:(?:k=rsa|h=sha256|s=email|s=\*|t=s); ?){0,4}"
KEY = (
    rf'"(?:v=DKIM1; ?)?{_FLAGS}p=(?P<key>{_BASE64}{{40,250}}'
    rf'(?:{_SPLIT}{_BASE64}{{1,255}}){{0,6}}=?=?);?"'
)
_MAILTO = rf"mailto:[A-Za-z0-9._+-]{{1,64}}@{HOST}"
DMARC = rf'"v=DMARC1; p=(?:none|quarantine|reject)(?:; rua={_MAILTO})?;?"'

_NUMBERS = {"a": 6, "aaaa": 7, "mx": 8, "txt": 9}
# How RSA keys of 1024, 2048 and 4096 bits begin and end (RFC 8017 appendix A.1.1, exponent 65537),
# by their lengths in base64.
_KEYS = {
    216: (b"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ", b"IDAQAB"),
    392: (b"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA", b"IDAQAB"),
    736: (b"MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEA", b"CAwEAAQ=="),
}
_BETWEEN = b'" \t'
MAX_STRING = 255
MAX_MX = 10  # mail servers of one name that SPF looks at (RFC 7208 section 4.6.4)
MAX_ORIGINS = 4_096  # remembered
_MAIL_WORDS = r"dkim|dmarc|domainkey|spf"
PLAIN_NAME = lazy(
    rf"(?:(?P<selectors>_domainkey)(?:\.|\Z))?(?!.*(?:{_MAIL_WORDS}))"
    r"(?:(?:[a-z0-9-]{1,63}\.){0,8}[a-z0-9-]{1,63})?"
)


class _Owners(Enum):
    """How owner names are written."""

    AT_APEX = 1  # under the zone's own name
    BELOW = 2  # under a usual name below it, where `@` is a usual name, too
    SELECTORS = 3  # under `_domainkey`
    INHERITED = 4  # left out
    ODD = 5  # under a name that is not plain itself


class Screen:
    """The patterns for one zone; see the module."""

    def __init__(self, apex: str) -> None:
        self.apex = apex
        self._pattern = cache(self._compiled)
        self._under: dict[str, _Owners] = {}

    def pattern(self, origin: str, *, stated: bool) -> re.Pattern[bytes] | None:
        """What matches the line feed and the lines of one plain group, else a line feed alone.

        `stated` asks for a time to live on every line. None where no name under the origin is
        plain. Group `owner` is None for a lone line feed.
        """
        under = self._under.get(origin)
        if under is None:
            if len(self._under) >= MAX_ORIGINS:
                self._under.clear()
            under = self._under[origin] = self._look_at(origin)
        return None if under is _Owners.ODD else self._pattern(under, stated)

    def inherited(self, owner: str, *, stated: bool) -> re.Pattern[bytes] | None:
        """What matches plain lines that inherit this owner name; None where it is not plain."""
        plain = self._look_at(owner) is _Owners.BELOW
        return self._pattern(_Owners.INHERITED, stated) if plain else None

    def _look_at(self, name: str) -> _Owners:
        """What owner names under an origin must look like."""
        if name == self.apex and self.apex:
            return _Owners.AT_APEX
        if not self.apex or not names.is_below(name, self.apex):
            return _Owners.ODD
        match = PLAIN_NAME.fullmatch(names.relative(name, self.apex))
        if match is None or names.is_within(name, names.join(self.apex, self.apex)):
            return _Owners.ODD
        return _Owners.SELECTORS if match["selectors"] else _Owners.BELOW

    def _compiled(self, owners: _Owners, stated: bool) -> re.Pattern[bytes]:
        examples = "$" if is_documentation(self.apex) else EXAMPLES
        text = _group(self.apex, owners, stated=stated).replace("%s", examples)
        text = text.replace("%z", re.escape(self.apex))
        pattern = re.compile(text.encode("ascii", "replace"))
        assert _NUMBERS.items() <= pattern.groupindex.items()  # noqa: S101 - see `once`
        return pattern


def is_documentation(apex: str) -> bool:
    """Whether examples may be meant as they are written (RFC 2606)."""
    return any(names.is_within(apex, name) for name in _DOCUMENTATION)


def kinds(match: re.Match[bytes]) -> Kind | None:
    """What a plain group holds; None if a closer look finds that it is not plain."""
    if match["alone"] is not None:
        return Kind.ALONE if match["key"] is None or _is_whole_key(match) else None
    start = match.start
    return _KINDS[(start(6) >= 0) + 2 * (start(7) >= 0) + 4 * (start(8) >= 0) + 8 * (start(9) >= 0)]


_KINDS = tuple(Kind(bits) for bits in range(16))  # by the groups of `_NUMBERS`


def _is_whole_key(match: re.Match[bytes]) -> bool:
    """Whether a key has the length that its beginning says, and a first string that is no longer
    than strings can be; the pattern sees to the rest."""
    if not is_key_in_full(match["key"]):
        return False
    text, start = match.string, match.start("key")
    return text.index(b'"', start) - text.rindex(b'"', 0, start) - 1 <= MAX_STRING


def is_key_in_full(strings: bytes) -> bool:
    """Whether a key in base64, in strings without the outer quotes, is of a usual size."""
    key = strings.translate(None, _BETWEEN)
    ends = _KEYS.get(len(key))
    return ends is not None and key.startswith(ends[0]) and key.endswith(ends[1])


def _group(apex: str, owners: _Owners, *, stated: bool) -> str:
    lifetime = rf"{_DURATION}{_BLANK}" if stated else rf"(?:{_DURATION}{_BLANK})?+"
    head = rf"(?:{lifetime}(?:(?i:IN){_BLANK})?+)"
    zone = re.escape(apex)
    # A target without final dot is completed; that is in order for one label.
    target = rf"(?:{HOST}(?<!{zone}\.{zone})\.|{_STEP}){_END}"
    again = rf"{_SKIPPED}(?:(?P=owner))?+{_BLANK}"

    def once(name: str, data: str) -> str:
        # A type comes once; conditions may name a later group only by its number. The type is
        # looked at first, because a group that was tried in vain may count as found.
        typed = rf"(?={head}(?i:{name})[ \t])"
        number = _NUMBERS[name]
        return rf"(?({number})(?!)|{typed}(?P<{name}>{head})(?i:{name}){_BLANK}{data})"

    def run(name: str, data: str, most: str = "") -> str:
        # All records of a type must state the same time to live.
        more = rf"(?:{again}(?P={name})(?i:{name}){_BLANK}{data}){{0,{most}}}+"
        return once(name, data + more)

    together = "|".join(
        (
            run("a", _IPV4 + _END),
            run("aaaa", _IPV6 + _END),
            run("mx", rf"[0-9]{{1,4}}{_BLANK}{NOT_ALONE}{target}", str(MAX_MX - 1)),
            once("txt", rf"(?:{SPF}|{_TOKEN}){_END}"),
        )
    )
    alias = rf"(?i:CNAME){_BLANK}{target}"
    key = rf"(?i:TXT){_BLANK}{KEY}{_END}"
    policy = rf"(?i:TXT){_BLANK}{DMARC}{_END}"
    alone = rf"{head}(?:{alias}|(?(selector){key}|(?(dmarc){policy}|(?!))))"
    several = rf"(?:(?:{again}|{_BLANK})(?:{together}))++"
    body = rf"(?:{_BLANK}(?P<alone>{alone})|(?(selector)(?!)|(?(dmarc)(?!)|{several})))"
    end = rf'(?!{_SKIPPED}(?:(?:(?P=owner))?+{_BLANK}[^{_BLANKS};]|["()\x0b\x0c]))'
    if owners is _Owners.INHERITED:
        groups = r"(?P<owner>)(?P<selector>(?!))?(?P<dmarc>(?!))?(?P<alone>(?P<key>(?!)))?"
        return rf"{groups}{several}{end}"
    return rf"{_SKIPPED}{_owner(zone, owners)}{body}{end}|\n"


def _owner(zone: str, owners: _Owners) -> str:
    """An owner name that is below the zone, once, and has nothing of a misplaced mail name."""
    labels = rf"(?:\.{_LABEL}){{0,8}}+"
    absolute = rf"\.(?<=\.(?i:{zone})\.)(?<!(?i:{zone}\.{zone})\.)"
    end = rf"(?:(?<!(?i:{zone}))|{absolute})(?=[ \t])"
    plain = rf"(?![^{_BLANKS}]*(?i:{_MAIL_WORDS})){_LABEL}{labels}"
    if owners is _Owners.SELECTORS:
        return rf"(?P<owner>(?P<selector>{_LABEL})(?=[ \t])(?P<dmarc>(?!))?)"
    if owners is _Owners.BELOW:
        plain = rf"(?:@(?=[ \t])|{plain})"
    return (
        rf"(?P<owner>(?:(?P<selector>[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\._domainkey){labels}"
        rf"|(?P<dmarc>_dmarc){labels}|{plain}){end})"
    )
