# SPDX-License-Identifier: Apache-2.0
# The reference as web pages in BUILD/docs/html: cmake --build BUILD --target docs.
if(PROJECT_IS_TOP_LEVEL)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  find_program(IX_DOXYGEN doxygen)
  if(IX_DOXYGEN)
    file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/docs)
    add_custom_target(docs COMMAND ${IX_DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile VERBATIM)
  endif()
endif()
