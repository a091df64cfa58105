# SPDX-License-Identifier: Apache-2.0
# `cpack` in the build folder makes a Debian package of each installed component.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME interactions)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Interactions SDK maintainers <noreply@invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev)
if(TARGET interactions_sandbox)
  list(APPEND CPACK_COMPONENTS_ALL sandbox)
endif()
if(TARGET interactions_jni)
  list(APPEND CPACK_COMPONENTS_ALL java)
  # Without the jar, which `all` does not make, the others are packed.
  file(WRITE ${PROJECT_BINARY_DIR}/CPackWithJar.cmake
    "if(NOT EXISTS \"${ix_jar}\")\n  list(REMOVE_ITEM CPACK_COMPONENTS_ALL java)\nendif()\n")
  set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/CPackWithJar.cmake)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/src)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION libs)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${ix_runtime_package})
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
  "local-first client core for business communication: shared library
 Recent communication grouped by person, threads of messages and calls, and a send
 that never loses and never doubles a message.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libinteractions-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "${ix_runtime_package} (= ${PROJECT_VERSION})")
set(ix_codec_packages "")
if(IX_WITH_IMAGES)
  set(ix_codec_packages "libjpeg62-turbo-dev, libpng-dev, libwebp-dev, ")
endif()
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "libcurl4-openssl-dev, libsqlite3-dev, libphonenumber-dev, \
libutf8proc-dev, libssl-dev, ${ix_codec_packages}interactions-sandbox")
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_COMPONENT_DEV_DESCRIPTION
  "local-first client core for business communication: headers
 C and C++ headers, the static library, and files for CMake and pkg-config. Who links the
 static library needs the suggested packages, too.")

set(CPACK_DEBIAN_SANDBOX_PACKAGE_NAME interactions-sandbox)
set(CPACK_DEBIAN_SANDBOX_PACKAGE_SECTION devel)
set(CPACK_COMPONENT_SANDBOX_DESCRIPTION
  "local-first client core for business communication: a backend to develop against
 A small company on 127.0.0.1 whose colleagues and customers answer.")

set(CPACK_DEBIAN_JAVA_PACKAGE_NAME libinteractions-java)
set(CPACK_DEBIAN_JAVA_PACKAGE_SECTION java)
set(CPACK_DEBIAN_JAVA_PACKAGE_DEPENDS
  "${ix_runtime_package} (= ${PROJECT_VERSION}), default-jre-headless | java8-runtime-headless")
set(CPACK_COMPONENT_JAVA_DESCRIPTION
  "local-first client core for business communication: for Kotlin and Java
 The classes of the Kotlin binding (/usr/share/java/interactions.jar) and their native half,
 where the JVM looks for it. An app brings the Kotlin standard library and
 kotlinx-coroutines.")

include(CPack)
