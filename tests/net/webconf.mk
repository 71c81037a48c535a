# SPDX-License-Identifier: GPL-2.0-or-later
# What a configuration says of requests, for tests/net/test_webconf.
$(BUILD)/tests/net/show_webconf: $(BUILD)/tests/net/show_webconf.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_webconf
-include $(BUILD)/tests/net/show_webconf.d
.SECONDARY: $(BUILD)/tests/net/show_webconf.o
