#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""typed.py TEXT KEYS [TEXT KEYS...] -- COMMAND...: runs a command on a terminal of its own;
whenever the next TEXT was shown, types KEYS ("\\n" and "^C" stand for those keys). Prints all
that was shown, and exits as the command does; 99 after 60 s."""
import os
import pty
import select
import signal
import sys
import time


def main():
    split = sys.argv.index("--")
    talk, command = sys.argv[1:split], sys.argv[split + 1:]
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    shown, seen, end = b"", 0, time.monotonic() + 60
    while time.monotonic() < end:
        if talk and talk[0].encode() in shown[seen:]:
            seen = len(shown)
            time.sleep(0.2)
            keys = talk[1].replace("\\n", "\n").replace("^C", "\x03")
            talk = talk[2:]
            os.write(fd, keys.encode())
        ready, _, _ = select.select([fd], [], [], 0.1)
        if not ready:
            continue
        try:
            data = os.read(fd, 4096)
        except OSError:
            data = b""
        if not data:
            break
        shown += data
    else:
        os.kill(pid, signal.SIGKILL)
    sys.stdout.buffer.write(shown)
    sys.stdout.flush()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.exit(99 if time.monotonic() >= end else status if status >= 0 else 128 - status)


main()
