/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of programs that make them anew whenever they like: an edit would be lost, or
 * undo what the program means. Their own way is told. */
#include "opening.h"

#include <string.h>

struct foreign {
	const char *owner; /* begins so */
	const char *guide; /* "%s": the ports with commas between */
};
static const struct foreign rows[] = {
	{"CSF", "Add the ports to TCP_IN (and TCP6_IN) in /etc/csf/csf.conf, or the "
		"addresses to /etc/csf/csf.allow, then: csf -r"},
	{"Shorewall", "Add to /etc/shorewall/rules: ACCEPT net $FW tcp PORT, then: "
		      "shorewall check && shorewall reload"},
	{"kube-proxy", "Open the port by the cluster's Service or NetworkPolicy."},
	{"Calico",
		"Allow the port by a GlobalNetworkPolicy or by FailsafeInboundHostPorts "
		"of Felix."},
	{"Cilium", "Allow the port by a CiliumNetworkPolicy."},
	{"Flannel", "Open the port by the cluster's NetworkPolicy."},
	{"Weave", "Open the port by the cluster's NetworkPolicy."},
	{"CNI", "Publish the port by the container's own configuration (portmap)."},
	{"libvirt",
		"Let it in by the network's own definition: virsh net-edit NETWORK, or "
		"a hook in /etc/libvirt/hooks."},
	{"Tailscale",
		"tailscale set --netfilter-mode=nodivert keeps its rules out of the "
		"way; or allow the port in the tailnet's policy."},
	{"Podman",
		"Publish the port by podman run --publish; then: podman network reload "
		"--all"},
	{"Docker",
		"Publish the port by docker run --publish, or with the nftables backend "
		"mark the packets and start dockerd with --bridge-accept-fwmark."},
};

static const struct foreign *row_of(const struct opening *o)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (opening_owner_is(o, rows[i].owner))
			return &rows[i];
	return NULL;
}

static bool owns(const struct opening *o)
{
	return row_of(o) != NULL;
}

static enum open_result refuse(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct foreign *f = row_of(o);
	return opening_refuse(o,
		arena_printf(a, "%s decides, whose rules (%s) are %s's own to change",
			decider_place(a, &o->verdict->by),
			o->verdict->by.rule ? o->verdict->by.rule : "policy",
			o->verdict->by.owner),
		f->guide);
}

const struct firewall opener_foreign = {
	.name = "another program",
	.owns = owns,
	.open = refuse,
};
