"""A deadline for a whole answer: its redirects, its headers and its body.

The timeout of a socket limits a single read. A server that sends a byte now and then, or endless
headers, never exceeds it, so every read from the network checks this deadline first.
"""

import io
import time
from typing import Any

from paperlist.errors import SourceError

# Real servers send less than a tenth of this.
LARGEST_HEAD_BYTES = 262_144


class Limit:
    """The time that the current answer may still take."""

    def __init__(self) -> None:
        self._host, self._seconds, self._end = "", 0.0, float("inf")

    def start(self, seconds: float) -> None:
        """Start the deadline for an answer that may take `seconds`."""
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self, timeout: float, host: str = "") -> float:
        """Return the seconds that the next step may take, at most `timeout`.

        Args:
            timeout: the limit for a single step.
            host: the host that is asked from now on, for messages.

        Raises:
            SourceError: the deadline has passed.
        """
        self._host = host or self._host
        left = self._end - time.monotonic()
        if left <= 0:
            raise SourceError(
                f"{self._host} did not answer within {self._seconds:g} s; try again later."
            )
        return min(timeout, left)

    def check_head(self, size: int) -> None:
        """Refuse headers that are too long.

        Raises:
            SourceError: `size` bytes are too many.
        """
        if size > LARGEST_HEAD_BYTES:
            kilobytes = LARGEST_HEAD_BYTES // 1024
            raise SourceError(
                f"{self._host} sends more than {kilobytes} kB of headers; nothing fetched."
            )


class _Timed(io.RawIOBase):
    """A stream that reads from a socket until the deadline."""

    def __init__(self, sock: Any, limit: Limit) -> None:
        super().__init__()
        self._sock, self._limit = sock, limit
        self._raw = sock.makefile("rb", buffering=0)
        self._timeout = sock.gettimeout() or float("inf")
        # The bytes of the headers so far; None after the headers.
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
    """Return a class like the responses of http.client in which every read observes `limit`."""
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
