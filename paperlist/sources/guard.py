"""Keeps requests out of private networks.

Before each connection, and after each redirect, the name of the host is resolved to IP addresses.
All of these addresses are checked, and the connection goes to a checked address. So no redirect
leads into a private network. A host also cannot change its address between check and connection.

If the environment names a proxy, the proxy makes the connections. Then only host names are checked,
and IP addresses that are written in place of a name.
"""

import ipaddress
import os
import socket
from collections.abc import Collection
from typing import Any

from paperlist.errors import SourceError
from paperlist.sources.limits import Limit, response_class
from paperlist.store.user_folders import list_of_strings

# IPv6 addresses that contain the IPv4 address of a host behind a translator (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Guard:
    """Refuses hosts in private networks.

    Args:
        private_hosts: the private hosts that are allowed nevertheless; `*` allows every host.
    """

    def __init__(self, private_hosts: Collection[str]) -> None:
        self._private = frozenset(host.lower() for host in private_hosts)

    def check_name(self, host: str) -> None:
        """Check that `host` is not `localhost` and not an IP address in a private network.

        Any other name passes. Its IP addresses are checked later, by `check_address`.

        Raises:
            SourceError: the host is private and the user did not allow it.
        """
        if host == "localhost" or host.endswith(".localhost"):
            self._refuse(host)
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return
        self.check_address(host, address)

    def check_address(self, host: str, address: _Address) -> None:
        """Check that an IP address of a host is not in a private network.

        Args:
            host: the name of the host.
            address: an IP address of the host.

        Raises:
            SourceError: the address is private and the user did not allow the host.
        """
        if not is_public(address):
            self._refuse(host)

    def _refuse(self, host: str) -> None:
        if not self._private & {host.lower(), "*"}:
            raise SourceError(
                f"{host} is in a private network; nothing fetched.\n"
                f"If it may be asked, say so: PAPERLIST_PRIVATE_HOSTS={host}"
            )

    def adapter(self, limit: Limit) -> Any:
        """Return an adapter for sessions of `requests` that connects only to checked addresses.

        The adapter also applies `limit` to every answer, even to answers through a proxy.
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
    """Return whether an IP address is public, so not in a private network.

    If an IPv6 address contains an IPv4 address, the result depends on the IPv4 address.
    """
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
    """Return the hosts in private networks that the user allows; `*` means every host.

    The hosts come from the environment variable PAPERLIST_PRIVATE_HOSTS, separated by commas or
    spaces. If the variable is not set, they come from `private_hosts` in the user's own
    config.toml. The settings of a library cannot allow hosts. A library may be cloned from a
    stranger, and a stranger must not make requests in the user's network.

    Raises:
        ConfigError: the user's config.toml is not valid.
    """
    named = os.environ.get(PRIVATE_HOSTS)
    if named is not None:
        return frozenset(named.replace(",", " ").lower().split())
    return frozenset(host.lower() for host in list_of_strings("private_hosts"))
