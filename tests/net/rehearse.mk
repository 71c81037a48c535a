# SPDX-License-Identifier: GPL-2.0-or-later
# A long run of tests/net/test_rehearse_end: N kills of a rehearsal's processes, at moments that
# SEED chooses.
rehearsal-kills: all
	@KILLS=$(or $(N),300) SEED=$(or $(SEED),1) $(RUN_TESTS) --limit $$(($(or $(N),300) * 10 + 120)) \
		tests/net/test_rehearse_end
.PHONY: rehearsal-kills
