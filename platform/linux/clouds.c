/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "clouds.h"

#include <string.h>
#include <strings.h>

const struct cloud_row *clouds_by_cloud_init(const char *word)
{
	for (const struct cloud_row *c = clouds; c->id; c++)
		for (size_t i = 0; i < 5 && c->cloud_init[i]; i++)
			if (strcasecmp(c->cloud_init[i], word) == 0)
				return c;
	return NULL;
}

const struct cloud_row *clouds_by_dmi(const char *file, const char *line)
{
	for (const struct cloud_row *c = clouds; c->id; c++)
		for (size_t i = 0; i < 4 && c->marks[i].file; i++)
			if (strcmp(c->marks[i].file, file) == 0 &&
				strncasecmp(line, c->marks[i].begins,
					strlen(c->marks[i].begins)) == 0)
				return c;
	return NULL;
}

/*
 * Marks: cloud-init's tools/ds-identify, and what each cloud's own guests show. Steps:
 * the console of each, ports 80 and 443 for everyone, IPv4 and IPv6.
 */
/* clang-format off */
const struct cloud_row clouds[] = {
	{
		.id = "alibaba",
		.name = "Alibaba Cloud",
		.marks = {{"product_name", "Alibaba Cloud"},
			{"sys_vendor", "Alibaba Cloud"}},
		.cloud_init = {"aliyun"},
		.security_group =
			"security group: ECS console > Network & Security > Security "
			"Groups > the instance's group > Inbound > Add Rule: Action "
			"Allow, Protocol Custom TCP, Destination (Current Instance) "
			"HTTP (80) and HTTPS (443), Source 0.0.0.0/0; with an IPv6 "
			"address once more with Source ::/0. A Deny rule with a "
			"smaller priority number wins over it",
	},
	{
		.id = "huawei",
		.name = "Huawei Cloud",
		.marks = {{"chassis_asset_tag", "HUAWEICLOUD"},
			{"sys_vendor", "Huawei Cloud"}},
		.cloud_init = {"huawei", "huaweicloud"},
		.security_group =
			"security group: console > Compute > Elastic Cloud Server > "
			"the server > Security Groups > the group's ID > Inbound Rules "
			"> Add Rule: Action Allow, Type IPv4, Protocol TCP, Ports "
			"80,443, Source 0.0.0.0/0; with an IPv6 address once more with "
			"Type IPv6, Source ::/0. The subnet's network ACL, if it has "
			"one, must allow them too",
	},
	{
		.id = "otc",
		.name = "Open Telekom Cloud",
		.marks = {{"chassis_asset_tag", "OpenTelekomCloud"}},
		.security_group =
			"security group: console > Computing > Elastic Cloud Server > "
			"the server > Security Groups > the group's ID > Inbound Rules "
			"> Add Rule: TCP, ports 80 and 443, Source 0.0.0.0/0; with an "
			"IPv6 address once more with Source ::/0",
	},
	{
		.id = "tencent",
		.name = "Tencent Cloud",
		.marks = {{"sys_vendor", "Tencent Cloud"},
			{"chassis_vendor", "Tencent Cloud"},
			{"product_name", "Tencent Cloud"}},
		.cloud_init = {"tencent", "tencentcloud", "qcloud"},
		.security_group =
			"security group: CVM console > Security Groups > the region > "
			"Modify Rules of the instance's group > Inbound rules > Add a "
			"Rule: Type Custom, Source 0.0.0.0/0, Protocol port "
			"TCP:80,443, Policy Allow; with an IPv6 address once more with "
			"Source ::/0. A Refuse rule above it wins. Lighthouse: the "
			"server > Firewall > Add rule",
	},
	{
		.id = "aws",
		.name = "Amazon Web Services",
		.marks = {{"sys_vendor", "Amazon EC2"}, {"bios_vendor", "Amazon EC2"},
			{"bios_version", "4.11.amazon"}, {"bios_version", "4.2.amazon"}},
		.cloud_init = {"aws", "aws-china", "aws-gov", "ec2", "lightsail"},
		.security_group =
			"security group: EC2 console > Instances > the instance > "
			"Security > the group > Edit inbound rules > Add rule: HTTP "
			"and HTTPS, Source Anywhere-IPv4, and again Anywhere-IPv6; "
			"Save rules. The subnet's network ACL must allow 80 and 443 "
			"in, and 1024-65535 out",
	},
	{
		.id = "azure",
		.name = "Microsoft Azure",
		.marks = {{"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77"}},
		.cloud_init = {"azure", "azure-china"},
		.security_group =
			"network security group: portal > Virtual machines > the "
			"machine > Networking > Create port rule > Inbound port rule: "
			"Source Any, Destination port ranges 80,443, Protocol TCP, "
			"Action Allow, a priority number below any Deny. The subnet "
			"may have a second network security group: both must allow it",
	},
	{
		.id = "gcp",
		.name = "Google Cloud",
		.marks = {{"product_name", "Google Compute Engine"},
			{"product_serial", "GoogleCloud-"}},
		.cloud_init = {"gce", "gcp"},
		.security_group =
			"VPC firewall rule: console > VPC network > Firewall > Create "
			"firewall rule: Ingress, Allow, Targets the instance's tag or "
			"all, Source IPv4 ranges 0.0.0.0/0, TCP 80,443; with an IPv6 "
			"address a second rule with Source ::/0. A hierarchical "
			"firewall policy of the organization comes first",
	},
	{
		.id = "oracle",
		.name = "Oracle Cloud Infrastructure",
		.marks = {{"chassis_asset_tag", "OracleCloud.com"}},
		.cloud_init = {"oracle"},
		.security_group =
			"security list or network security group: console > Networking "
			"> Virtual cloud networks > the VCN > the subnet > its "
			"security list > Add Ingress Rules: Source CIDR 0.0.0.0/0, IP "
			"Protocol TCP, Destination Port Range 80,443; with an IPv6 "
			"address once more with ::/0. Oracle's images also reject in "
			"the host's own iptables",
	},
	{
		.id = "digitalocean",
		.name = "DigitalOcean",
		.marks = {{"sys_vendor", "DigitalOcean"}},
		.cloud_init = {"digitalocean"},
		.security_group =
			"cloud firewall: control panel > Networking > Firewalls > the "
			"droplet's firewall > Inbound Rules > New rule: HTTP and "
			"HTTPS, Sources All IPv4 and All IPv6",
	},
	{
		.id = "hetzner",
		.name = "Hetzner Cloud",
		.marks = {{"sys_vendor", "Hetzner"}},
		.cloud_init = {"hetzner"},
		.security_group =
			"firewall: Hetzner Console > the project > Firewalls > the "
			"server's firewall > Inbound > Add rule: TCP 80 and TCP 443, "
			"Sources Any IPv4 and Any IPv6. A dedicated server has its own "
			"in Robot > the server > Firewall",
	},
	{
		.id = "vultr",
		.name = "Vultr",
		.marks = {{"sys_vendor", "Vultr"}},
		.cloud_init = {"vultr"},
		.security_group =
			"firewall group: console > Network > Firewall > the instance's "
			"group > Inbound IPv4 Rules: Accept HTTP and HTTPS from "
			"anywhere; the same under Inbound IPv6 Rules",
	},
	{
		.id = "ovh",
		.name = "OVHcloud",
		.marks = {{"sys_vendor", "OVH"}},
		.cloud_init = {"ovh", "ovhcloud"},
		.security_group =
			"security group and Edge Network Firewall: Horizon > Project > "
			"Network > Security Groups > Manage Rules > Add Rule: Custom "
			"TCP Rule, Ingress, ports 80 and 443, CIDR 0.0.0.0/0 and ::/0; "
			"Manager > Network > Public IP Addresses > the address > Edge "
			"Network Firewall: authorise TCP 80 and 443",
	},
	{
		.id = "scaleway",
		.name = "Scaleway",
		.marks = {{"sys_vendor", "Scaleway"}},
		.cloud_init = {"scaleway"},
		.security_group =
			"security group: console > CPU & GPU Instances > Security "
			"groups > the instance's group > Rules > Inbound: Accept TCP "
			"80 and TCP 443 from all IPs",
	},
	{
		.id = "linode",
		.name = "Akamai Linode",
		.marks = {{"sys_vendor", "Linode"}, {"sys_vendor", "Akamai"}},
		.cloud_init = {"linode", "akamai"},
		.security_group =
			"cloud firewall: Cloud Manager > Firewalls > the Linode's "
			"firewall > Rules > Add an Inbound Rule: HTTP and HTTPS, "
			"Sources All IPv4, All IPv6, Action Accept",
	},
	{
		.id = "upcloud",
		.name = "UpCloud",
		.marks = {{"sys_vendor", "UpCloud"}},
		.cloud_init = {"upcloud"},
		.security_group =
			"firewall: control panel > Servers > the server > Firewall > "
			"Incoming rules: accept TCP 80 and TCP 443, IPv4 and IPv6, "
			"from anywhere",
	},
	{
		.id = "exoscale",
		.name = "Exoscale",
		.marks = {{"product_name", "Exoscale"}},
		.cloud_init = {"exoscale"},
		.security_group =
			"security group: portal > Compute > Security Groups > the "
			"instance's group > Add rule: Ingress, TCP, ports 80 and 443, "
			"sources 0.0.0.0/0 and ::/0",
	},
	{
		.id = "ibm",
		.name = "IBM Cloud",
		.marks = {{"chassis_asset_tag", "ibmcloud"}},
		.cloud_init = {"ibmcloud", "ibm"},
		.security_group =
			"security group: console > VPC Infrastructure > Security "
			"groups > the group > Rules > Inbound > Create: TCP, ports 80 "
			"and 443, Source any. The subnet's access control list must "
			"allow them too",
	},
	{
		.id = "openstack",
		.name = "OpenStack",
		.generic = true,
		.marks = {{"product_name", "OpenStack"}, {"sys_vendor", "OpenStack"},
			{"chassis_asset_tag", "OpenStack"}},
		.cloud_init = {"openstack"},
		.security_group =
			"security group: dashboard > Project > Network > Security "
			"Groups > Manage Rules > Add Rule: Custom TCP Rule, Ingress, "
			"ports 80 and 443, CIDR 0.0.0.0/0; with an IPv6 address once "
			"more with ::/0",
	},
	{0},
};
/* clang-format on */
