# SPDX-License-Identifier: GPL-2.0-or-later
# What a configuration says of requests, for tests/net/test_webconf.
$(BUILD)/tests/net/show_webconf: $(BUILD)/tests/net/show_webconf.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_webconf
-include $(BUILD)/tests/net/show_webconf.d
.SECONDARY: $(BUILD)/tests/net/show_webconf.o

# What the fixes would do, for tests/net/test_fix_web.
$(BUILD)/tests/net/show_fix_web: $(BUILD)/tests/net/show_fix_web.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_fix_web
-include $(BUILD)/tests/net/show_fix_web.d
.SECONDARY: $(BUILD)/tests/net/show_fix_web.o
