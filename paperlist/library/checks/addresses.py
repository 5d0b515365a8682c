"""The check of links that asks their servers. No other check uses the network."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from paperlist.errors import SourceError, UnreachableError
from paperlist.library.checks.finding import Found, Subject, place
from paperlist.model.identifiers import is_web_address
from paperlist.sources.guard import private_hosts
from paperlist.sources.http import NotFoundError, Web

# In seconds, between two requests to one host.
PAUSE_S = 1.0


def dead_links(subject: Subject, sleep: Callable[[float], None] = time.sleep) -> Iterator[Found]:
    """Yield the links whose pages are gone, or whose servers cannot be reached.

    Each address is asked once. A server that is busy, asks for a password or refuses programs does
    not count: a person may still see the page.

    Args:
        subject: the library.
        sleep: waits a number of seconds.
    """
    web = Web(subject.settings.sources, private_hosts(), sleep)
    where: dict[str, list[tuple[str, str]]] = {}
    for entry in subject.entries:
        for name, url in entry.links.items():
            if is_web_address(url):
                where.setdefault(url, []).append((place(entry), name))
    asked: set[str] = set()
    for done, (url, places) in enumerate(where.items(), 1):
        host = urlsplit(url).netloc
        if host in asked:
            sleep(PAUSE_S)
        asked.add(host)
        if why := _why_dead(web, url):
            for path, name in places:
                yield Found(path, f"the link '{name}' is dead: {why}")
        subject.progress(done, len(where))


def _why_dead(web: Web, url: str) -> str:
    try:
        web.get(url)
    except NotFoundError:
        return f"{url} does not exist"
    except UnreachableError as error:
        return str(error).rstrip(".")
    except SourceError:
        return ""
    return ""
