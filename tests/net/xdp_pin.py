#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""xdp_pin.py PATH: loads an XDP program that drops TCP to port 443 over IPv4, and pins it
there (a path in a bpf file system), for `ip link set dev I xdpgeneric pinned PATH`."""
import ctypes
import struct
import sys

SYS_BPF, PROG_LOAD, OBJ_PIN, TYPE_XDP = 321, 5, 6, 6
DPORT_AT, HEADERS = 14 + 20 + 2, 14 + 20 + 20


def insn(op, dst=0, src=0, off=0, imm=0):
    return struct.pack("<BBhi", op, dst | src << 4, off, imm)


PROGRAM = b"".join([
    insn(0x61, 2, 1, 0),              # r2 = data
    insn(0x61, 3, 1, 4),              # r3 = data_end
    insn(0xbf, 4, 2),                 # r4 = r2
    insn(0x07, 4, imm=HEADERS),       # r4 += HEADERS
    insn(0x2d, 4, 3, 4),              # too short: pass
    insn(0x69, 5, 2, DPORT_AT),       # r5 = destination port, as on the wire
    insn(0x55, 5, off=2, imm=0xbb01),  # not 443: pass
    insn(0xb7, 0, imm=1),             # XDP_DROP
    insn(0x95),
    insn(0xb7, 0, imm=2),             # XDP_PASS
    insn(0x95),
])


def bpf(command, attr):
    libc = ctypes.CDLL(None, use_errno=True)
    buf = ctypes.create_string_buffer(attr, 128)
    got = libc.syscall(SYS_BPF, command, buf, 128)
    if got < 0:
        sys.exit(f"bpf({command}): errno {ctypes.get_errno()}")
    return got


code = ctypes.create_string_buffer(PROGRAM, len(PROGRAM))
licence = ctypes.create_string_buffer(b"GPL")
fd = bpf(PROG_LOAD, struct.pack("<IIQQ", TYPE_XDP, len(PROGRAM) // 8, ctypes.addressof(code),
                                ctypes.addressof(licence)))
path = ctypes.create_string_buffer(sys.argv[1].encode())
bpf(OBJ_PIN, struct.pack("<QI", ctypes.addressof(path), fd))
