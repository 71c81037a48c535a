# SPDX-License-Identifier: GPL-2.0-or-later
# A sender of SYNs, for tests/net/test_watch.
$(BUILD)/tests/net/flood: $(BUILD)/tests/net/flood.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

unit-build: $(BUILD)/tests/net/flood
-include $(BUILD)/tests/net/flood.d
.SECONDARY: $(BUILD)/tests/net/flood.o
