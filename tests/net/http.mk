# SPDX-License-Identifier: GPL-2.0-or-later
# The reach and HTTP probes alone, for tests/net/test_http_*.
$(BUILD)/tests/net/show_http: $(BUILD)/tests/net/show_http.o $(FAKE) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_http
-include $(BUILD)/tests/net/show_http.d
.SECONDARY: $(BUILD)/tests/net/show_http.o
