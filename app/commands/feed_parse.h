#pragma once
/// `feed parse FILE`: a recorded message through its parser.
///
///   {"kind":"datex2","observations":2044,"rejected":0,"sensors":108,"first":"…","last":"…","problems":[{"reason","offset"}]}
///
/// A message that cannot be read at all has `error` besides, and exit code 1.

#include "gis/feeds/parser.h"

#include <nlohmann/json_fwd.hpp>

namespace CLI {
class App;
}

namespace isopolis {

class Console;

void addFeedParse(CLI::App& feed, Console& console);
/// `catalogue` after the result was applied.
nlohmann::json parseJson(const ParseResult& result, const Catalogue& catalogue);

}  // namespace isopolis
