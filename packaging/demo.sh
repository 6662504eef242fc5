#!/usr/bin/env bash
# On a fresh Debian 12: installs, builds, makes the sample city and shows a scheme in the window; without a display it
# writes the report and three pictures instead. The second time it starts in seconds.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

bash packaging/install_packages.sh
[ -f build/release/build.ninja ] || cmake --preset release
cmake --build --preset release --target isopolis isopolis-cli

demo=$top/build/demo
cli=$top/build/release/bin/isopolis-cli
scheme="Calm the Old Bridge"
mkdir -p "$demo"
if [ ! -f "$demo/sample.gpkg" ]; then
    "$cli" city sample "$demo/sample.gpkg"
    "$cli" scenario add "$demo/sample.gpkg" "$scheme" --from assets/sample/old_bridge.scenario.json
fi
"$cli" compare "$demo/sample.gpkg" --scenario "$scheme"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${CI:-}" ]; then
    exec "$top/build/release/bin/isopolis" "$demo/sample.gpkg"
fi
"$cli" report "$demo/sample.gpkg" --scenario "$scheme" --output "$demo/report.pdf" --html "$demo/report.html"
"$cli" shot "$demo/sample.gpkg" --output "$demo/city.png"
"$cli" shot "$demo/sample.gpkg" --scenario "$scheme" --overlay no2_ug_m3/change --output "$demo/no2_change.png"
"$cli" shot "$demo/sample.gpkg" --scenario "$scheme" --overlay traffic/change --map --output "$demo/traffic_change.png"
echo "No display found, so instead of the window look at these in build/demo:"
echo "  report.pdf  report.html  city.png  no2_change.png  traffic_change.png"
