/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A build without a platform captures nothing: its capture verb passes no descriptor. */
#include "packets.h"

#include <time.h>

struct packets *packets_new(void)
{
	return NULL;
}

void packets_free(struct packets *p)
{
	(void)p;
}

size_t packets_read(struct packets *p, int fd, const struct packet **out)
{
	(void)p;
	(void)fd;
	*out = NULL;
	return 0;
}

void packets_counted(int fd, struct packets_count *sum)
{
	(void)fd;
	(void)sum;
}

int64_t packets_now(void)
{
	return (int64_t)time(NULL) * 1000000000;
}

const char *packets_interface(struct packets *p, unsigned index)
{
	(void)p;
	(void)index;
	return "unknown";
}

bool packets_drain(int fd)
{
	(void)fd;
	return false;
}
