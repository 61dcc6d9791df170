"""One hand-built result that has everything a report must show, a hostile value included."""

from __future__ import annotations

from senderlint.lint.model import (
    Action,
    Affects,
    AnswerStatus,
    Cell,
    CellState,
    Certainty,
    Change,
    Delegation,
    DmarcReport,
    DmarcStep,
    DomainReport,
    DomainStatus,
    Finding,
    Location,
    NameServer,
    Observation,
    Predicted,
    Purpose,
    Question,
    RecordKey,
    RecordReport,
    RecordStatus,
    Result,
    Severity,
    Skipped,
    SpfReport,
    SpfStep,
    Tool,
    Vantage,
    VantageKind,
    Verdict,
    Visibility,
)

FILE = Vantage(VantageKind.ZONE_FILE, "zones/example.org.zone")
SERVER = Vantage(VantageKind.AUTHORITATIVE, "ns1.example.net", "192.0.2.53")
OTHER_SERVER = Vantage(VantageKind.AUTHORITATIVE, "ns2.example.net", "2001:db8::53")
BOTH = (Affects.VERIFY, Affects.DELIVERY)
KEY = "v=DKIM1; k=rsa; p=" + "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA" * 8 + "IDAQAB"
HOSTILE = 'v=spf1 </script><script>alert(1)</script> "\x1b]0;owned\x07\u202e\r\n::error::x" -all'

DOUBLED = Finding(
    code="HOST01",
    name="host-zone-doubled",
    severity=Severity.ERROR,
    certainty=Certainty.STATIC,
    affects=BOTH,
    domain="example.org",
    record=RecordKey("s1._domainkey.example.org", "TXT"),
    message="the record is at s1._domainkey.example.org.example.org; nobody looks there",
    explanation=(
        "A DNS panel or a zone file adds the zone's name to every name that is typed.\n"
        "When the full name is typed, the zone's name stands there twice.\n\n"
        "- verify asks at `s1._domainkey.example.org` and finds nothing\n"
        "- receivers do the same, so the signature of every message fails"
    ),
    changes=(
        Change(
            Action.DELETE,
            "s1._domainkey.example.org.example.org",
            "TXT",
            KEY,
            written=(
                "s1._domainkey.example.org\tIN TXT ( ; key of 2026",
                f'\t"{KEY[:200]}"',
                f'\t"{KEY[200:]}" )',
            ),
        ),
        Change(Action.ADD, "s1._domainkey.example.org", "TXT", KEY),
    ),
    fix="Type only the part of the name that stands left of the zone.",
    vantages=(FILE,),
    location=Location(
        "zones/example.org.zone",
        12,
        1,
        ("s1._domainkey.example.org\tIN TXT ( ; key of 2026", f'\t"{KEY[:200]}"'),
    ),
    references=("RFC 1035 section 5.1",),
    fingerprint="0a1b2c3d4e5f6071",
)

HOSTILE_SPF = Finding(
    code="SPF02",
    name="spf-syntax",
    severity=Severity.ERROR,
    certainty=Certainty.STATIC,
    affects=BOTH,
    domain="example.org",
    record=RecordKey("example.org", "TXT"),
    message=f"this SPF record cannot be read: {HOSTILE}",
    explanation="A receiver that cannot read the record treats it as an error.",
    changes=(
        Change(
            Action.REPLACE,
            "example.org",
            "TXT",
            "v=spf1 include:spf.stackshift.example -all",
            ttl=3600,
            old=HOSTILE,
            written=(f"@ 3600 IN TXT {HOSTILE!r} ; say no",),
        ),
    ),
    fix="",
    vantages=(FILE,),
    location=Location("zones/example.org.zone", 7, 15, (f"@ 3600 IN TXT {HOSTILE!r}",)),
    references=("RFC 7208 section 4.6",),
    fingerprint="1111222233334444",
)

MX_MISSING = Finding(
    code="REC01",
    name="record-missing",
    severity=Severity.ERROR,
    certainty=Certainty.INCONCLUSIVE,
    affects=(Affects.VERIFY,),
    domain="mail.example.com",
    record=RecordKey("inbound.mail.example.com", "MX"),
    message="nothing stands at inbound.mail.example.com",
    explanation="The provider looks for this record and does not find it.",
    changes=(
        Change(Action.ADD, "inbound.mail.example.com", "MX", "10 mx.stackshift.example", ttl=300),
    ),
    fix="Add the record at the DNS host of `example.com`.",
    vantages=(SERVER, OTHER_SERVER),
    location=None,
    references=(),
    fingerprint="9999000011112222",
)

