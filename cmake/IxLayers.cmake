# SPDX-License-Identifier: Apache-2.0
# ix_layer(NAME [FAST file...] USES layer... LIBRARIES target...): one static library for each folder
# of src/. A release is built for size, but for the FAST files, which work on every row, item or byte.
# The same arrows are checked against the #include lines by tests/cmake/check_layers.py.

# ix_small(TARGET [FAST file...])
function(ix_small target)
  cmake_parse_arguments(ARG "" "" "FAST" ${ARGN})
  set_target_properties(${target} PROPERTIES IX_SMALL ON)
  if(IX_UNITY)
    # A dozen files at once takes half the time.
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    # What is compiled from another file looks to GCC as if two had it.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  # Files with options of their own are compiled by themselves, also where these come to nothing.
  if(NOT IX_UNITY OR CMAKE_BUILD_TYPE STREQUAL "Release")
    set_source_files_properties(${ARG_FAST} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O2>)
  endif()
endfunction()

function(ix_layer name)
  cmake_parse_arguments(ARG "" "" "FAST;USES;LIBRARIES;SUBDIRS" ${ARGN})
  string(REPLACE "/" "_" target "ix_${name}")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  foreach(sub IN LISTS ARG_SUBDIRS)
    file(GLOB more CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/${sub}/*.cpp)
    list(APPEND sources ${more})
  endforeach()
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE ix_options)
    list(TRANSFORM ARG_FAST PREPEND ${name}/)
    list(TRANSFORM ARG_FAST APPEND .cpp)
    ix_small(${target} FAST ${ARG_FAST})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_CURRENT_SOURCE_DIR}
    ${PROJECT_SOURCE_DIR}/include)
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${target} ${scope} ix_${used})
  endforeach()
  target_link_libraries(${target} ${scope} ${ARG_LIBRARIES})
  if(IX_LTO_USABLE AND sources)
    # Fat objects: the shared library is linked with LTO, the test programs without.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-flto -ffat-lto-objects>)
  endif()
endfunction()
