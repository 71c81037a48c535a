# SPDX-License-Identifier: GPL-2.0-or-later
# The DNS probe alone, for tests/net/test_dns_*.
$(BUILD)/tests/net/show_dns: $(BUILD)/tests/net/show_dns.o $(BUILD)/tests/net/show_looks.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_dns
-include $(BUILD)/tests/net/show_dns.d $(BUILD)/tests/net/show_looks.d
.SECONDARY: $(BUILD)/tests/net/show_dns.o $(BUILD)/tests/net/show_looks.o
