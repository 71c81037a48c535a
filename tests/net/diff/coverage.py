# SPDX-License-Identifier: GPL-2.0-or-later
"""The coverage table: each expression, match, target and set kind by what the kernel counted,
and the one list of cells that cannot fill, with the reason."""

LEAST = 50  # packets in each cell of a long run

# kinds of rule parts, and which of matched, not matched, decided they cannot have
NO_OTHER_SIDE = "a statement: it holds whenever it is reached"
GOES_ON = "goes on to the next rule: another one decides"
NAT = "accepts in a nat chain: the filter behind it decides"
EMPTY = {
    "not": {
        NO_OTHER_SIDE: (
            "ACCEPT CLASSIFY CONNMARK CT DNAT DROP DSCP LOG MARK NETMAP NFLOG NOTRACK REDIRECT REJECT RETURN TOS TRACE"
            " AUDIT IDLETIMER ECN TCPOPTSTRIP CHECKSUM HMARK TCPMSS TEE TPROXY SYNPROXY NFQUEUE SET SNAT accept continue"
            " dnat drop goto jump log none notrack redirect reject return fwd dup snat tproxy comment").split()
        + ["DNAT port", "REJECT reset", "TTL HL", "CONNMARK add", "NFQUEUE bypass", "counter object", "dnat map", "dnat port",
           "redirect map", "reject ingress", "object counter", "object limit", "object quota", "object counter map",
           "object limit map", "object quota map", "object synproxy", "synproxy", "set mark", "set mark shift", "set ct mark",
           "set ct label", "set ct zone", "set priority", "write ip", "write ip6", "write tcp", "dynset", "dynset full",
           "dynset limit", "dynset lookup", "ct event", "strip option", "ct helper object", "ct timeout object",
           "ct expectation object"],
        "true of every packet here": ["sdif", "secpath", "-i+", "ct direction", "rt ipsec"],
    },
    "decided": {
        GOES_ON: "dup tproxy CLASSIFY CONNMARK CT DSCP LOG MARK NFLOG NOTRACK TOS TRACE RETURN return continue jump goto none SET AUDIT"
        " IDLETIMER ECN TCPOPTSTRIP CHECKSUM HMARK TCPMSS TEE".split() + ["TTL HL", "CONNMARK add"],
        NAT: "DNAT NETMAP REDIRECT SNAT dnat redirect snat".split() + ["DNAT port", "dnat map", "dnat port", "redirect map"],
    },
    "matched": {
        "no packet here has it, inverted or not (the engine's BREAK is what is held against the kernel)": [
            "cgroup", "ct helper", "esp ah", "frag v6", "helper", "owner", "skuid", "socket", "vlan", "osf xt", "realm",
            "other protocols", "string", "connbytes", "other protocols xt", "icmp", "icmp6", "extension headers", "ipsec", "inner header"],
    },
}
EMPTY["decided"]["no packet matches"] = next(iter(EMPTY["matched"].values()))


def reason(column, kind):
    """Why this cell stays empty; None when it must not."""
    bare = kind.rstrip("!= ")
    for why, kinds in EMPTY[column].items():
        if bare in kinds or kind in kinds:
            return why
    # the verdict or value of a map is a statement as well
    if column == "not" and (kind.startswith(("vmap", "map "))):
        return NO_OTHER_SIDE
    return None


def table(cells):
    """Prints all cells; returns how many rows are full and how many there are."""
    full, used = 0, {}
    print(f"{'':32} {'matched':>8} {'not':>8} {'decided':>8}")
    for kind in sorted(cells):
        row, short = [], False
        for column, n in zip(("matched", "not", "decided"), cells[kind]):
            why = reason(column, kind) if n < LEAST else None
            if why:
                used.setdefault((column, why), []).append(kind)
            short |= n < LEAST and not why
            row.append(f"{n:8d}" if not why or n else f"{'-':>8}")
        full += not short
        print(f"{kind:32} {' '.join(row)}{'  *' if short else ''}")
    print(f"{full} of {len(cells)} rows are full (*: a cell below {LEAST}). Cells that cannot fill:")
    for (column, why), kinds in sorted(used.items()):
        print(f"  {column}: {why}: {', '.join(kinds)}")
