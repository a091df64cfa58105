# SPDX-License-Identifier: Apache-2.0
# ix_skipped_test(NAME REASON): a test that cannot run here, and says why (ctest: "Skipped").
include_guard()

function(ix_skipped_test name reason)
  add_test(NAME ${name} COMMAND sh -c "echo 'SKIP: ${reason}'; exit 77")
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

# ix_proof(SUITE PROGRAM TIMEOUT): `PROGRAM --prove` shows that the suite notices deliberate defects.
function(ix_proof suite program timeout)
  set(name ${suite}_proves_itself)
  if(IX_SANITIZE)
    ix_skipped_test(${name} "what notices a defect does not differ here")
    return()
  endif()
  add_test(NAME ${name} COMMAND ${program} --prove)
  set_tests_properties(${name} PROPERTIES LABELS ${suite} TIMEOUT ${timeout})
endfunction()
