"""How much a form may send, said before anything of it is read."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.protocol.packages import MAX_PACKAGE_BYTES

#: Bytes. A package comes with its form around it.
FORM, UPLOAD = 20_000, MAX_PACKAGE_BYTES + 20_000
UPLOADS = ("/administration/paquets/publier",)


class FormLimit:
    """Refuses a form that is too large, or does not say how large it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; those of laptops have limits of their own."""
        if scope["type"] == "http" and scope["method"] == "POST" and not _of_laptops(scope["path"]):
            told = dict(scope["headers"]).get(b"content-length", b"")
            most = UPLOAD if scope["path"] in UPLOADS else FORM
            if not told.isdigit() or int(told) > most:
                answer = PlainTextResponse("Ce formulaire est trop gros.", 413)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _of_laptops(path: str) -> bool:
    return path.startswith("/v1/")
