# SPDX-License-Identifier: GPL-2.0-or-later
# pkiready: `make` builds, `make check` tests, `sudo make run` runs it on this host.
# A new file needs no line here. V=1 shows the commands; PLATFORM=null builds the null host.

PLATFORM ?= linux
PREFIX ?= /usr/local
VERSION := 0.1.0
BUILD ?= build/$(PLATFORM)
CFLAGS ?= -O2 -g
LIBS := libcurl openssl libpcap libnftnl libmnl libunbound ldns libidn2 libpsl jansson
include platform/$(PLATFORM)/platform.mk

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Werror=implicit-function-declaration
PKG := $(shell pkg-config --cflags $(LIBS) $(PLATFORM_LIBS) 2>/dev/null)
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -DPKIREADY_VERSION='"$(VERSION)"' $(WARN) -fstack-protector-strong \
	-Isrc -Iplatform $(PKG) $(PLATFORM_CFLAGS) $(CFLAGS)
ALL_LIBS = $(shell pkg-config --libs $(LIBS) $(PLATFORM_LIBS)) $(PLATFORM_LDLIBS)

SRC := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c)) $(wildcard platform/$(PLATFORM)/*.c)
OBJ := $(SRC:%.c=$(BUILD)/%.o)
LIB := $(BUILD)/libpkiready.a
BIN := $(BUILD)/pkiready

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

all: $(BIN)

$(BIN): $(BUILD)/src/main.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(LIB): $(OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

clean:
	rm -rf build

-include tests/tests.mk
-include $(OBJ:.o=.d) $(BUILD)/src/main.d

.PHONY: all clean
.DELETE_ON_ERROR:
