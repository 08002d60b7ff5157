"""Which addresses belong to the public internet. All others are refused, unless the caller allows them."""

from __future__ import annotations

import ipaddress

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
"""All that is given out of IPv6 so far; what lies outside is for special use or for nobody."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

# IANA's registries of special-purpose addresses, and the clouds' services that hand out credentials to whoever asks
# from inside. First match counts.
_KINDS = {
    "a cloud's metadata service": (
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
    ),
    "this machine (loopback)": ("127.0.0.0/8", "::1"),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "a tunnel's": ("192.88.99.0/24", "2001::/32", "2002::/16"),
    "reserved": (
        "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20",
    ),
}  # fmt: skip
_NETWORKS = [(ipaddress.ip_network(text), kind) for kind, texts in _KINDS.items() for text in texts]


def special(address: str) -> str:
    """Say what is special about an IPv4 or IPv6 address, as in "private"; "" when it is a public one.

    IPv6 addresses that carry an IPv4 address are what they carry: mapped ones, and those of the well-known NAT64
    prefix, by which networks without IPv4 reach all of it. 6to4 and Teredo are refused whatever they carry: no site
    lives there.
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return special(str(found.ipv4_mapped))
        if found in _NAT64:
            return special(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    for network, kind in _NETWORKS:
        if found in network:
            return kind
    return "" if found.version == 4 or found in _PUBLIC_V6 else "reserved"
