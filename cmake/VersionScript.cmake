# SPDX-License-Identifier: Apache-2.0
# Makes the linker version script from c_api/symbols.txt (lines: name since).
file(STRINGS ${SYMBOLS} lines REGEX "^ix_")
set(names "")
foreach(line IN LISTS lines)
  string(REGEX MATCH "^ix_[a-z0-9_]+" name "${line}")
  string(APPEND names "    ${name};\n")
endforeach()
file(WRITE ${OUTPUT} "IX_0 {\n  global:\n${names}  local:\n    *;\n};\n")
