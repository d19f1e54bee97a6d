"""The way there: certificates of the system's store only, the system's proxy, no clear text."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from consultant_app.sharing.errors import SharingError
from sync.client.addresses import read_address
from sync.client.errors import BusyError, CancelledError, UnreachableError
from sync.client.retry import Patience
from sync.client.transport import Transport
from tests.sync.centre import Centre, Cluster
from tests.sync.laptops import Laptop

HOST = "region.exemple.test"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the région's address, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "centre.pem", folder / "centre.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@contextmanager
def proxy(port: int) -> Iterator[tuple[str, list[str]]]:
    """The network's proxy: it alone knows where the région is. Gives its address, and what it saw."""
    asked: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode().split()[1])
            while self.rfile.readline().strip():
                continue
            with socket.create_connection(("127.0.0.1", port)) as there:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=pump, args=(there, self.connection), daemon=True)
                back.start()
                pump(self.connection, there)
                back.join(5)

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def test_through_the_system_s_proxy_with_a_certificate_that_the_system_knows(
    postgres: Cluster, laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = certificate(tmp_path)
    with (
        Centre(postgres.new(), tls) as centre,
        proxy(urlsplit(centre.url).port or 0) as (address, asked),
    ):
        monkeypatch.setenv("HTTPS_PROXY", address)
        monkeypatch.setenv("SSL_CERT_FILE", str(tls[0]))
        laptop.sending.enrol(f"https://{HOST}", centre.code())
        laptop.hold()
        assert laptop.sync().stored == 1
        assert set(asked) == {f"{HOST}:443"}


def test_an_unknown_certificate_is_never_accepted(
    postgres: Cluster, laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = certificate(tmp_path)
    with (
        Centre(postgres.new(), tls) as centre,
        proxy(urlsplit(centre.url).port or 0) as (address, _),
    ):
        monkeypatch.setenv("HTTPS_PROXY", address)
        with pytest.raises(SharingError, match="certificat"):
            laptop.sending.enrol(f"https://{HOST}", centre.code())
        assert centre.count("transport.devices") == 0


def test_oneself_is_reached_without_the_proxy(
    centre: Centre, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    laptop.sending.enrol(centre.url, centre.code())
    laptop.hold()
    assert laptop.sync().stored == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("region.exemple.test", "https://region.exemple.test"),
        (" https://region.exemple.test/ ", "https://region.exemple.test"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400"),
        ("http://localhost:8400", "http://localhost:8400"),
        ("http://[::1]:8400", "http://[::1]:8400"),
    ],
)
def test_addresses_are_read_as_they_were_meant(typed: str, meant: str) -> None:
    assert read_address(typed) == meant


def test_someone_else_s_answer_is_no_answer() -> None:
    """A captive portal says 200 to everything."""

    class Portal(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                continue
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nBonjour")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Portal) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        from sync.protocol.packages import PackageList

        with (
            Transport(f"http://127.0.0.1:{server.server_address[1]}", "jeton") as transport,
            pytest.raises(UnreachableError, match="Ce n’est pas la région"),
        ):
            transport.get("/v1/packages", PackageList)
        server.shutdown()


def test_waits_double_spread_out_and_end() -> None:
    waits: list[float] = []
    patience = Patience(attempts=9, sleep=waits.append)
    error = UnreachableError("Rien.")
    for _ in range(8):
        patience.failed(error)
    with pytest.raises(UnreachableError):
        patience.failed(error)
    wholes = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert all(whole / 2 <= wait <= whole for wait, whole in zip(waits, wholes, strict=True))
    patience.succeeded()
    patience.failed(BusyError("Attendez.", 20.0))
    assert waits[-1] == 20.0


def test_stopping_is_heard_at_once_and_keeps_what_arrived(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    laptop.hold()
    stop = threading.Event()
    stop.set()
    report = laptop.sending.sync(cancelled=stop)
    assert "interrompu" in report.trouble
    assert (report.sent, report.retry) == (0, 1)
    with pytest.raises(CancelledError):
        Patience(cancelled=stop).failed(UnreachableError("Rien."))
    assert laptop.sync().stored == 1
