"""DNS over TLS and HTTPS: certificates are verified, and failures are one answer each."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fake_dns import FakeNet, Handler, fake_net, resolver

from senderlint.lint.model import Answer, AnswerStatus, Question
from senderlint.lint.network import Asked
from senderlint.lint.sources.live import Live
from senderlint.lint.sources.resolvers import resolvers

pytestmark = pytest.mark.loopback

HOST = "127.77.8.1"
QUESTION = Question("_dmarc.example.com", "TXT")
honest = resolver('_dmarc.example.com. 300 TXT "v=DMARC1; p=none"')
Serve = Callable[[FakeNet, Handler, ssl.SSLContext], str]


def over_tls(net: FakeNet, handler: Handler, context: ssl.SSLContext) -> str:
    return net.serve_tls(HOST, handler, context)


def over_https(net: FakeNet, handler: Handler, context: ssl.SSLContext) -> str:
    pytest.importorskip("httpx2", reason="the extra doh is not installed")
    return net.serve_https(HOST, handler, context)


both = pytest.mark.parametrize("serve", [over_tls, over_https])


@pytest.fixture
def net() -> Iterator[FakeNet]:
    with fake_net() as net:
        yield net


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for HOST with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "fake")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "fake.pem"
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(built.public_bytes(pem) + plain)
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def ask(address: str, *questions: Question) -> list[Answer]:
    with Live(resolvers([address]), timeout=5) as live:
        return list(live.ask(Asked(live.resolvers[0], q) for q in questions or [QUESTION]).values())


@both
@pytest.mark.usefixtures("trusted")
def test_an_answer(net: FakeNet, serve: Serve, context: ssl.SSLContext) -> None:
    (got,) = ask(serve(net, honest, context))
    assert (got.status, [r.text for r in got.records]) == (
        AnswerStatus.ANSWERED,
        ["v=DMARC1; p=none"],
    )
    assert got.round_trip is not None


@both
@pytest.mark.usefixtures("trusted")
def test_many_questions_at_once(net: FakeNet, serve: Serve, context: ssl.SSLContext) -> None:
    records = resolver("\n".join(f'n{i}.example. 60 TXT "{i}"' for i in range(100)))
    questions = [Question(f"n{i}.example", "TXT") for i in range(100)]
    found = ask(serve(net, records, context), *questions)
    assert [r.text for a in found for r in a.records] == [str(i) for i in range(100)]


@both
def test_an_untrusted_certificate(net: FakeNet, serve: Serve, context: ssl.SSLContext) -> None:
    (got,) = ask(serve(net, honest, context))
    assert got.status is AnswerStatus.TIMEOUT
    assert got.reason.startswith("its certificate is not trusted: ")
    assert not net.packets


@both
@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("reply", [b"", b"\xff" * 100, b"\0" * 12])
def test_garbage(net: FakeNet, serve: Serve, context: ssl.SSLContext, reply: bytes) -> None:
    (got,) = ask(serve(net, lambda query, tcp: [reply], context))
    assert got.status is AnswerStatus.TIMEOUT
    assert got.reason


@both
def test_nobody_listens(net: FakeNet, serve: Serve) -> None:
    scheme = "tls" if serve is over_tls else "https"
    if scheme == "https":
        pytest.importorskip("httpx2", reason="the extra doh is not installed")
    (got,) = ask(f"{scheme}://{HOST}:{net.port}")
    assert (got.status, got.reason) == (
        AnswerStatus.TIMEOUT,
        "nothing listens there (connection refused)",
    )


@pytest.mark.usefixtures("trusted")
def test_a_server_that_closes_after_each_answer(net: FakeNet, context: ssl.SSLContext) -> None:
    """Old servers do so; what was asked on the same connection is asked again."""
    questions = [Question(f"n{i}.example", "TXT") for i in range(20)]
    records = resolver("\n".join(f'n{i}.example. 60 TXT "{i}"' for i in range(20)))
    found = ask(net.serve_tls(HOST, records, context, once=True), *questions)
    assert [r.text for a in found for r in a.records] == [str(i) for i in range(20)]
