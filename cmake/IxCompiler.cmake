# SPDX-License-Identifier: Apache-2.0
# Compiler settings shared by every target, carried by the interface target ix_options.

add_library(ix_options INTERFACE)
target_compile_options(ix_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual>
  $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
  -ffunction-sections -fdata-sections
  # See ix_small in IxLayers.cmake.
  $<$<AND:$<CONFIG:Release>,$<BOOL:$<TARGET_PROPERTY:IX_SMALL>>>:-Os>)
if(IX_WERROR)
  target_compile_options(ix_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # With optimisation GCC 12 warns of its own std::string and std::vector (GCC bugs 105329, 105651
  # and 104475); newer ones and clang check the same code.
  target_compile_options(ix_options INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:-Wno-use-after-free>
    $<$<NOT:$<CONFIG:Debug>>:-Wno-restrict>
    $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>)
endif()
target_link_options(ix_options INTERFACE -Wl,--gc-sections)
if(IX_LTO AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Only the shared library is optimised at link time; a program that links the layers' fat objects
  # would be too, unasked, and take a minute each.
  target_link_options(ix_options INTERFACE
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-fno-lto>)
endif()

if(IX_SANITIZE)
  target_compile_options(ix_options INTERFACE -fsanitize=${IX_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(ix_options INTERFACE -fsanitize=${IX_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    # RapidJSON 1.1.0's stack adds to a null pointer, which this check calls undefined.
    target_compile_options(ix_options INTERFACE -fno-sanitize=pointer-overflow)
    target_link_options(ix_options INTERFACE -fuse-ld=lld-16)
  endif()
endif()

if(IX_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT ix_ipo_ok OUTPUT ix_ipo_output)
  if(ix_ipo_ok)
    set(IX_LTO_USABLE ON)
  else()
    message(WARNING "IX_LTO is on, but the compiler cannot do it: ${ix_ipo_output}")
  endif()
endif()

find_program(IX_CCACHE ccache)
if(IX_CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_C_COMPILER_LAUNCHER ${IX_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${IX_CCACHE})
endif()
