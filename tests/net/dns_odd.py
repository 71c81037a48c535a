#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Odd DNS servers for tests/net/test_dns*. Prints a line when it listens.

dns_odd.py silent  ADDRESS                 takes queries and never answers
dns_odd.py rubbish ADDRESS                 answers with bytes that are no DNS message
dns_odd.py table   ADDRESS NAME=ADDR,... [NAME>TARGET]...
                                           a resolver that knows these names alone (no DNSSEC)
dns_odd.py relay   MS LOG ADDRESS=BACKEND...  passes UDP and TCP on, MS later each way, and logs
                                           "when ms, address, transport, name, type, in flight"
"""
import asyncio
import ipaddress
import socket
import struct
import sys
import time

TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 28: "AAAA", 43: "DS", 48: "DNSKEY"}


def question(packet):
    """Name, type and length of the question section."""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1").lower())
        at += 1 + packet[at]
    (kind,) = struct.unpack("!H", packet[at + 1:at + 3])
    return ".".join(labels) or ".", kind, at + 5


def wire_name(name):
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".")) + b"\0"


def table_answer(table, packet):
    name, kind, end = question(packet)
    body, count, owner, known = b"", 0, b"\xc0\x0c", True
    while name in table and isinstance(table[name], str):
        name = table[name]
        target = wire_name(name)
        body += owner + struct.pack("!HHIH", 5, 1, 60, len(target)) + target
        owner, count = target, count + 1
    for address in table.get(name, []):
        ip = ipaddress.ip_address(address)
        if (1 if ip.version == 4 else 28) == kind:
            body += owner + struct.pack("!HHIH", kind, 1, 60, len(ip.packed)) + ip.packed
            count += 1
    known = name in table
    flags = 0x8180 | (0 if known else 3)
    head = packet[:2] + struct.pack("!HHHHH", flags, 1, count, 0, 0)
    return head + packet[12:end] + body


def read_table(words):
    table = {}
    for word in words:
        if ">" in word:
            name, target = word.split(">")
            table[name] = target
        else:
            name, addresses = word.split("=")
            table[name] = addresses.split(",") if addresses else []
    return table


def serve_udp(address, answer):
    """One socket, one query after the other."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.bind((address, 53))
    print("ready", flush=True)
    while True:
        packet, peer = s.recvfrom(65535)
        said = answer(packet)
        if said is not None:
            s.sendto(said, peer)


class Relay(asyncio.DatagramProtocol):
    """Delays both ways, and counts what is in flight at each address."""

    def __init__(self, delay, log, address, backend):
        self.delay, self.log, self.address, self.backend = delay, log, address, backend
        self.in_flight = 0

    def connection_made(self, transport):
        self.transport = transport

    def note(self, transport, packet):
        name, kind, _ = question(packet)
        self.in_flight += 1
        self.log.write(f"{time.monotonic() * 1000:.0f} {self.address} {transport} {name} "
                       f"{TYPES.get(kind, kind)} {self.in_flight}\n")
        self.log.flush()

    def datagram_received(self, packet, peer):
        self.note("udp", packet)
        asyncio.ensure_future(self.pass_on(packet, peer))

    async def pass_on(self, packet, peer):
        await asyncio.sleep(self.delay)
        loop = asyncio.get_running_loop()
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setblocking(False)
        s.connect((self.backend, 53))
        await loop.sock_sendall(s, packet)
        said = await loop.sock_recv(s, 65535)
        s.close()
        await asyncio.sleep(self.delay)
        self.in_flight -= 1
        self.transport.sendto(said, peer)

    async def stream(self, reader, writer):
        await asyncio.sleep(2 * self.delay)  # the handshake, which the kernel hid
        back_reader, back_writer = await asyncio.open_connection(self.backend, 53)
        try:
            while True:
                (n,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(n)
                self.note("tcp", packet)
                await asyncio.sleep(self.delay)
                back_writer.write(struct.pack("!H", n) + packet)
                head = await back_reader.readexactly(2)
                said = await back_reader.readexactly(struct.unpack("!H", head)[0])
                await asyncio.sleep(self.delay)
                self.in_flight -= 1
                writer.write(head + said)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            back_writer.close()


async def relay(ms, path, pairs):
    loop = asyncio.get_running_loop()
    log = open(path, "a", encoding="utf-8")
    for pair in pairs:
        address, backend = pair.split("=")
        one = Relay(ms / 2000, log, address, backend)
        await loop.create_datagram_endpoint(lambda one=one: one, local_addr=(address, 53))
        await asyncio.start_server(one.stream, address, 53)
    print("ready", flush=True)
    await asyncio.sleep(3600)


def main():
    kind, *words = sys.argv[1:]
    if kind == "silent":
        serve_udp(words[0], lambda packet: None)
    elif kind == "rubbish":
        serve_udp(words[0], lambda packet: packet[:2] + b"\xff" * 20)
    elif kind == "table":
        table = read_table(words[1:])
        serve_udp(words[0], lambda packet: table_answer(table, packet))
    elif kind == "relay":
        asyncio.run(relay(float(words[0]), words[1], words[2:]))


main()
