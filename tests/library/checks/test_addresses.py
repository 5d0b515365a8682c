"""The check that asks whether links still lead to a page; the servers are local."""

from pytest_httpserver import HTTPServer

from paperlist import Library
from paperlist.library.checks.addresses import PAUSE_S, dead_links
from paperlist.library.checks.check import check
from paperlist.library.checks.finding import Subject
from tests.conftest import WriteNote
from tests.services import Services


def test_only_what_is_gone_is_dead(
    library: Library, write: WriteNote, services: Services, httpserver: HTTPServer
) -> None:
    """Not what is busy, refused or moved; each address is asked once, with a pause between."""
    assert services
    for path, status in (("here", 200), ("gone", 404), ("removed", 410), ("forbidden", 403)):
        httpserver.expect_request(f"/{path}").respond_with_data("x", status=status)
    httpserver.expect_request("/moved").respond_with_data(
        "", status=301, headers={"Location": httpserver.url_for("/here")}
    )
    names = ("here", "gone", "removed", "forbidden", "moved")
    links = "".join(f"  {name}: {httpserver.url_for(f'/{name}')}\n" for name in names)
    write("2024-04/a", f"title: A\nlinks:\n{links}")
    write("2024-04/b", f"title: B\nlinks:\n  code: {httpserver.url_for('/gone')}\n")
    waits: list[float] = []
    steps: list[tuple[int, int]] = []
    subject = Subject(library, lambda done, of: steps.append((done, of)))
    found = [(each.path, each.message) for each in dead_links(subject, waits.append)]
    gone, removed = httpserver.url_for("/gone"), httpserver.url_for("/removed")
    assert found == [
        ("data/2024-04/a.yaml", f"the link 'gone' is dead: {gone} does not exist"),
        ("data/2024-04/b.yaml", f"the link 'code' is dead: {gone} does not exist"),
        ("data/2024-04/a.yaml", f"the link 'removed' is dead: {removed} does not exist"),
    ]
    assert waits == [PAUSE_S] * 4
    assert steps[-1] == (5, 5)
    assert len([1 for request, _ in httpserver.log if request.path == "/gone"]) == 1


def test_a_server_that_cannot_be_reached(
    library: Library, write: WriteNote, services: Services
) -> None:
    """Its name is said; a private host is not asked at all."""
    assert services
    write(
        "2024-04/a", "title: A\nlinks: {code: 'http://localhost:9/x', other: 'http://10.0.0.1/'}\n"
    )
    (found,) = check(library, ["dead-link"])
    assert found.found.message.startswith("the link 'code' is dead: localhost:9 cannot be reached")


def test_it_is_not_asked_unless_the_user_wants_it(
    library: Library, write: WriteNote, httpserver: HTTPServer
) -> None:
    write("2024-04/a", f"title: A\nlinks: {{code: '{httpserver.url_for('/x')}'}}\n")
    assert check(library) == []
    assert not httpserver.log
