"""A model hub on this machine: Hugging Face's API over real HTTP, and every way to fail."""

import asyncio
import datetime
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SIGNATURE = "key=a%2Fb%2Bc~d&sig=%7Ex%3D"
"""A client that quotes an address anew breaks it."""


@dataclass
class LoopbackHub:
    """``files`` by ``OWNER/REPO/PATH``. What goes wrong is set by the tests:

    ``cuts``: after how many bytes of its body each next answer is cut off. ``refusals``: statuses
    with headers that come before good answers. ``ranges``: whether Range is honoured at all.
    ``shift``: how far a range begins after what was asked for; a range that begins after the end is
    refused. ``packed``: an encoding of the bytes that was not asked for.
    ``pause``: seconds after each ``chunk``. ``announced``: what the API says instead.
    """

    files: dict[str, bytes]
    etag: str = ""
    cuts: list[int] = field(default_factory=list)
    refusals: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    api_refusals: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    announced: dict[str, Any] = field(default_factory=dict)
    api_body: bytes | None = None
    ranges: bool = True
    lengths: bool = True
    shift: int = 0
    packed: str = ""
    chunk: int = 64 << 10
    pause: float = 0.0
    blobs: "LoopbackHub | None" = None
    tls: ssl.SSLContext | None = None
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def __aenter__(self) -> "LoopbackHub":
        app = web.Application()
        app.router.add_get("/api/models/{owner}/{repo}", self._repository)
        app.router.add_get("/blob/{owner}/{repo}/{path:.+}", self._signed)
        app.router.add_get("/{owner}/{repo}/resolve/{revision}/{path:.+}", self._resolve)
        self._server = TestServer(app)
        await self._server.start_server(ssl=self.tls, shutdown_timeout=0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def address(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    @property
    def starts(self) -> list[int]:
        """Where each request for bytes wanted to begin."""
        ranges = [headers.get("Range", "bytes=0-") for _, headers in self.asked]
        return [int(text.removeprefix("bytes=").rstrip("-")) for text in ranges]

    async def _repository(self, request: web.Request) -> web.StreamResponse:
        if self.api_refusals:
            status, headers = self.api_refusals.pop(0)
            return web.Response(status=status, headers=headers, text="no")
        if self.api_body is not None:
            return web.Response(body=self.api_body)
        assert request.query["blobs"] == "true"
        repo = f"{request.match_info['owner']}/{request.match_info['repo']}/"
        siblings: list[dict[str, Any]] = [{"rfilename": "README.md", "size": 3}]
        for name, data in self.files.items():
            if name.startswith(repo):
                lfs = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
                lfs |= self.announced | {"pointerSize": 134}
                path = name.removeprefix(repo)
                siblings.append({"rfilename": path, "size": lfs["size"], "lfs": lfs})
        if len(siblings) == 1:
            return web.Response(status=404)
        return web.json_response({"sha": COMMIT, "siblings": siblings, "gated": False})

    async def _resolve(self, request: web.Request) -> web.StreamResponse:
        assert request.match_info["revision"] == COMMIT
        path = "{owner}/{repo}/{path}".format(**request.match_info)
        if self.blobs is not None:
            location = f"{self.blobs.address}/blob/{path}?{SIGNATURE}"
            return web.Response(status=302, headers={"Location": location})
        return await self._send(request, path)

    async def _signed(self, request: web.Request) -> web.StreamResponse:
        if request.raw_path.partition("?")[2] != SIGNATURE:
            return web.Response(status=403)
        return await self._send(request, "{owner}/{repo}/{path}".format(**request.match_info))

    async def _send(self, request: web.Request, path: str) -> web.StreamResponse:
        self.asked.append((path, dict(request.headers)))
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return web.Response(status=status, headers=headers, text="no")
        data = self.files[path]
        start, status, headers = 0, 200, {}
        same = request.headers.get("If-Range", self.etag) == self.etag
        if self.ranges and same and request.http_range.start:
            start, status = request.http_range.start + self.shift, 206
            if start >= len(data):
                return web.Response(status=416)
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if self.packed:
            headers["Content-Encoding"] = self.packed
        if self.etag:
            headers["ETag"] = self.etag
        if self.lengths:
            headers["Content-Length"] = str(len(data) - start)
        answer = web.StreamResponse(status=status, headers=headers)
        await answer.prepare(request)
        left = self.cuts.pop(0) if self.cuts else len(data)
        for at in range(start, len(data), self.chunk):
            piece = data[at : at + self.chunk][:left]
            left -= len(piece)
            try:
                await answer.write(piece)
            except ConnectionError:
                return answer
            await asyncio.sleep(self.pause)
            if left <= 0 and at + self.chunk < len(data):
                assert request.transport is not None
                request.transport.close()
                return answer
        await answer.write_eof()
        return answer


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for, unless ``folder``/hub.pem is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "hub.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
