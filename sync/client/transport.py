"""The one place that opens a socket. It knows no company: only addresses, bytes and a token.

TLS is verified by the system's own store; there is no switch to turn that off. Clear text is for
this very machine only (trial and tests). The system's proxy is used, except to reach oneself.
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from pydantic import ValidationError

from sync.client.addresses import is_loopback, read_address
from sync.client.errors import (
    BusyError,
    FaultError,
    RefusedError,
    TooLargeError,
    UnreachableError,
)
from sync.protocol.batch import DIGEST_FIELD, MEDIA_TYPE, digest
from sync.protocol.verdicts import Problem
from sync.protocol.wire import Wire, canonical

if TYPE_CHECKING:
    import httpx

Model = TypeVar("Model", bound=Wire)
_SECONDS, _CONNECT_SECONDS = 30.0, 10.0
#: More than any honest answer but a package.
_MAX_ANSWER = 10_000_000
_REFUSALS = {401, 403, 404, 426}
_NAME = re.compile(r"^[a-z0-9-]+$")


class Transport:
    """Speaks to one centre. Use it in a ``with`` block, from one thread.

    The network's libraries are loaded by the first one: most starts of the program send nothing.
    """

    def __init__(self, address: str, token: str | None = None) -> None:
        import ssl

        import httpx
        import truststore

        self.address = read_address(address)
        headers = {"Accept-Encoding": "identity"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            base_url=self.address,
            headers=headers,
            timeout=httpx.Timeout(_SECONDS, connect=_CONNECT_SECONDS),
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=not is_loopback(urlsplit(self.address).hostname or ""),
        )

    def __enter__(self) -> Transport:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._http.close()

    def post(self, path: str, content: Wire, expected: type[Model]) -> Model:
        """Send a wire model and return the answer."""
        return self._read(self._ask("POST", path, canonical(content), "application/json"), expected)

    def post_lines(self, path: str, body: bytes, expected: type[Model]) -> Model:
        """Send a batch and return the answer."""
        return self._read(self._ask("POST", path, body, MEDIA_TYPE), expected)

    def get(self, path: str, expected: type[Model]) -> Model:
        """Return what stands at an address."""
        return self._read(self._ask("GET", path), expected)

    def get_package(self, package_id: str, version: int) -> bytes:
        """Return a package's exact bytes, unverified."""
        if not _NAME.match(package_id):
            raise UnreachableError(
                "La région propose un paquet au nom impossible\u202f; signalez-le-lui."
            )
        return self._ask("GET", f"/v1/packages/{quote(package_id)}/{version}")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, media_type: str | None = None
    ) -> bytes:
        import httpx

        headers = {}
        if body is not None and media_type is not None:
            headers = {"Content-Type": media_type, DIGEST_FIELD: digest(body)}
        try:
            with self._http.stream(method, path, content=body, headers=headers) as response:
                content = _body(response)
        except httpx.TransportError as error:
            raise _unreachable(error) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise UnreachableError(
                "La réponse de la région est illisible\u202f; réessayez."
            ) from error
        _require_whole(response, content)
        if response.status_code != 200:
            raise _refusal(response, content)
        return content

    def _read(self, content: bytes, expected: type[Model]) -> Model:
        try:
            return expected.model_validate_json(content)
        except ValidationError as error:
            raise UnreachableError(
                "La réponse de la région est illisible\u202f; mettez le programme à jour si cela dure."
            ) from error


def _body(response: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > _MAX_ANSWER:
            raise UnreachableError("La réponse de la région est trop longue pour être honnête.")
    return bytes(content)


def _require_whole(response: httpx.Response, content: bytes) -> None:
    """An answer that was damaged, or that is not the centre's, is no answer."""
    if response.headers.get(DIGEST_FIELD) != digest(content):
        raise UnreachableError(
            "Ce n’est pas la région qui a répondu, ou sa réponse a été abîmée\u202f; vérifiez l’adresse "
            "et le réseau, puis réessayez."
        )


def _refusal(response: httpx.Response, content: bytes) -> Exception:
    status = response.status_code
    try:
        told = Problem.model_validate_json(content)
    except ValidationError:
        told = Problem(
            reason="unknown", sentence="La région a répondu par une erreur\u202f; réessayez."
        )
    if status == 413:
        return TooLargeError(told.sentence, told.reason)
    if status in _REFUSALS:
        return RefusedError(told.sentence, told.reason)
    if status == 500:
        return FaultError(told.sentence)
    after = response.headers.get("Retry-After", "")
    return BusyError(told.sentence, float(after) if after.isascii() and after.isdigit() else 0.0)


def _unreachable(error: httpx.TransportError) -> UnreachableError:
    import ssl

    import httpx

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UnreachableError(
                "Le certificat de la région n’est pas reconnu par cet ordinateur\u202f; ne passez pas "
                "outre, appelez la région."
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError):
        return UnreachableError(
            "Le serveur mandataire du réseau refuse le passage\u202f; voyez son réglage."
        )
    return UnreachableError("La région ne répond pas\u202f; vérifiez le réseau, puis réessayez.")
