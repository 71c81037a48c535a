/* SPDX-License-Identifier: GPL-2.0-or-later */
/* firewalld over D-Bus. Always in a process of its own (apart.h): calls may hang. */
#ifndef PKIREADY_LINUX_FIREWALLD_CALL_H
#define PKIREADY_LINUX_FIREWALLD_CALL_H

#include <systemd/sd-bus.h>

/* dbus-daemon(1): where the system bus listens */
#define FIREWALLD_SOCKET "/run/dbus/system_bus_socket"
#define FIREWALLD_NAME "org.fedoraproject.FirewallD1"
#define FIREWALLD_PATH "/org/fedoraproject/FirewallD1"

/* The system bus at its one place: no variable of the environment leads elsewhere. Both
 * give a negative errno on failure. */
int firewalld_bus_open(sd_bus **bus);
/* Calls a method with up to two strings (NULL: none); asking starts no service. */
int firewalld_call(sd_bus *bus, const char *to, const char *object,
	const char *interface, const char *method, const char *arg1, const char *arg2,
	sd_bus_message **reply);

#endif