POLICY = Finding(
    code="DMARC07",
    name="dmarc-no-reports",
    severity=Severity.WARNING,
    certainty=Certainty.OBSERVED,
    affects=(Affects.DELIVERY,),
    domain="mail.example.com",
    record=RecordKey("_dmarc.example.com", "TXT"),
    message="the policy names no address for reports",
    explanation="Without reports nobody learns which mail fails.",
    changes=(),
    fix="Add `rua=mailto:` and an address that you read.",
    vantages=(SERVER,),
    location=Location("mail/stackshift.json", 31, 18, ('      "value": "v=DMARC1; p=none",',)),
    references=("RFC 9989 section 4.7",),
    fingerprint="7777888899990000",
)

TIDY = Finding(
    code="TIDY01",
    name="ttl-very-long",
    severity=Severity.INFO,
    certainty=Certainty.STATIC,
    affects=(),
    domain="example.org",
    record=RecordKey("bounce.example.org", "CNAME"),
    message="caches keep this record for 7 days",
    explanation="",
    changes=(),
    fix="",
    vantages=(FILE,),
    location=Location(
        "zones/example.org.zone", 20, 8, ("bounce 604800 CNAME bounce.stackshift.example.",)
    ),
    references=(),
    fingerprint="abcdefabcdefabcd",
)

TREE = SpfReport(
    name="bounce.example.org",
    record="v=spf1 include:spf.stackshift.example a:old.example.org ip4:192.0.2.7 "
    f"include:{HOSTILE} redirect=gone.example",
    lookups=5,
    voids=1,
    complete=False,
    steps=(
        SpfStep(
            "bounce.example.org",
            "include:spf.stackshift.example",
            0,
            "spf.stackshift.example",
            1,
            0,
            "ok",
            "",
        ),
        SpfStep("spf.stackshift.example", "mx", 1, "spf.stackshift.example", 2, 0, "ok", ""),
        SpfStep("spf.stackshift.example", "ip4:192.0.2.0/24", 1, "", 2, 0, "ok", ""),
        SpfStep(
            "bounce.example.org",
            "a:old.example.org",
            0,
            "old.example.org",
            3,
            1,
            "nothing there",
            "",
        ),
        SpfStep("bounce.example.org", "ip4:192.0.2.7", 0, "", 3, 1, "ok", ""),
        SpfStep(
            "bounce.example.org",
            f"include:{HOSTILE}",
            0,
            "",
            4,
            1,
            "not in this file",
            "it depends on the message",
        ),
        SpfStep(
            "bounce.example.org",
            "redirect=gone.example",
            0,
            "gone.example",
            5,
            1,
            "broken",
            "gone.example does not exist",
        ),
    ),
)

RESOLVER = Vantage(VantageKind.RESOLVER, "Quad9", "9.9.9.9")

SEEN = (
    Visibility(
        "TXT",
        "s1._domainkey.example.org",
        KEY,
        (
            Cell("ns1.example.net", CellState.MATCH, (f'TXT "{KEY}"',), 3600, None),
            Cell("ns2.example.net", CellState.NONE, (), None, None),
            Cell("Quad9", CellState.NONE, (), 2_840, "2026-11-22T13:47:20Z"),
        ),
    ),
    Visibility(
        "CNAME",
        "bounce.example.org",
        "bounce.stackshift.example",
        (
            Cell("ns1.example.net", CellState.MATCH, (), 3600, None),
            Cell("ns2.example.net", CellState.UNAVAILABLE, (), None, None, f"silent: {HOSTILE}"),
            Cell(
                "Quad9",
                CellState.OLD,
                ("CNAME old.stackshift.example.",),
                77_000,
                "2026-11-23T10:23:20Z",
            ),
        ),
    ),
    Visibility(
        "TXT",
        "_dmarc.example.org",
        "v=DMARC1; p=none",
        (
            Cell("ns1.example.net", CellState.ERROR, (), 30, None, "SERVFAIL"),
            Cell("Quad9", CellState.UNASKED, (), None, None),
        ),
    ),
)

HELD = Delegation(
    zone="example.org",
    parent="org",
    servers=(
        NameServer("ns1.example.net", ("192.0.2.53", "2001:db8::1"), True, True, True),
        NameServer("ns2.example.net", (), True, True, False, f"it does not answer: {HOSTILE}"),
        NameServer("ns3.example.net", (), False, True, None),
    ),
    dns_host="cloudflare",
    signed=True,
)

