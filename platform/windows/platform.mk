# SPDX-License-Identifier: GPL-2.0-or-later
# Windows by mingw-w64, for now a compile check: nothing is linked. Debian has no mingw build
# of curl, unbound and the others. Their headers are plain C, so they are linked into one
# directory, away from the rest of this system's headers.
CC := x86_64-w64-mingw32-gcc
AR := x86_64-w64-mingw32-ar
PLATFORM_HEADERS := -isystem $(BUILD)/include
PLATFORM_NEEDS := $(BUILD)/include/.linked
SYNTAX_ONLY := $(wildcard src/probes/*.c src/loop.c)
# Of plain C alone, and the same here.
PLATFORM_SHARED := platform/null/newfile.c

HEADERS := pcre2.h unbound.h unbound-event.h idn2.h libpsl.h jansson.h jansson_config.h pcap.h \
	curl/*.h openssl/*.h ldns/*.h pcap/*.h
# What a Windows build of ldns includes in their place.
WINSOCK := sys/socket.h netinet/in.h arpa/inet.h netdb.h

$(BUILD)/include/.linked: platform/windows/platform.mk
	@mkdir -p $(addprefix $(BUILD)/include/,curl openssl ldns pcap $(dir $(WINSOCK)))
	@for h in $(HEADERS); do \
		for dir in /usr/include /usr/include/$$(uname -m)-linux-gnu; do \
			for f in $$dir/$$h; do \
				[ ! -e "$$f" ] || ln -sf "$$f" $(BUILD)/include/$$(dirname $$h)/; \
			done; \
		done; \
	done
	@for h in $(WINSOCK); do echo '#include <ws2tcpip.h>' >$(BUILD)/include/$$h; done
	@touch $@
