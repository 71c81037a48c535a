/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of quotes (profile-quotes.tsv): profile(s), field, value, source key, quote;
 * included once, after the test's arena a. */

#define QUOTES "tests/fixtures/profile-quotes.tsv"

struct quote {
	char *profiles, *field, *value, *source, *text;
};
static struct quote quotes[256];
static size_t quote_count;

static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; (p = strstr(p, word)); p++) {
		if ((p == list || p[-1] == ',' || p[-1] == ' ') &&
			(!p[n] || p[n] == ',' || p[n] == ' '))
			return true;
	}
	return false;
}

static const struct quote *find_quote(const char *profile, const char *field)
{
	for (size_t i = 0; i < quote_count; i++) {
		if (in_list(quotes[i].profiles, profile) &&
			strcmp(quotes[i].field, field) == 0)
			return &quotes[i];
	}
	return NULL;
}

static void read_quotes(void)
{
	FILE *f = fopen(QUOTES, "r");
	char line[2048];
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		assert_true(quote_count < sizeof(quotes) / sizeof(*quotes));
		line[strcspn(line, "\n")] = '\0';
		char *rest = arena_str(a, line);
		struct quote *q = &quotes[quote_count++];
		q->profiles = strsep(&rest, "\t");
		q->field = strsep(&rest, "\t");
		q->value = strsep(&rest, "\t");
		q->source = strsep(&rest, "\t");
		q->text = strsep(&rest, "\t");
		assert_non_null(q->text);
		assert_null(rest);
	}
	fclose(f);
}
