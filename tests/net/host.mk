# SPDX-License-Identifier: GPL-2.0-or-later
# One verb of the host, for tests/net/test_host_*.
$(BUILD)/tests/net/show_host: $(BUILD)/tests/net/show_host.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_host
-include $(BUILD)/tests/net/show_host.d
.SECONDARY: $(BUILD)/tests/net/show_host.o
