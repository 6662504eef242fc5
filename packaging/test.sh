#!/usr/bin/env bash
# On a fresh Debian 12: installs, builds and runs all tests, those that need a display under a virtual one.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

bash packaging/install_packages.sh
[ -f build/release/build.ninja ] || cmake --preset release
cmake --build --preset release
ctest --preset release -j "$(nproc)"