FIRST = DomainReport(
    domain="example.org",
    provider="stackshift",
    zone="example.org",
    verdict=Verdict.FIX,
    retry_at=None,
    predicted=Predicted(
        status=DomainStatus.FAILED,
        spf=RecordStatus.FAILED,
        dkim=RecordStatus.MISSING,
        dmarc=RecordStatus.VERIFIED,
        return_path=RecordStatus.VERIFIED,
    ),
    reported={
        "status": "pending",
        "spfStatus": "pending",
        "dkimStatus": "missing",
        "dmarcStatus": "verified",
        "returnPathStatus": "missing",
        "trackingStatus": "verified",
    },
    records=(
        RecordReport(
            "TXT",
            "example.org",
            "v=spf1 include:spf.stackshift.example -all",
            None,
            True,
            Purpose.SPF,
            RecordStatus.FAILED,
            (f"TXT {HOSTILE}", 'TXT "google-site-verification=abc"'),
            (HOSTILE_SPF.fingerprint,),
        ),
        RecordReport(
            "TXT",
            "s1._domainkey.example.org",
            KEY,
            None,
            True,
            Purpose.DKIM,
            RecordStatus.MISSING,
            (),
            (DOUBLED.fingerprint,),
        ),
        RecordReport(
            "TXT",
            "_dmarc.example.org",
            "v=DMARC1; p=none",
            None,
            True,
            Purpose.DMARC,
            RecordStatus.VERIFIED,
            ('TXT "v=DMARC1; p=reject"',),
            (),
        ),
        RecordReport(
            "CNAME",
            "bounce.example.org",
            "bounce.stackshift.example",
            None,
            False,
            Purpose.RETURN_PATH,
            RecordStatus.VERIFIED,
            ("CNAME bounce.stackshift.example.",),
            (TIDY.fingerprint,),
        ),
    ),
    spf=(TREE,),
    dmarc=DmarcReport(
        domain="example.org",
        steps=(
            DmarcStep("_dmarc.example.org", "record", "v=DMARC1; p=reject"),
            DmarcStep("_dmarc.org", "nothing", None),
        ),
        organisational="example.org",
        listed="example.org",
        applies="_dmarc.example.org",
        policy="reject",
    ),
    visibility=SEEN,
    delegation=HELD,
)

SECOND = DomainReport(
    domain="mail.example.com",
    provider=None,
    zone="example.com",
    verdict=Verdict.UNKNOWN,
    retry_at="2026-11-22T14:05:00Z",
    predicted=Predicted(
        status=DomainStatus.PENDING,
        spf=None,
        dkim=RecordStatus.UNKNOWN,
        dmarc=RecordStatus.VERIFIED,
        return_path=None,
    ),
    reported={"status": "pending"},
    records=(
        RecordReport(
            "MX",
            "inbound.mail.example.com",
            "mx.stackshift.example",
            10,
            True,
            Purpose.INBOUND,
            RecordStatus.MISSING,
            (),
            (MX_MISSING.fingerprint,),
        ),
        RecordReport(
            "CNAME",
            "s1._domainkey.mail.example.com",
            "s1.dkim.stackshift.example",
            None,
            True,
            Purpose.DKIM,
            RecordStatus.UNKNOWN,
            (),
            (),
        ),
    ),
    dmarc=DmarcReport(
        domain="mail.example.com",
        steps=(
            DmarcStep("_dmarc.mail.example.com", "several", None),
            DmarcStep("_dmarc.example.com", "record", f"v=DMARC1; p=none; sp=reject; x={HOSTILE}"),
            DmarcStep("_dmarc.com", "unknown", None),
        ),
        organisational="example.com",
        listed="mail.example.com",
        applies="_dmarc.example.com",
        policy="reject",
    ),
    delegation=Delegation(
        "example.com",
        None,
        (NameServer("ns1.example.com", (), None, True, None),),
        None,
        None,
    ),
)

RESULT = Result(
    schema_version=1,
    tool=Tool("senderlint", "0.0.0"),
    checked_at="2026-11-22T13:00:00Z",
    verdict=Verdict.FIX,
    domains=(FIRST, SECOND),
    findings=(HOSTILE_SPF, DOUBLED, MX_MISSING, POLICY, TIDY),
    skipped=(
        Skipped(
            "DKIM03",
            "dkim-key-weak",
            "mail.example.com",
            Question("s1.dkim.stackshift.example", "TXT"),
            "s1.dkim.stackshift.example did not answer within 5 seconds",
        ),
        Skipped(
            "DKIM04",
            "dkim-key-revoked",
            "mail.example.com",
            Question("s1.dkim.stackshift.example", "TXT"),
            "s1.dkim.stackshift.example did not answer within 5 seconds",
        ),
    ),
    vantages=(FILE, SERVER, OTHER_SERVER, RESOLVER),
    observations=(
        Observation(
            vantage="zones/example.org.zone",
            name="example.org",
            type="TXT",
            status=AnswerStatus.ANSWERED,
            records=(HOSTILE, "google-site-verification=abc"),
            ttl=3600,
            negative_ttl=None,
            chain=(),
            flags=(),
            extended_errors=(),
        ),
        Observation(
            vantage="ns1.example.net",
            name="inbound.mail.example.com",
            type="MX",
            status=AnswerStatus.NXDOMAIN,
            records=(),
            ttl=None,
            negative_ttl=900,
            chain=("inbound.mail.example.com CNAME gone.example.com.",),
            flags=("aa", "ad"),
            extended_errors=("22 (No Reachable Authority)",),
        ),
    ),
)
