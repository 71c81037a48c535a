#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Odd DNS servers for tests/net/test_dns*. Prints a line when it listens.

dns_odd.py silent  ADDRESS                 takes queries and never answers
dns_odd.py rubbish ADDRESS                 answers with bytes that are no DNS message
dns_odd.py table   ADDRESS NAME=ADDR,... [NAME>TARGET]...
                                           a resolver that knows these names alone (no DNSSEC)
dns_odd.py relay   MS LOG ADDRESS=BACKEND...  passes UDP and TCP on, MS later each way, and logs
                                           "when ms, address, transport, name, type, in flight"
dns_odd.py auth    ADDRESS=ZONE=HABIT...   authoritative servers of one zone each, with a habit:
                                           good, silent, tcp-only, udp-only, wrong-id,
                                           wrong-question, lower-case, no-edns, formerr,
                                           few (REFUSED from the seventh in a second),
                                           cut, large,
                                           many, bomb, rubbish, refused, lame, regions, late
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


def record(owner, kind, data, ttl=300):
    return owner + struct.pack("!HHIH", kind, 1, ttl, len(data)) + data


def strings(text):
    data = text.encode()
    return b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255]
                    for i in range(0, len(data), 255))


def region_of(packet):
    """The first octet of the Client Subnet's address, and the whole option; or nothing."""
    at = packet.find(b"\0\x08\0\x07\0\x01\x18\0")
    return (packet[at + 8], packet[at:at + 11]) if at >= 0 else (None, b"")


def zone_answer(address, zone, habit, packet):
    """What a server of this zone says: records of the answer section, and OPT's data."""
    name, kind, _ = question(packet)
    apex = wire_name(zone)
    soa = wire_name("ns1." + zone) + wire_name("host." + zone)
    soa += struct.pack("!IIIII", 7, 7200, 900, 1209600, 60)
    ns = wire_name("ns1." + zone)
    if name == zone and kind == 6:
        return [record(b"\xc0\x0c", 6, soa)], b""
    if name == zone and kind == 2:
        return [record(b"\xc0\x0c", 2, ns)], b""
    if name == "ns1." + zone and kind == 1:
        return [record(b"\xc0\x0c", 1, ipaddress.ip_address(address).packed)], b""
    if name == "www." + zone and kind == 1:
        return [record(b"\xc0\x0c", 1, bytes([45, 33, 32, 20]))], b""
    if name == "www." + zone and kind == 257 and habit == "many":
        return [record(b"\xc0\x0c", 257, b"\0\5issue" + f"ca{i}.example".encode())
                for i in range(1000)], b""
    if name == "_dnsauth.www." + zone and kind == 16:
        if habit in ("large", "cut"):
            return [record(b"\xc0\x0c", 16, strings("x" * 64000))], b""
        if habit == "bomb":
            return [record(b"\xc0\x0c", 16, strings("small"))] * 5000, b""
        first, option = region_of(packet) if habit == "regions" else (None, b"")
        if option:
            option = option[:7] + b"\x18" + option[8:]
        value = "for the world" if first in (None, 75, 217) else "for China"
        return [record(b"\xc0\x0c", 16, strings(value))], option
    return None, record(apex, 6, soa)


def auth_message(address, zone, habit, packet, stream):
    name, _, end = question(packet)
    said, more = zone_answer(address, zone, habit, packet)
    asked = packet[12:end]
    flags, rcode, authority = 0x8400, 0, b""
    if said is None:
        authority, more, said = more, b"", []
        rcode = 0 if name in (zone, "www." + zone, "ns1." + zone) else 3
    head = packet[:2]
    if habit == "wrong-id":
        head = bytes([head[0] ^ 1, head[1]])
    if habit == "wrong-question":
        asked = b"\1x" + asked[2:] if asked[0] == 1 else bytes([asked[0]]) + b"#" + asked[2:]
    if habit == "lower-case":
        asked = asked.lower()
    if habit == "formerr" and packet[11]:  # it knows no OPT, and says so
        rcode, said, authority, more = 1, [], b"", b""
    if habit == "refused":
        rcode, said, authority = 5, [], b""
    if habit == "lame":
        flags, said, authority = 0x8000, [], b""
    opt = b"" if habit in ("no-edns", "formerr") else (
        b"\0" + struct.pack("!HHIH", 41, 1232, 0, len(more)) + more)
    body = asked + b"".join(said) + authority + opt
    counts = struct.pack("!HHHH", 1, len(said), bool(authority), bool(opt))
    if not stream and len(body) > 1200:
        flags, body = flags | 0x0200, asked
        counts = struct.pack("!HHHH", 1, 0, 0, 0)
    return (head + struct.pack("!H", flags | rcode) + counts + body)[:65535]


def bomb(packet, end):
    """Names that point to one another, thousands of records of them."""
    chain = b"".join(struct.pack("!H", 0xc000 | (end + 2 * i + 12 - 2)) for i in range(1, 4000))
    rest = (b"\xcf\xff" + struct.pack("!HHIH", 16, 1, 1, 2) + b"\1x") * 3000
    return (packet[:2] + struct.pack("!HHHHH", 0x8400, 1, 3000, 0, 0) + packet[12:end] + chain
            + rest)[:65000]


class Auth(asyncio.DatagramProtocol):
    """One zone at one address, by UDP and TCP."""

    def __init__(self, address, zone, habit):
        self.address, self.zone, self.habit = address, zone, habit
        self.began, self.n = 0.0, 0

    def too_many(self):
        if self.habit == "few" and time.monotonic() - self.began > 0.9:
            self.began, self.n = time.monotonic(), 0
        self.n += 1
        return self.habit == "few" and self.n > 6

    def connection_made(self, transport):
        self.transport = transport

    def say(self, packet, stream):
        if self.habit == "rubbish":
            return packet[:2] + b"\x84\0" + b"\xff" * 30
        name, kind, end = question(packet)
        if self.too_many():
            return packet[:2] + struct.pack("!HHHHH", 0x8405, 1, 0, 0, 0) + packet[12:end]
        if self.habit == "bomb" and stream and kind == 16:
            return bomb(packet, end)
        return auth_message(self.address, self.zone, self.habit, packet, stream)

    def datagram_received(self, packet, peer):
        if self.habit in ("silent", "tcp-only"):
            return
        wait = 1.0 if self.habit == "late" else 0.0
        asyncio.get_running_loop().call_later(
            wait, self.transport.sendto, self.say(packet, False), peer)

    async def stream(self, reader, writer):
        try:
            while True:
                (n,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(n)
                if self.habit in ("silent", "cut"):
                    await asyncio.sleep(3600)
                said = self.say(packet, True)
                writer.write(struct.pack("!H", len(said)) + said)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def auth(triples):
    loop = asyncio.get_running_loop()
    for triple in triples:
        address, zone, habit = triple.split("=")
        one = Auth(address, zone, habit)
        await loop.create_datagram_endpoint(lambda one=one: one, local_addr=(address, 53))
        if habit != "udp-only":
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
    elif kind == "auth":
        asyncio.run(auth(words))
    elif kind == "relay":
        asyncio.run(relay(float(words[0]), words[1], words[2:]))


main()
