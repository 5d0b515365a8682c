"""Never inwards: which hosts may be asked.

Every address that a host's name stands for is checked before a connection is made to just that
address, at each redirect anew; so neither a page's redirect nor a name that resolves otherwise
the second time leads into a private network. With a proxy of the environment it is the proxy
that connects; then only names and literal addresses are checked.
"""

import ipaddress
import os
import socket
from collections.abc import Collection
from typing import Any

from paperlist.errors import SourceError
from paperlist.sources.limits import Limit, response_class
from paperlist.store.user_folders import list_of_strings

# IPv6 addresses that stand for an IPv4 one behind a translator (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Guard:
    """Refuses hosts of private networks, but for those that the user named; `*` is any."""

    def __init__(self, private_hosts: Collection[str]) -> None:
        self._private = frozenset(host.lower() for host in private_hosts)

    def check_name(self, host: str) -> None:
        """Refuse what is private by its very name.

        Raises:
            SourceError: it is, and may not be asked.
        """
        if host == "localhost" or host.endswith(".localhost"):
            self._refuse(host)
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return
        self.check_address(host, address)

    def check_address(self, host: str, address: _Address) -> None:
        """Refuse a private address that `host` stands for; raises as `check_name`."""
        if not is_public(address):
            self._refuse(host)

    def _refuse(self, host: str) -> None:
        if not self._private & {host.lower(), "*"}:
            raise SourceError(
                f"{host} is in a private network; nothing fetched.\n"
                f"If it may be asked, say so: PAPERLIST_PRIVATE_HOSTS={host}"
            )

    def adapter(self, limit: Limit) -> Any:
        """The adapter of requests, but it connects to addresses that were checked, only.

        No answer takes longer than `limit` says, also where a proxy connects.
        """
        from requests.adapters import HTTPAdapter
        from urllib3.connection import HTTPConnection, HTTPSConnection
        from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
        from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

        check = self.check_address
        response = response_class(limit)

        class Bounded(HTTPConnection):
            response_class = response

        class BoundedTls(Bounded, HTTPSConnection):
            pass

        class Guarded(Bounded):
            def _new_conn(self) -> socket.socket:
                name, last = self._dns_host, None
                for address in self._addresses(name):
                    self._dns_host = address
                    limit.left(0, self.host)
                    try:
                        return super()._new_conn()
                    except (ConnectTimeoutError, NewConnectionError) as error:
                        last = error
                    finally:
                        self._dns_host = name
                raise last or NewConnectionError(self, "no address")

            def _addresses(self, name: str) -> list[str]:
                try:
                    found = socket.getaddrinfo(name, self.port, type=socket.SOCK_STREAM)
                except (OSError, UnicodeError) as error:
                    raise NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]
                addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
                for address in addresses:
                    check(self.host, ipaddress.ip_address(address.partition("%")[0]))
                return addresses

        class GuardedTls(Guarded, HTTPSConnection):
            pass

        class Pool(HTTPConnectionPool):
            ConnectionCls = Guarded

        class TlsPool(HTTPSConnectionPool):
            ConnectionCls = GuardedTls

        class ProxyPool(HTTPConnectionPool):
            ConnectionCls = Bounded

        class TlsProxyPool(HTTPSConnectionPool):
            ConnectionCls = BoundedTls

        class Adapter(HTTPAdapter):
            def init_poolmanager(self, *args: Any, **named: Any) -> None:
                super().init_poolmanager(*args, **named)
                self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": TlsPool}

            def proxy_manager_for(self, *args: Any, **named: Any) -> Any:
                manager = super().proxy_manager_for(*args, **named)
                manager.pool_classes_by_scheme = {"http": ProxyPool, "https": TlsProxyPool}
                return manager

        return Adapter(max_retries=0)


def is_public(address: _Address) -> bool:
    """Whether an address is one of the internet at large, also behind its disguises."""
    inner: _Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if address.teredo:
            inner = address.teredo[1]
    public = address.is_global and not (address.is_multicast or address.is_reserved)
    return is_public(inner) if inner is not None else public


PRIVATE_HOSTS = "PAPERLIST_PRIVATE_HOSTS"


def private_hosts() -> frozenset[str]:
    """The hosts of private networks that may be asked for papers; `*` is any.

    `$PAPERLIST_PRIVATE_HOSTS`, parted by commas or spaces, else `private_hosts` in `config.toml`
    of the user's own configuration folder (platformdirs). Never the library: whoever clones one
    must not be led into their own network by it.

    Raises:
        ConfigError: the user's file does not parse.
    """
    named = os.environ.get(PRIVATE_HOSTS)
    if named is not None:
        return frozenset(named.replace(",", " ").lower().split())
    return frozenset(host.lower() for host in list_of_strings("private_hosts"))
