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

# Random configurations of nginx and Apache, edited so that the file is served:
#   make check-fix-web N=2000 SEED=1
check-fix-web:
	@.ci/deps test
	+@$(SUBMAKE) all $(BUILD)/tests/net/show_fix_web
	@ONLY=random N=$(N) SEED=$(SEED) PKIREADY=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) tests/net/test_fix_web
.PHONY: check-fix-web
