# SPDX-License-Identifier: Apache-2.0
# Sets ix_sbom to a file in SPDX 2.3 (JSON): the library and what it was built with, by version.
set(ix_sbom ${PROJECT_BINARY_DIR}/interactions.spdx.json)
string(TIMESTAMP ix_sbom_created "%Y-%m-%dT%H:%M:%SZ" UTC)  # heeds SOURCE_DATE_EPOCH

# The version that pkg-config knows, or else the package of the system.
function(ix_version_of module package out)
  find_program(IX_PKG_CONFIG pkg-config)
  set(version "")
  if(IX_PKG_CONFIG AND module)
    execute_process(COMMAND ${IX_PKG_CONFIG} --modversion ${module} OUTPUT_VARIABLE version
      OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(NOT version)
    find_program(IX_DPKG_QUERY dpkg-query)
    if(IX_DPKG_QUERY)
      execute_process(COMMAND ${IX_DPKG_QUERY} -W -f "\${Version}" ${package}
        OUTPUT_VARIABLE version ERROR_QUIET)
    endif()
  endif()
  if(NOT version)
    set(version NOASSERTION)
  endif()
  set(${out} ${version} PARENT_SCOPE)
endfunction()

set(ix_sbom_packages "")
set(ix_sbom_relations "")
# ix_sbom_add(NAME LICENCE RELATION PKG_CONFIG_MODULE DEBIAN_PACKAGE)
function(ix_sbom_add name licence relation module package)
  ix_version_of("${module}" ${package} version)
  string(APPEND ix_sbom_packages ",
    {\"SPDXID\": \"SPDXRef-${name}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
     \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false,
     \"licenseConcluded\": \"${licence}\", \"licenseDeclared\": \"${licence}\",
     \"copyrightText\": \"NOASSERTION\"}")
  string(APPEND ix_sbom_relations ",
    {\"spdxElementId\": \"SPDXRef-interactions\", \"relationshipType\": \"${relation}\",
     \"relatedSpdxElement\": \"SPDXRef-${name}\"}")
  set(ix_sbom_packages ${ix_sbom_packages} PARENT_SCOPE)
  set(ix_sbom_relations ${ix_sbom_relations} PARENT_SCOPE)
endfunction()

ix_sbom_add(curl curl DYNAMIC_LINK libcurl libcurl4-openssl-dev)
ix_sbom_add(sqlite blessing DYNAMIC_LINK sqlite3 libsqlite3-dev)
ix_sbom_add(libphonenumber Apache-2.0 DYNAMIC_LINK "" libphonenumber-dev)
ix_sbom_add(utf8proc MIT DYNAMIC_LINK libutf8proc libutf8proc-dev)
ix_sbom_add(openssl Apache-2.0 DYNAMIC_LINK libcrypto libssl-dev)
if(IX_WITH_IMAGES)
  ix_sbom_add(libjpeg-turbo "IJG AND BSD-3-Clause AND Zlib" DYNAMIC_LINK libjpeg libjpeg62-turbo-dev)
  ix_sbom_add(libpng libpng-2.0 DYNAMIC_LINK libpng libpng-dev)
  ix_sbom_add(libwebp BSD-3-Clause DYNAMIC_LINK libwebp libwebp-dev)
endif()
ix_sbom_add(rapidjson MIT STATIC_LINK RapidJSON rapidjson-dev)

configure_file(${CMAKE_CURRENT_LIST_DIR}/interactions.spdx.json.in ${ix_sbom} @ONLY)
