#pragma once
/// One function a kind of message; called through `parsePayload` alone, which checks sizes first.
///
///   ParseResult r = parsers::openAq(item, catalogue);
///
/// What each kind means by a time, a unit and an id stands above its function.

#include "gis/feeds/parser.h"

namespace isopolis::parsers {

ParseResult sensorThings(const RawItem& item, const Catalogue& catalogue);
ParseResult mqttJson(const RawItem& item, const Catalogue& catalogue);
ParseResult gtfsRealtime(const RawItem& item, const Catalogue& catalogue);
ParseResult datex2(const RawItem& item, const Catalogue& catalogue);
ParseResult csvArchive(const RawItem& item, const Catalogue& catalogue);
ParseResult openAq(const RawItem& item, const Catalogue& catalogue);
ParseResult sensorCommunity(const RawItem& item, const Catalogue& catalogue);
ParseResult purpleAir(const RawItem& item, const Catalogue& catalogue);
ParseResult sosRest(const RawItem& item, const Catalogue& catalogue);
ParseResult ngsi(const RawItem& item, const Catalogue& catalogue);
ParseResult telraam(const RawItem& item, const Catalogue& catalogue);
ParseResult madrid(const RawItem& item, const Catalogue& catalogue);
ParseResult sparkplug(const RawItem& item, const Catalogue& catalogue);

}  // namespace isopolis::parsers
