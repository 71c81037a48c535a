#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""without.py SYSCALL=ERRNO… -- COMMAND…: runs a command where a seccomp filter refuses these
system calls, as a container's does. x86-64 and arm64."""
import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {"x86_64": {"bpf": 321, "perf_event_open": 298, "setns": 308, "unshare": 272},
           "aarch64": {"bpf": 280, "perf_event_open": 241, "setns": 268, "unshare": 97}}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_SECCOMP, MODE_FILTER = 22, 2


def program(refused):
    out = [(LOAD, 0, 0, 0)]  # seccomp_data.nr
    for number, code in refused:
        out += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | code)]
    return out + [(RETURN, 0, 0, ALLOW)]


def main():
    words = sys.argv[1:sys.argv.index("--")]
    numbers = NUMBERS[platform.machine()]
    refused = [(numbers[w.split("=")[0]], getattr(errno, w.split("=")[1])) for w in words]
    rows = b"".join(struct.pack("HBBI", *row) for row in program(refused))
    buffer = ctypes.create_string_buffer(rows)
    fprog = struct.pack("HxxxxxxP", len(rows) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.create_string_buffer(fprog), 0, 0):
        sys.exit("seccomp: " + os.strerror(ctypes.get_errno()))
    command = sys.argv[sys.argv.index("--") + 1:]
    os.execvp(command[0], command)


main()
