"""A model hub as Hugging Face's speaks: what files a repository has, and their bytes.

Sources: https://huggingface.co/docs/hub/api and `huggingface_hub`'s file_download.py. The address
is a setting, so that a mirror can stand in.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from time import time
from typing import Final, NoReturn
from urllib.parse import quote

import aiohttp
import msgspec
from yarl import URL

from core.domain.problems import Problem, ProblemError

_MAX_ANSWER: Final = 32 << 20
_MAX_HOPS: Final = 8
_MAX_WAIT: Final = 120.0
_MISSING: Final = ("RepoNotFound", "EntryNotFound", "RevisionNotFound")
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)$")


class HubError(ProblemError):
    """The hub did not give it. ``retry_in`` seconds it may (0: when you like, None: not by
    itself)."""

    def __init__(self, problem: Problem, retry_in: float | None = None) -> None:
        super().__init__(problem)
        self.retry_in = retry_in


class RangeError(HubError):
    """What was asked for does not go on from what is here: begin anew."""


class HubFile(msgspec.Struct, frozen=True):
    """A file of a repository as the hub announces it; ``revision`` is the commit."""

    repo: str
    path: str
    revision: str
    size: int
    sha256: str


class Stream(msgspec.Struct, frozen=True):
    """Bytes from ``start`` on; ``etag`` is a strong one or ''."""

    start: int
    etag: str
    chunks: AsyncIterator[bytes]


class _Lfs(msgspec.Struct):
    sha256: str = ""
    size: int = 0


class _Sibling(msgspec.Struct):
    rfilename: str
    size: int | None = None
    lfs: _Lfs | None = None


class _Repository(msgspec.Struct):
    siblings: list[_Sibling]
    sha: str | None = None


def is_address(text: str) -> bool:
    """Whether a hub may stand there: https, or http on this machine alone."""
    try:
        url = URL(text)
        return _allowed(url) and not url.query_string and not url.fragment
    except ValueError:
        return False


def _allowed(url: URL) -> bool:
    return bool(url.host) and (url.scheme == "https" or (url.scheme == "http" and _is_here(url)))


def _is_here(url: URL) -> bool:
    try:
        return url.host == "localhost" or ip_address(url.host or "").is_loopback
    except ValueError:
        return False


class Hub:
    """An open session; ``async with``. ``stall`` seconds without a byte are a broken line.

    Everything raises HubError.
    """

    def __init__(self, address: str, *, stall: float = 30.0) -> None:
        if not is_address(address):
            raise HubError(Problem("model-hub-address", {"text": address}))
        self._base = URL(address.rstrip("/"))
        # certificates are checked by aiohttp's own default, and nothing here can turn that off
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=min(stall, 15), sock_read=stall),
            headers={"Accept-Encoding": "identity", "User-Agent": "Threadline"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=not _is_here(self._base),
            read_bufsize=1 << 18,
            auto_decompress=False,
        )

    async def __aenter__(self) -> "Hub":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def files(self, repo: str) -> list[HubFile]:
        """The files of a repository; those that the hub has no checksum of have ''."""
        url = self._url("api", "models", *repo.split("/"), query="blobs=true")
        async with self._get(url, repo) as answer:
            body = await answer.content.read(_MAX_ANSWER)
            while not answer.content.at_eof() and len(body) < _MAX_ANSWER:
                body += await answer.content.read(_MAX_ANSWER - len(body))
        return self._read(body, repo)

    async def file(self, repo: str, path: str) -> HubFile:
        """One file of a repository."""
        found = next((one for one in await self.files(repo) if one.path == path), None)
        if found is None:
            raise HubError(Problem("model-hub-missing", {"name": f"{repo}/{path}"}))
        if not found.sha256:
            raise HubError(Problem("model-hub-unchecked", {"name": path}))
        return found

    @asynccontextmanager
    async def stream(self, file: HubFile, start: int, etag: str) -> AsyncIterator[Stream]:
        """The bytes of a file from ``start`` on, or from 0 where the server wants it so."""
        name = file.path.rpartition("/")[2]
        headers = {}
        if start:
            headers["Range"] = f"bytes={start}-"
            if etag:
                headers["If-Range"] = etag
        url = self._url(*file.repo.split("/"), "resolve", file.revision, *file.path.split("/"))
        async with self._get(url, name, headers) as answer:
            begins, whole = _extent(answer)
            packed = answer.headers.get("Content-Encoding", "identity") != "identity"
            if packed or whole not in (None, file.size):
                raise HubError(Problem("model-hub-other", {"name": name}))
            if begins not in (0, start):
                raise RangeError(Problem("model-hub-other", {"name": name}), 0)
            strong = answer.headers.get("ETag", "")
            strong = "" if strong.startswith("W/") else strong
            yield Stream(begins, strong, answer.content.iter_any())

    def _url(self, *parts: str, query: str = "") -> URL:
        path = "/".join(quote(part, safe="") for part in parts)
        return URL(f"{self._base}/{path}{'?' if query else ''}{query}", encoded=True)

    def _read(self, body: bytes, repo: str) -> list[HubFile]:
        try:
            found = msgspec.json.decode(body, type=_Repository)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise self._foreign() from error
        sha = found.sha or ""
        revision = sha if re.fullmatch(r"[0-9a-f]{7,64}", sha) else "main"
        files = []
        for one in found.siblings:
            lfs = one.lfs or _Lfs()
            digest = lfs.sha256 if re.fullmatch(r"[0-9a-f]{64}", lfs.sha256) else ""
            files.append(HubFile(repo, one.rfilename, revision, lfs.size or one.size or 0, digest))
        return files

    @asynccontextmanager
    async def _get(
        self, url: URL, name: str, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """A good answer, after redirects, which may lead to other hosts but to no open line."""
        try:
            for _ in range(_MAX_HOPS):
                async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                    onward = answer.headers.get("Location")
                    if answer.status in (301, 302, 303, 307, 308) and onward:
                        url = self._hop(url, onward)
                        continue
                    if answer.status not in (200, 206):
                        self._refuse(answer, name)
                    yield answer
                    return
            raise self._foreign()
        except aiohttp.ClientConnectorCertificateError as error:
            raise HubError(Problem("model-hub-certificate", {"place": url.host or ""})) from error
        except aiohttp.InvalidURL as error:
            raise self._foreign() from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise HubError(
                Problem("model-hub-unreachable", {"place": url.host or ""}), 0
            ) from error

    def _hop(self, url: URL, location: str) -> URL:
        try:
            # a signed address stands for itself, byte by byte
            onward = url.join(URL(location, encoded=True))
            if _allowed(onward) and (url.scheme != "https" or onward.scheme == "https"):
                return onward
        except ValueError:  # a host or port that is none
            pass
        raise self._foreign()

    def _refuse(self, answer: aiohttp.ClientResponse, name: str) -> NoReturn:
        status, code = answer.status, answer.headers.get("X-Error-Code", "")
        if status == 416:
            raise RangeError(Problem("model-hub-other", {"name": name}), 0)
        if answer.url.origin() != self._base.origin() and status < 500 and status != 429:
            # the address that a redirect gave is good for some minutes only
            raise HubError(Problem("model-hub-other", {"name": name}), 0)
        if status in (404, 410) or code in _MISSING:
            raise HubError(Problem("model-hub-missing", {"name": name}))
        if status in (401, 403, 451):
            raise HubError(Problem("model-hub-refused", {"name": name}))
        if status not in (408, 425, 429) and status < 500:
            raise self._foreign()
        wait = _retry_after(answer.headers.get("Retry-After", ""))
        problem = Problem("model-hub-busy", {"seconds": str(round(wait))})
        raise HubError(problem, None if wait > _MAX_WAIT else wait)

    def _foreign(self) -> HubError:
        return HubError(Problem("model-hub-foreign", {"place": self._base.host or ""}))


def _extent(answer: aiohttp.ClientResponse) -> tuple[int, int | None]:
    """Where the answer begins, and how long the whole is if it says so."""
    if answer.status == 200:
        return 0, answer.content_length
    found = _RANGE.match(answer.headers.get("Content-Range", ""))
    if found is None:
        return -1, None
    return int(found[1]), None if found[2] == "*" else int(found[2])


def _retry_after(text: str) -> float:
    """Seconds, from a number or a date; 0 where there is none."""
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time())
    except ValueError:
        return 0.0
