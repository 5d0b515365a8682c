"""A time limit for the whole answer of a server, with redirects, headers and body.

The timeout of a socket limits only a single read. If a server sends one byte now and then, or
headers without end, no single read exceeds that timeout. So every read from the network checks the
limit for the whole answer first.
"""

import io
import time
from typing import Any

from paperlist.errors import SourceError

# The most bytes of headers that are accepted. Real servers send less than a tenth of this.
LARGEST_HEAD_BYTES = 262_144


class Limit:
    """The limits of one answer: its total time and the length of its headers."""

    def __init__(self) -> None:
        self._host, self._seconds, self._end = "", 0.0, float("inf")

    def start(self, seconds: float) -> None:
        """Start the clock for a new answer.

        Args:
            seconds: the most seconds that the whole answer may take.
        """
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self, timeout: float, host: str = "") -> float:
        """Return how many seconds the next step may take.

        The result is the time left for the whole answer, but at most `timeout`.

        Args:
            timeout: the most seconds for a single step.
            host: the name of the server, for error messages. If empty, the name from the last call
                is used.

        Raises:
            SourceError: no time is left.
        """
        self._host = host or self._host
        left = self._end - time.monotonic()
        if left <= 0:
            raise SourceError(
                f"{self._host} did not answer within {self._seconds:g} s; try again later."
            )
        return min(timeout, left)

    def check_head(self, size: int) -> None:
        """Check that the headers of the answer are not too long.

        Args:
            size: the bytes of headers so far.

        Raises:
            SourceError: `size` is more than `LARGEST_HEAD_BYTES`.
        """
        if size > LARGEST_HEAD_BYTES:
            kilobytes = LARGEST_HEAD_BYTES // 1024
            raise SourceError(
                f"{self._host} sends more than {kilobytes} kB of headers; nothing fetched."
            )


class _Timed(io.RawIOBase):
    """A stream that reads from a socket until the time limit.

    A read raises SourceError once no time is left.
    """

    def __init__(self, sock: Any, limit: Limit) -> None:
        super().__init__()
        self._sock, self._limit = sock, limit
        self._raw = sock.makefile("rb", buffering=0)
        self._timeout = sock.gettimeout() or float("inf")
        # The number of bytes of headers read so far; None once all headers are read.
        self.head: int | None = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._limit.left(self._timeout)
        self._sock.settimeout(None if left == float("inf") else left)
        try:
            size: int | None = self._raw.readinto(buffer)
        except TimeoutError:
            self._limit.left(self._timeout)
            raise
        if self.head is not None:
            self.head += size or 0
            self._limit.check_head(self.head)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def response_class(limit: Limit) -> Any:
    """Return a subclass of `http.client.HTTPResponse` that checks `limit` at every read."""
    from http.client import HTTPResponse

    class Response(HTTPResponse):
        def __init__(self, sock: Any, *args: Any, **named: Any) -> None:
            super().__init__(sock, *args, **named)
            self.fp.close()
            self._timed = _Timed(sock, limit)
            self.fp = io.BufferedReader(self._timed)

        def begin(self) -> None:
            super().begin()
            self._timed.head = None

    return Response
