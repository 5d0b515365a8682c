"""HTTP requests with limits on time, size, redirects and retries.

Requests to private networks are refused.
"""

import os
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from paperlist import __version__
from paperlist.errors import SourceError, UnreachableError
from paperlist.sources.guard import Guard
from paperlist.sources.limits import Limit

if TYPE_CHECKING:
    import requests

    from paperlist.sources.settings import Sources

LARGEST_BYTES = 10_000_000
MAX_REDIRECTS = 5
# If a server asks for a longer wait than this before a retry, give up.
LONGEST_WAIT_S = 30
# An answer with all its redirects may take this many times the setting `timeout`.
_TIMEOUTS_FOR_ALL = 4
_FIRST_WAIT_S = 1.0
_CHUNK = 65_536
_USER_AGENT = f"paperlist/{__version__} (reading notes; one request a paper)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_FOUND = frozenset({404, 410})
_BUSY = 429
_SERVER_FAULT = 500


class Answer(NamedTuple):
    """The answer of a server.

    Attributes:
        url: the address of the page, after redirects.
        content_type: the header Content-Type.
        content: the body.
    """

    url: str
    content_type: str
    content: bytes


class RefusedError(SourceError):
    """The server refused the request, and a retry would not help."""


class NotFoundError(RefusedError):
    """The server says that there is no such page."""


class _AgainError(Exception):
    """An error after which a retry may succeed.

    Attributes:
        final: the error to raise if there is no further retry.
        wait: the seconds to wait before a retry, if the server named a number; else None.
    """

    def __init__(self, final: SourceError, wait: float | None = None) -> None:
        super().__init__(str(final))
        self.final, self.wait = final, wait


