"""Which addresses are the public internet's: against the registries, against Python's own list, and at the borders."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cleanpress.web.addresses import special

REFUSED = {
    "127.0.0.1": "loopback", "127.255.255.254": "loopback", "::1": "loopback", "::ffff:127.0.0.1": "loopback",
    "64:ff9b::127.0.0.1": "loopback", "10.0.0.1": "private", "172.16.0.1": "private", "172.31.255.255": "private",
    "192.168.1.1": "private", "100.64.0.1": "private", "fc00::1": "private", "fdff::1": "private",
    "fec0::1": "private", "::ffff:192.168.0.1": "private", "64:ff9b::a00:1": "private",
    "169.254.1.1": "link-local", "fe80::1": "link-local", "fe80::1%eth0": "link-local",
    "169.254.169.254": "metadata", "::ffff:169.254.169.254": "metadata", "64:ff9b::a9fe:a9fe": "metadata",
    "fd00:ec2::254": "metadata", "fd20:ce::254": "metadata", "100.100.100.200": "metadata",
    "168.63.129.16": "metadata", "192.0.0.192": "metadata", "169.254.170.2": "metadata",
    "224.0.0.1": "multicast", "239.1.1.1": "multicast", "ff02::1": "multicast", "ff0e::1": "multicast",
    "2002:7f00:1::": "tunnel", "2002:5db8:d822::1": "tunnel", "2001:0:5db8::1": "tunnel", "192.88.99.1": "tunnel",
    "0.0.0.0": "reserved", "0.1.2.3": "reserved", "::": "reserved", "255.255.255.255": "reserved",
    "240.0.0.1": "reserved", "192.0.2.1": "reserved", "198.18.0.1": "reserved", "198.51.100.1": "reserved",
    "203.0.113.1": "reserved", "2001:db8::1": "reserved", "2001:10::1": "reserved", "3fff::1": "reserved",
    "100::1": "reserved", "64:ff9b:1::a00:1": "reserved", "::7f00:1": "reserved", "4000::1": "reserved",
    "5f00::1": "reserved",
}  # fmt: skip
PUBLIC = (
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
    "168.63.129.17", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1", "2606:4700::1111",
    "2a00:1450::1", "2003::1", "::ffff:1.1.1.1", "64:ff9b::101:101",
)  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_special_addresses_are_named(address: str) -> None:
    assert REFUSED[address] in special(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_their_neighbours_and_other_public_ones_are_not(address: str) -> None:
    assert special(address) == ""


def disagreement(check: Callable[[str], object], address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether ``check`` lets an address through that Python's list holds for special."""
    return not check(str(address)) and (not address.is_global or address.is_multicast or address.is_reserved)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_holds_for_special(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    mapped = isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address in ipaddress.ip_network("64:ff9b::/96")
    )
    assume(not mapped)  # judged by what it carries, which this test meets as such
    assert not disagreement(special, address)


@given(st.ip_addresses(v=4))
@example(ipaddress.IPv4Address("127.0.0.1"))
@example(ipaddress.IPv4Address("8.8.8.8"))
def test_what_carries_an_ipv4_address_is_what_it_carries(address: ipaddress.IPv4Address) -> None:
    carriers = (f"::ffff:{address}", f"64:ff9b::{address}")
    assert {special(carrier) for carrier in carriers} == {special(str(address))}


def test_the_check_sees_what_a_list_of_private_networks_forgets() -> None:
    def naive(address: str) -> bool:
        return ipaddress.ip_address(address).is_private

    missed = [text for text in REFUSED if disagreement(naive, ipaddress.ip_address(text))]
    assert {"100.64.0.1", "224.0.0.1"} <= set(missed)
