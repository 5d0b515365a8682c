"""The only way out: what it refuses, what it tries again, and when it gives up."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from itertools import count, repeat
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from paperlist.errors import SourceError, UnreachableError
from paperlist.sources.guard import is_public
from paperlist.sources.http import LARGEST_BYTES, LONGEST_WAIT_S, Web
from paperlist.sources.settings import Sources
from tests.services import sending

RETRIES = 2


class Waits(list[float]):
    """Counts the seconds instead of waiting them."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def web(waits: Waits) -> Web:
    """Asks the local server, and does not wait."""
    return Web(Sources(timeout=0.5, retries=RETRIES), ["localhost"], waits)


def test_a_page_comes_with_its_type_and_where_it_came_from(
    httpserver: HTTPServer, web: Web
) -> None:
    """Redirects are followed; the request says who asks and for what."""
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response("seen", content_type="text/plain")

    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": "/b?x=1"})
    httpserver.expect_request("/b").respond_with_handler(answer)
    found = web.get(httpserver.url_for("/a"), accept="text/plain")
    assert found == (httpserver.url_for("/b?x=1"), "text/plain", b"seen")
    assert asked[0].headers["Accept"] == "text/plain"
    assert asked[0].headers["User-Agent"].startswith("paperlist/")
    assert "Authorization" not in asked[0].headers


def test_five_redirects_are_followed_and_no_more(httpserver: HTTPServer, web: Web) -> None:
    """A loop among them ends in a line."""
    for number in range(6):
        there = {"Location": f"/{number + 1}"}
        httpserver.expect_request(f"/{number}").respond_with_data("", 301, there)
    httpserver.expect_request("/6").respond_with_data("end")
    httpserver.expect_request("/loop").respond_with_data("", 307, {"Location": "/loop"})
    assert web.get(httpserver.url_for("/1")).content == b"end"
    for path in ("/0", "/loop"):
        before = len(httpserver.log)
        with pytest.raises(SourceError, match="redirects more than 5 times"):
            web.get(httpserver.url_for(path))
        assert len(httpserver.log) - before == 6


@pytest.mark.parametrize(("status", "said"), [(429, "too often"), (500, "failed"), (503, "failed")])
def test_a_busy_server_is_tried_again_and_then_no_more(
    httpserver: HTTPServer, web: Web, waits: Waits, status: int, said: str
) -> None:
    """As often as the settings say, with a longer wait each time."""
    httpserver.expect_request("/").respond_with_data("<html>busy", status)
    with pytest.raises(SourceError, match=rf"localhost:\d+ .*{said} .*{status}.*try again later"):
        web.get(httpserver.url_for("/"))
    assert len(httpserver.log) == 1 + RETRIES
    assert waits == [1, 2]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(
    httpserver: HTTPServer, web: Web, waits: Waits, status: int
) -> None:
    """In seconds or as a date; what was busy then answers."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    for after in ("7", soon):
        httpserver.expect_ordered_request("/").respond_with_data("", status, {"Retry-After": after})
    httpserver.expect_ordered_request("/").respond_with_data("at last")
    assert web.get(httpserver.url_for("/")).content == b"at last"
    assert waits[0] == 7
    assert 15 < waits[1] <= 20


@pytest.mark.parametrize("after", ["3600", "99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_too_long_a_wait_is_not_waited_for(
    httpserver: HTTPServer, web: Web, waits: Waits, after: str
) -> None:
    """The person is told how long it would be."""
    httpserver.expect_request("/").respond_with_data("", 429, {"Retry-After": after})
    with pytest.raises(SourceError, match=r"try again in \d+ s"):
        web.get(httpserver.url_for("/"))
    assert not waits
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("after", ["", "soon", "-5", "1e3", "Fri, 99 Jan"])
def test_a_retry_after_that_makes_no_sense_counts_as_none(
    httpserver: HTTPServer, web: Web, waits: Waits, after: str
) -> None:
    """The usual wait is taken."""
    httpserver.expect_request("/").respond_with_data("", 503, {"Retry-After": after})
    with pytest.raises(SourceError):
        web.get(httpserver.url_for("/"))
    assert waits == [1, 2]
    assert max(waits) < LONGEST_WAIT_S


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 204, 304])
def test_what_will_not_be_answered_is_asked_once(
    httpserver: HTTPServer, web: Web, waits: Waits, status: int
) -> None:
    """A refusal is final."""
    httpserver.expect_request("/").respond_with_data("no", status)
    with pytest.raises(SourceError, match=str(status)):
        web.get(httpserver.url_for("/"))
    assert len(httpserver.log) == 1
    assert not waits


def test_a_server_that_does_not_answer_is_left(web: Web, waits: Waits) -> None:
    """After the timeout, each time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(SourceError, match=r"did not answer within 0\.5 s"):
            web.get(f"http://localhost:{port}/")
    assert len(waits) == RETRIES


