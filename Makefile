# SPDX-License-Identifier: GPL-2.0-or-later
# pkiready: `make` builds, `sudo make check` tests, `sudo make run ARGS="…"` examines this host.
# A new file needs no line here. V=1 shows the commands; PLATFORM=null builds the null host.

PLATFORM ?= linux
PREFIX ?= /usr/local
VERSION := 0.1.0
BUILD ?= build/$(PLATFORM)
CFLAGS ?= -O2 -g
LIBS := libcurl openssl libpcap libnftnl libmnl libunbound ldns libidn2 libpsl jansson libpcre2-8
include platform/$(PLATFORM)/platform.mk

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Werror=implicit-function-declaration
PKG := $(or $(PLATFORM_HEADERS),$(shell pkg-config --cflags $(LIBS) $(PLATFORM_LIBS) 2>/dev/null))
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -DPKIREADY_VERSION='"$(VERSION)"' $(WARN) -fstack-protector-strong \
	-Isrc -Iplatform $(PKG) $(PLATFORM_CFLAGS) $(CFLAGS)
ALL_LIBS = $(shell pkg-config --libs $(LIBS) $(PLATFORM_LIBS)) $(PLATFORM_LDLIBS)

SRC := $(filter-out src/main.c $(SYNTAX_ONLY),$(wildcard src/*.c src/*/*.c)) $(wildcard platform/$(PLATFORM)/*.c) \
	$(PLATFORM_SHARED)
OBJ := $(SRC:%.c=$(BUILD)/%.o)
LIB := $(BUILD)/libpkiready.a
BIN := $(BUILD)/pkiready

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# Under sudo what is built belongs to the user who called it, where that user may write here.
JOBS ?= $(shell nproc)
ROOT := $(filter 0,$(shell id -u))
AS_USER := $(if $(and $(ROOT),$(SUDO_USER)),$(shell runuser -u '$(SUDO_USER)' -- test -w . \
	2>/dev/null && echo "runuser -u '$(SUDO_USER)' --"))
SUBMAKE = $(AS_USER) $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

all: $(BIN)

$(BIN): $(BUILD)/src/main.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(LIB): $(OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile | $(PLATFORM_NEEDS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# -- to use it
deps:
	@.ci/deps build

deps-test:
	@.ci/deps test

# Its exit code (0 ready, 1 not ready, 2 cannot tell) is a result, not a failure of make.
run:
	@[ -n '$(ROOT)' ] || { echo 'make run examines this host as root: sudo make run ARGS="…"' >&2; exit 1; }
	@.ci/deps build
	+@$(SUBMAKE) all
	@$(BIN) diagnose $(ARGS) || { s=$$?; [ $$s -le 2 ] || exit $$s; }

SHARE = $(DESTDIR)$(PREFIX)/share
install:
	+@$(SUBMAKE) all
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/sbin/pkiready
	install -D -m 644 man/pkiready.8 $(SHARE)/man/man8/pkiready.8
	install -D -m 644 completions/pkiready.bash $(SHARE)/bash-completion/completions/pkiready
	install -D -m 644 completions/pkiready.zsh $(SHARE)/zsh/site-functions/_pkiready
	install -D -m 644 completions/pkiready.fish $(SHARE)/fish/vendor_completions.d/pkiready.fish
	install -D -m 644 -t $(SHARE)/pkiready src/pkiready.schema.json src/firewall.schema.json \
		src/watch.schema.json
	install -D -m 644 -t $(SHARE)/doc/pkiready LICENSE README.md

# -- to work on it
format:
	clang-format -i $(wildcard src/*.c src/*/*.c platform/*/*.c tests/*.c tests/*/*.c)

# A compile check: what is above the OS compiles for Windows, probes and loop parse.
windows:
	+@$(SUBMAKE) PLATFORM=windows objects

objects: $(OBJ) $(SYNTAX_ONLY:%.c=$(BUILD)/%.parsed)

$(BUILD)/%.parsed: %.c Makefile | $(PLATFORM_NEEDS)
	@mkdir -p $(@D)
	$(call say,PARSE,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $(@:.parsed=.d) -fsyntax-only $< && touch $@

clean:
	rm -rf build

-include tests/tests.mk
-include $(OBJ:.o=.d) $(SYNTAX_ONLY:%.c=$(BUILD)/%.d) $(BUILD)/src/main.d

.PHONY: all deps deps-test run install format windows objects clean
.DELETE_ON_ERROR:
