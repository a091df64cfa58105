# SPDX-License-Identifier: Apache-2.0
# Debian packages by purpose; sourced by examples/demo.sh and tests/run.sh.
# shellcheck disable=SC2034
build_packages=(gcc g++ cmake ninja-build ccache pkg-config libcurl4-openssl-dev libsqlite3-dev
  rapidjson-dev libphonenumber-dev libutf8proc-dev libssl-dev libcpp-httplib-dev
  libjpeg62-turbo-dev libpng-dev libwebp-dev)
homeserver_packages=(ca-certificates curl python3 python3-venv nginx-light openssl)
test_packages=(doctest-dev nlohmann-json3-dev clang-16 lld-16
  libclang-rt-16-dev clang-tidy-16 clang-format-16 abigail-tools
  openjdk-17-jdk-headless git binutils doxygen dpkg-dev
  file libimage-exiftool-perl)
