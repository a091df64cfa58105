# SPDX-License-Identifier: Apache-2.0
# ix_skipped_test(NAME REASON): a test that cannot run here, and says why (ctest: "Skipped").
include_guard()

function(ix_skipped_test name reason)
  add_test(NAME ${name} COMMAND sh -c "echo 'SKIP: ${reason}'; exit 77")
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()