def test_a_server_that_dribbles_is_left(httpserver: HTTPServer, waits: Waits) -> None:
    """However slowly an answer comes, it has an end."""

    def dribble(_: Request) -> Response:
        def drops() -> Any:
            for _ in range(100):
                time.sleep(0.02)
                yield b"x"

        return Response(drops())

    httpserver.expect_request("/").respond_with_handler(dribble)
    web = Web(Sources(timeout=0.1, retries=1), ["localhost"], waits)
    with pytest.raises(SourceError, match="did not answer within"):
        web.get(httpserver.url_for("/"))


def test_more_than_ten_megabytes_are_not_taken(httpserver: HTTPServer, web: Web) -> None:
    """Whether the server says how much it is, or not, or packs it small."""
    large = b"x" * (LARGEST_BYTES + 1)

    def unsaid(_: Request) -> Response:
        return Response(large[i : i + 100_000] for i in range(0, len(large), 100_000))

    packed = {"Content-Encoding": "gzip"}
    httpserver.expect_request("/said").respond_with_data(large)
    httpserver.expect_request("/unsaid").respond_with_handler(unsaid)
    httpserver.expect_request("/packed").respond_with_data(gzip.compress(large), headers=packed)
    httpserver.expect_request("/just").respond_with_data(large[:-1])
    for path in ("/said", "/unsaid", "/packed"):
        with pytest.raises(SourceError, match="larger than 10 MB"):
            web.get(httpserver.url_for(path))
    assert len(web.get(httpserver.url_for("/just")).content) == LARGEST_BYTES


def test_an_answer_that_is_packed_is_unpacked(httpserver: HTTPServer, web: Web) -> None:
    """And one that only says so is an error in a line."""
    packed = {"Content-Encoding": "gzip"}
    httpserver.expect_request("/a").respond_with_data(gzip.compress(b"words"), headers=packed)
    httpserver.expect_request("/b").respond_with_data(b"no gzip at all", headers=packed)
    assert web.get(httpserver.url_for("/a")).content == b"words"
    with pytest.raises(SourceError, match="broke off its answer"):
        web.get(httpserver.url_for("/b"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://localhost/x", "file:///etc/passwd", "gopher://localhost", "http:///x", "nonsense",
        "data:text/html,x", "http://[bad", "http://localhost:port/",
    ],
)  # fmt: skip
def test_only_http_addresses_are_fetched(web: Web, url: str) -> None:
    """Also where a redirect leads."""
    with pytest.raises(SourceError):
        web.get(url)


@pytest.mark.parametrize("there", ["file:///etc/passwd", "ftp://localhost/x"])
def test_a_redirect_to_what_is_not_http_is_not_followed(
    httpserver: HTTPServer, web: Web, there: str
) -> None:
    """It names the address that was not fetched."""
    httpserver.expect_request("/").respond_with_data("", 302, {"Location": there})
    with pytest.raises(SourceError, match="nothing fetched"):
        web.get(httpserver.url_for("/"))


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.8.8.8", "[::1]", "0.0.0.0",
        "2130706433", "0x7f000001", "017700000001", "127.1", "10.0.0.5", "172.16.0.1",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "[::ffff:127.0.0.1]", "[fe80::1]",
        "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "[::]",
    ],
)  # fmt: skip
def test_no_private_address_is_asked_unless_it_is_allowed(
    httpserver: HTTPServer, waits: Waits, host: str
) -> None:
    """Whichever way it is written; the line says how to allow it."""
    web = Web(Sources(timeout=0.5, retries=0), [], waits)
    with pytest.raises(SourceError, match="private network; nothing fetched") as caught:
        web.get(f"http://{host}:{httpserver.port}/")
    assert "PAPERLIST_PRIVATE_HOSTS=" in str(caught.value)
    assert not httpserver.log


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8"])
def test_the_rest_of_the_internet_is_public(address: str) -> None:
    """Such an address may be asked."""
    assert is_public(ip_address(address))