class Web:
    """Fetches pages with retries and limits.

    Args:
        settings: timeouts, retries and mirrors.
        private_hosts: hosts in private networks that may be asked; `*` allows every host.
        sleep: a function that waits a number of seconds; tests replace it.
    """

    def __init__(
        self,
        settings: "Sources",
        private_hosts: Collection[str] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._guard = Guard(private_hosts)
        self._limit = Limit()
        self._sleep = sleep
        self._down: dict[str, UnreachableError] = {}

    def get(self, url: str, accept: str = "*/*", pause: float = _FIRST_WAIT_S) -> Answer:
        """Fetch the page at `url`.

        Args:
            url: an http or https address.
            accept: the content types for the header Accept.
            pause: seconds to wait before the first retry. Each further wait is twice as long.

        Raises:
            UnreachableError: there is no connection to the host.
            SourceError: the page cannot be fetched for another reason. After several tries, the
                error describes the last try.
        """
        tries = self._settings.retries + 1
        for attempt in range(tries):
            try:
                return self._follow_redirects(self._mirrored(url), accept)
            except _AgainError as again:
                wait = max(again.wait or 0, pause * 2**attempt)
                if attempt == tries - 1 or wait > LONGEST_WAIT_S:
                    raise again.final from again
                self._sleep(wait)
        raise AssertionError

    def _mirrored(self, url: str) -> str:
        self._check(url, name=False)
        parts = urlsplit(url)
        mirror = self._settings.mirrors.get(parts.netloc.lower())
        if mirror is None:
            return url
        return mirror.rstrip("/") + parts._replace(scheme="", netloc="", fragment="").geturl()

    def _follow_redirects(self, url: str, accept: str) -> Answer:
        asked = url
        self._limit.start(self._settings.timeout * _TIMEOUTS_FOR_ALL)
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            answer = self._request_once(url, accept)
            if isinstance(answer, Answer):
                return answer
            try:
                url = urljoin(url, answer)
            except ValueError as error:
                raise SourceError(f"{asked} redirects to an invalid address.") from error
        raise SourceError(f"{asked} redirects more than {MAX_REDIRECTS} times.")

    def _check(self, url: str, *, name: bool = True) -> None:
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError as error:
            raise SourceError(f"{url} is not an address ({error}).") from error
        if parts.scheme.lower() not in {"http", "https"} or not host:
            raise SourceError(f"{url} is not an http or https address; nothing fetched.")
        if name:
            self._guard.check_name(host)

    def _request_once(self, url: str, accept: str) -> Answer | str:
        """Make one request. Return the answer, or the new address if the server redirects."""
        import requests

        host = urlsplit(url).netloc.rpartition("@")[2]
        if host in self._down:
            # This host could not be reached for an earlier paper, so do not try again.
            raise self._down[host]
        timeout = self._settings.timeout
        left = self._limit.left(timeout, host)
        try:
            with self._session.get(
                url, headers={"Accept": accept}, timeout=left, stream=True,
                allow_redirects=False, **_environment(url),
            ) as response:  # fmt: skip
                if response.status_code in _REDIRECTS and response.headers.get("Location"):
                    return str(response.headers["Location"])
                _check_status(response, host, url)
                kind = response.headers.get("Content-Type", "")
                return Answer(url, kind, _body(response, url, timeout))
        except requests.exceptions.SSLError as error:
            raise SourceError(f"{host} has no valid certificate; nothing fetched.") from error
        except requests.exceptions.ConnectTimeout as error:
            raise self._remember_unreachable(host, f"no connection within {timeout:g} s") from error
        except requests.exceptions.Timeout as error:
            raise _AgainError(SourceError(_too_late_message(host, timeout))) from error
        except requests.exceptions.ConnectionError as error:
            if reason := _reason_unreachable(error):
                raise self._remember_unreachable(host, reason) from error
            broken = SourceError(f"{host} broke off the connection; try again later.")
            raise _AgainError(broken) from error
        except requests.exceptions.RequestException as error:
            raise SourceError(f"{url} cannot be fetched ({type(error).__name__}).") from error

    def _remember_unreachable(self, host: str, reason: str) -> UnreachableError:
        self._down[host] = UnreachableError(host, reason)
        return self._down[host]

    @cached_property
    def _session(self) -> "requests.Session":
        import requests

        class Session(requests.Session):
            def get_redirect_target(self, resp: Any) -> None:  # noqa: ARG002 (its signature)
                # Hide redirects from requests, since `_follow_redirects` handles them. requests
                # would read the whole body first, however large, and fail on invalid addresses.
                return None

        session = Session()
        # Else requests would send the passwords in ~/.netrc. What is needed of the environment,
        # proxies and certificates, is passed by `_environment`.
        session.trust_env = False
        session.headers["User-Agent"] = _USER_AGENT
        adapter = self._guard.adapter(self._limit)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session


def _environment(url: str) -> dict[str, Any]:
    from requests.utils import get_environ_proxies

    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return {"proxies": get_environ_proxies(url), "verify": bundle or True}


def _check_status(response: "requests.Response", host: str, url: str) -> None:
    status = response.status_code
    if status in _NOT_FOUND:
        raise NotFoundError(f"{host} has no such paper ({status} for {url}).")
    if status == _BUSY or status >= _SERVER_FAULT:
        wait = _retry_after(response.headers)
        if status == _BUSY:
            later = f"in {wait:.0f} s" if wait else "later"
            raise _AgainError(
                SourceError(f"{host} is asked too often ({status}); try again {later}."), wait
            )
        raise _AgainError(SourceError(f"{host} failed ({status}); try again later."), wait)
    if status != 200:  # noqa: PLR2004 (OK)
        raise RefusedError(f"{host} answered with status {status} for {url}.")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds the server asks to wait before a retry, or None.

    The header Retry-After has a number of seconds or a date (RFC 9110, section 10.2.3).
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _body(response: "requests.Response", url: str, seconds: float) -> bytes:
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    host = urlsplit(url).netloc
    too_large = SourceError(f"{url} is larger than {LARGEST_BYTES // 1_000_000} MB; not fetched.")
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:12]) > LARGEST_BYTES:
        raise too_large
    chunks, size = [], 0
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > LARGEST_BYTES:
                raise too_large
    except ReadTimeoutError as error:
        raise _AgainError(SourceError(_too_late_message(host, seconds))) from error
    except (HTTPError, OSError) as error:
        raise _AgainError(SourceError(f"{host} broke off its answer; try again later.")) from error
    return b"".join(chunks)


def _too_late_message(host: str, seconds: float) -> str:
    return f"{host} did not answer within {seconds:g} s; try again later."


def _reason_unreachable(error: Exception) -> str:
    """Return in words why there was no connection.

    Return an empty text if there was a connection, but the error came later.
    """
    from urllib3.exceptions import NameResolutionError, NewConnectionError, ProxyError

    inner = error.args[0] if error.args else error
    reason = getattr(inner, "reason", inner)
    if isinstance(reason, NameResolutionError):
        return "its name is unknown"
    if isinstance(reason, NewConnectionError):
        return str(getattr(reason.__cause__, "strerror", None) or "no connection")
    return "the proxy gives no connection" if isinstance(reason, ProxyError) else ""
