# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, by component: runtime (the shared library), dev (headers, static
# library, CMake package, pkg-config file), sandbox (the backend to develop against), java (the jar of the
# Kotlin binding with its native half; only when it is asked for by name).
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
include(IxSbom)

set(ix_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/interactions)
set(ix_doc_dir ${CMAKE_INSTALL_DATADIR}/doc)

install(TARGETS interactions EXPORT interactionsTargets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT dev
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/interactions
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp"
  PATTERN "sandbox.h" EXCLUDE PATTERN "sandbox.hpp" EXCLUDE)
install(EXPORT interactionsTargets NAMESPACE interactions:: DESTINATION ${ix_cmake_dir}
  COMPONENT dev)

if(TARGET interactions_static)
  install(TARGETS interactions_static EXPORT interactionsStaticTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
  install(EXPORT interactionsStaticTargets NAMESPACE interactions:: DESTINATION ${ix_cmake_dir}
    COMPONENT dev)
  set(ix_find_modules PhoneNumber Utf8proc)
  if(IX_WITH_IMAGES)
    list(APPEND ix_find_modules WebP)
  endif()
  list(TRANSFORM ix_find_modules REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/cmake/Find\\1.cmake")
  install(FILES ${ix_find_modules}
    DESTINATION ${ix_cmake_dir}/modules COMPONENT dev)
endif()

if(TARGET interactions_sandbox)
  install(TARGETS interactions_sandbox EXPORT interactionsSandboxTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT sandbox
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sandbox
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sandbox)
  install(TARGETS interactions-sandbox RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT sandbox)
  install(FILES ${PROJECT_SOURCE_DIR}/include/interactions/sandbox.h
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/interactions COMPONENT sandbox)
  install(FILES ${PROJECT_SOURCE_DIR}/include/interactions/cpp/sandbox.hpp
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/interactions/cpp COMPONENT sandbox)
  install(EXPORT interactionsSandboxTargets NAMESPACE interactions:: DESTINATION ${ix_cmake_dir}
    COMPONENT sandbox)
endif()

# The jar is made by the target interactions_kotlin, which is not part of `all`.
if(TARGET interactions_jni)
  set(ix_jar ${PROJECT_BINARY_DIR}/bindings/kotlin/interactions.jar)
  # Where Debian's JVM looks for native libraries, and its programs for jars.
  install(TARGETS interactions_jni LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/jni
    COMPONENT java EXCLUDE_FROM_ALL)
  install(FILES ${ix_jar} DESTINATION ${CMAKE_INSTALL_DATADIR}/java COMPONENT java EXCLUDE_FROM_ALL)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
    DESTINATION ${ix_doc_dir}/libinteractions-java COMPONENT java EXCLUDE_FROM_ALL)
endif()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/interactionsConfig.cmake.in
  ${PROJECT_BINARY_DIR}/interactionsConfig.cmake INSTALL_DESTINATION ${ix_cmake_dir}
  NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may change the ABI.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/interactionsConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/interactionsConfig.cmake
  ${PROJECT_BINARY_DIR}/interactionsConfigVersion.cmake
  DESTINATION ${ix_cmake_dir} COMPONENT dev)

# Relative to where the file lies: what was unpacked anywhere works from there.
file(RELATIVE_PATH ix_pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" ix_pc_prefix ${ix_pc_prefix})
set(ix_pc_codecs "")
if(IX_WITH_IMAGES)
  set(ix_pc_codecs "-ljpeg -lpng -lwebp ")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/interactions.pc.in
  ${PROJECT_BINARY_DIR}/interactions.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/interactions.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

# Where Debian looks for them.
set(ix_runtime_package libinteractions${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
  DESTINATION ${ix_doc_dir}/${ix_runtime_package} COMPONENT runtime)
install(FILES ${ix_sbom} DESTINATION ${ix_doc_dir}/${ix_runtime_package} COMPONENT runtime)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
  DESTINATION ${ix_doc_dir}/libinteractions-dev COMPONENT dev)
install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${ix_doc_dir}/libinteractions-dev COMPONENT dev)
if(TARGET interactions_sandbox)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
    DESTINATION ${ix_doc_dir}/interactions-sandbox COMPONENT sandbox)
endif()
