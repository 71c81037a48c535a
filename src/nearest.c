/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nearest.h"

#include <string.h>

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Row i of the distance matrix, from the two rows before it. */
static void fill_row(int rows[3][NEAREST_MAX + 1], const char *a, const char *b, int i)
{
	int *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
	now[0] = i;
	for (int j = 1; b[j - 1]; j++) {
		int same = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
		now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + same);
		if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
			lower(a[i - 2]) == lower(b[j - 1]))
			now[j] = least(now[j], earlier[j - 2] + 1);
	}
}

int nearest_distance(const char *a, const char *b)
{
	size_t an = strlen(a), bn = strlen(b);
	if (an > NEAREST_MAX || bn > NEAREST_MAX)
		return NEAREST_MAX + 1;
	int rows[3][NEAREST_MAX + 1];
	for (int j = 0; j <= (int)bn; j++)
		rows[0][j] = j;
	for (int i = 1; i <= (int)an; i++)
		fill_row(rows, a, b, i);
	return rows[an % 3][bn];
}

void nearest_offer(struct nearest *n, const char *typed, const char *candidate)
{
	size_t len = strlen(typed);
	int limit = least(len / 3 > 1 ? (int)(len / 3) : 1, 3);
	int distance = nearest_distance(typed, candidate);
	if (distance > limit && len > 1 && strncmp(typed, candidate, len) == 0)
		distance = limit;
	if (distance > limit || (n->word && distance >= n->distance))
		return;
	n->word = candidate;
	n->distance = distance;
}
