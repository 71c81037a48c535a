/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a cause was seen, in few words: "http and https of a and b at 1.2.3.4". */
#include "judge.h"

enum { AXIS_MAX = 4, LISTED = 4, TEXT_MAX = 4096 };

struct axis { /* the different values of one kind, in order of appearance */
	const char *v[AXIS_MAX];
	size_t n;
	bool over;
};

struct axes {
	struct axis names, ips, schemes;
};

static void add_value(struct axis *a, const char *s)
{
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], s) == 0)
			return;
	if (a->n == AXIS_MAX)
		a->over = true;
	else
		a->v[a->n++] = s;
}

/* Reserved addresses are not connected to: neither scheme nor port matters. */
static const char *scheme_words_of(const struct judging *j, const struct place *p)
{
	if (p->reserved)
		return "";
	return p->dial ? judge_s(j, "%d", scheme_port(p->scheme)) : scheme_str(p->scheme);
}

static struct axes axes_of(const struct judging *j, const place_list *list)
{
	struct axes x = {0};
	for (size_t i = 0; i < list->n; i++) {
		const struct place *p = list->v[i];
		char buf[IP_TEXT_MAX];
		add_value(&x.names, p->named->name->ascii);
		add_value(&x.ips, judge_s(j, "%s", ip_format(&p->addr->ip, buf)));
		add_value(&x.schemes, scheme_words_of(j, p));
	}
	return x;
}

/* Each combination of the values is among the places. */
static bool is_whole(const struct axes *x, const place_list *list)
{
	bool reserved = list->v[0]->reserved;
	size_t n = x->names.n * x->ips.n * x->schemes.n;
	if (x->names.over || x->ips.over || x->schemes.over)
		return false;
	return list->n == n || (reserved && list->n == 2 * n);
}

static const char *joined(const struct judging *j, const struct axis *a)
{
	struct text t;
	text_init(&t, judge_arena(j), TEXT_MAX);
	for (size_t i = 0; i < a->n; i++)
		text_printf(&t, "%s%s",
			i == 0          ? ""
			: i + 1 == a->n ? " and "
					: ", ",
			a->v[i]);
	return text_str(&t);
}

static const char *product(
	const struct judging *j, const struct axes *x, const struct place *p)
{
	const char *where =
		judge_s(j, "%s at %s", joined(j, &x->names), joined(j, &x->ips));
	if (p->reserved || (p->dial && strstr(p->end.what, "port ")))
		return where;
	return judge_s(j, "%s%s of %s",
		!p->dial           ? ""
		: x->schemes.n > 1 ? "ports "
				   : "port ",
		joined(j, &x->schemes), where);
}

static const char *one(const struct judging *j, const struct place *p)
{
	const place_list list = {.v = (const struct place *[]){p}, .n = 1};
	const struct axes x = axes_of(j, &list);
	return product(j, &x, p);
}

static const char *enumeration(const struct judging *j, const place_list *list)
{
	struct text t;
	size_t n = list->n < LISTED ? list->n : LISTED;
	text_init(&t, judge_arena(j), TEXT_MAX);
	for (size_t i = 0; i < n; i++)
		text_printf(&t, "%s%s", i ? ", " : "", one(j, list->v[i]));
	if (list->n > n)
		text_printf(&t, " and %d more", (int)(list->n - n));
	return text_str(&t);
}

static const char *details(const struct judging *j, const place_list *list)
{
	const char *first = list->v[0]->end.detail;
	bool same = true;
	for (size_t i = 1; i < list->n; i++) {
		const char *d = list->v[i]->end.detail;
		same = same && (d == first || (d && first && strcmp(d, first) == 0));
	}
	return first ? judge_s(j, " (%s%s)", same ? "" : "such as ", first) : "";
}

const char *place_words(const struct judging *j, const place_list *list)
{
	const struct axes x = axes_of(j, list);
	return judge_s(j, "%s%s",
		is_whole(&x, list) ? product(j, &x, list->v[0]) : enumeration(j, list),
		details(j, list));
}
