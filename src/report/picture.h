/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path as a picture: one line a name, one mark a stage. */
#ifndef PKIREADY_PICTURE_H
#define PKIREADY_PICTURE_H

#include "report/page.h"
#include "report/stage.h"

/* The character of a mark, and the colour that repeats what it says. */
const char *mark_str(enum mark m);
enum tint mark_tint(enum mark m);
enum mark mark_of_verdict(enum verdict v);

/*
 * The stages as columns under a heading, or, where the terminal is too narrow for that,
 * one wrapped paragraph a name. More names than a screen holds: those that fail come
 * first, and the rest is counted. Ends with the legend of the marks that were used.
 */
void picture_draw(struct page *p, const struct result *r);

/* How a name is shown to people: with its own letters where the terminal can. */
const char *picture_name(const struct page *p, const struct target *t, const char *ascii);

#endif
