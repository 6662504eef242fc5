// One parser of feeds under libFuzzer. Built by a compiler without it, the program reads the files that it is given, once each.

#include "gis/feeds/parser.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace isopolis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Catalogue kCatalogue = [] {
        Catalogue catalogue;
        catalogue.profile.zone = "Europe/London";
        catalogue.profile.mqtt.push_back({.topic = "#", .time = "/t", .sensor = "/id", .readings = {{"/no2", "no2", "ppb"}}});
        return catalogue;
    }();
    const RawItem item{.src = SourceId(0),
                       .recv_us = 0,
                       .body = std::string(reinterpret_cast<const char*>(data), size),
                       .contentType = {},
                       .topicOrUrl = "a/b",
                       .etag = {}};
    static_cast<void>(detectFeedKind(item));
    const ParseResult r = parsePayload(*feedKindOf(ISOPOLIS_FUZZ_KIND), item, kCatalogue);
    for (const Obs& o : r.accepted)
        if (!std::isfinite(o.v) || o.t < 0 || o.ds.index() >= r.newStreams.size())
            std::abort();
    return 0;
}

#ifdef ISOPOLIS_FUZZ_FILES
int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        const std::string body((std::istreambuf_iterator<char>(in)), {});
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(body.data()), body.size());
    }
    return 0;
}
#endif