def test_a_redirect_inwards_is_not_followed(httpserver: HTTPServer, web: Web) -> None:
    """The first host may be asked, the second may not."""
    inside = f"http://127.0.0.1:{httpserver.port}/secret"
    httpserver.expect_request("/").respond_with_data("", 302, {"Location": inside})
    httpserver.expect_request("/secret").respond_with_data("secret")
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 is in a private network"):
        web.get(httpserver.url_for("/"))
    assert [request.path for request, _ in httpserver.log] == ["/"]


def test_a_star_allows_every_host(httpserver: HTTPServer, waits: Waits) -> None:
    """For who knows what they do."""
    httpserver.expect_request("/").respond_with_data("x")
    web = Web(Sources(), ["*"], waits)
    assert web.get(f"http://127.0.0.1:{httpserver.port}/").content == b"x"


def test_a_name_is_looked_up_once_and_what_was_checked_is_asked(
    httpserver: HTTPServer, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public at the first look and private at the second gets nobody in."""
    real, looked_up = socket.getaddrinfo, []

    def rebinding(host: str, port: int, *args: Any, **named: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *args, **named)
        looked_up.append(host)
        # 192.0.2.0/24 leads nowhere, but is_global is asked for its neighbour's public address.
        address = "203.0.114.1" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    httpserver.expect_request("/").respond_with_data("secret")
    web = Web(Sources(timeout=0.3, retries=0), [], waits)
    with pytest.raises(UnreachableError):
        web.get(f"http://rebinding.example:{httpserver.port}/")
    assert looked_up == ["rebinding.example"]
    assert not httpserver.log
    with pytest.raises(SourceError, match="private network"):
        Web(Sources(timeout=0.3), [], waits).get(f"http://rebinding.example:{httpserver.port}/")
    assert not httpserver.log


def test_one_private_address_among_public_ones_is_one_too_many(
    httpserver: HTTPServer, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them is asked."""
    addresses = [("203.0.114.1", 80), ("127.0.0.1", 80)]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(SourceError, match="private network"):
        Web(Sources(timeout=0.3), [], waits).get("http://mixed.example/")


@pytest.mark.parametrize("where", ["http://localhost:{port}/", "http://no-such-host.invalid/"])
def test_no_connection_is_said_once_and_not_tried_again(waits: Waits, web: Web, where: str) -> None:
    """A closed port, a name that nobody knows."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for _ in range(2):
        with pytest.raises(UnreachableError, match=r"cannot be reached \(.+\)"):
            web.get(where.format(port=port))
    assert not waits


def test_a_connection_that_breaks_is_tried_again(waits: Waits, web: Web) -> None:
    """It may have been chance."""
    import threading

    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            for _ in range(1 + RETRIES):
                connection, _ = server.accept()
                connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(SourceError, match="broke off"):
            web.get(f"http://localhost:{server.getsockname()[1]}/")
        thread.join()
    assert len(waits) == RETRIES


def test_a_mirror_is_asked_instead(httpserver: HTTPServer, waits: Waits) -> None:
    """For the hosts that the settings name, path and query the same."""
    httpserver.expect_request("/m/forum", query_string="id=x").respond_with_data("mirrored")
    mirrors = {"openreview.net": httpserver.url_for("/m/")}
    web = Web(Sources(mirrors=mirrors), ["localhost"], waits)
    assert web.get("https://openreview.net/forum?id=x").content == b"mirrored"


def test_the_environments_proxy_is_asked_but_not_for_what_is_private(
    httpserver: HTTPServer, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy itself is the user's own choice, wherever it stands."""
    monkeypatch.setenv("http_proxy", httpserver.url_for(""))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    httpserver.expect_request("/page").respond_with_data("by proxy")
    web = Web(Sources(), [], waits)
    assert web.get("http://far.example/page").content == b"by proxy"
    with pytest.raises(SourceError, match="private network"):
        web.get("http://169.254.169.254/latest/meta-data")


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _after(start: bytes, more: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield start
        yield from repeat(more)

    return pieces


def _headers() -> Iterator[bytes]:
    yield OK
    for number in count():
        yield b"X-%d: y\r\n" % number


@pytest.mark.parametrize("pause", [0, 0.15])
@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(_after(b"", b"H"), id="status"),
        pytest.param(_after(OK, b"x"), id="header"),
        pytest.param(_headers, id="headers"),
        pytest.param(_after(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
        pytest.param(_after(b"HTTP/1.1 100 Continue\r\n", b"X: y\r\n"), id="continued"),
        pytest.param(_after(OK + b"\r\n", b"x"), id="body"),
        pytest.param(_after(CHUNKED, b"1\r\nx\r\n"), id="chunks"),
        pytest.param(_after(CHUNKED, b"1"), id="chunk-size"),
        pytest.param(_after(CHUNKED, b"1;x=y\r\nx\r\n"), id="chunk-extensions"),
        pytest.param(_after(CHUNKED + b"0\r\n", b"X: y\r\n"), id="trailers"),
        pytest.param(
            _after(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")), id="packed"
        ),
        pytest.param(
            _after(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", b"x"), id="redirect-body"
        ),
    ],
)
def test_an_answer_without_end_is_left(
    waits: Waits, pieces: Callable[[], Iterator[bytes]], pause: float
) -> None:
    """Whatever part of it has no end, and however quickly it comes."""
    web = Web(Sources(timeout=0.2, retries=1), ["localhost"], waits)
    start = time.monotonic()
    with sending(pieces, pause) as url, pytest.raises(SourceError):
        web.get(url)
    # The deadline of all of an answer is four times the timeout, and it may be asked for twice.
    assert time.monotonic() - start < 2 * 4 * 0.2 + 1


def test_redirects_share_one_deadline(httpserver: HTTPServer, waits: Waits) -> None:
    """A server that thinks a while about each is left before it has named five."""

    def think(request: Request) -> Response:
        time.sleep(0.25)
        return Response("", 302, {"Location": f"{request.path}x"})

    for number in range(7):
        httpserver.expect_request(f"/{'x' * number}").respond_with_handler(think)
    web = Web(Sources(timeout=0.3, retries=0), ["localhost"], waits)
    with pytest.raises(SourceError, match=r"did not answer within 1\.2 s"):
        web.get(httpserver.url_for("/"))


def test_headers_have_a_largest_size(waits: Waits) -> None:
    """Ninety headers of sixty kilobytes each are no answer of any server."""

    def pieces() -> Iterator[bytes]:
        yield OK
        for number in range(90):
            yield b"X-%d: %s\r\n" % (number, b"y" * 60_000)
        yield b"\r\nseen"

    web = Web(Sources(timeout=5, retries=0), ["localhost"], waits)
    with sending(pieces, 0) as url, pytest.raises(SourceError, match="256 kB of headers"):
        web.get(url)


def test_a_slow_proxy_is_left_as_well(waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes through it may come from anywhere."""
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    web = Web(Sources(timeout=0.2, retries=0), [], waits)
    with sending(_after(OK, b"x"), 0.1) as url:
        monkeypatch.setenv("http_proxy", url)
        with pytest.raises(SourceError, match="did not answer within"):
            web.get("http://far.example/")


@pytest.mark.parametrize(
    "there", ["http://[", "//[", "http://[::1", "http://a:b/", "\\\\[", "http://\x80/"]
)
def test_a_redirect_to_what_is_no_address_is_an_error(waits: Waits, there: str) -> None:
    """In a line, as any other."""
    head = b"HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n" % there.encode("latin-1")
    web = Web(Sources(timeout=0.3, retries=0), ["localhost"], waits)
    with sending(lambda: iter([head]), 0) as url, pytest.raises(SourceError):
        web.get(url)
