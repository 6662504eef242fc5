#include "app/commands/feed_parse.h"

#include "app/commands/console.h"
#include "app/commands/feed_commands.h"
#include "app/commands/files.h"
#include "gis/feeds/feed_source.h"
#include "gis/feeds/feed_time.h"

#include <algorithm>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20;
constexpr std::size_t kProblemsShown = 20;

struct ParseOptions {
    std::string file, kind, profile, topic;
};

std::size_t sensorsIn(const ParseResult& r, const Catalogue& catalogue)
{
    std::set<std::string_view> ids;
    for (const SensorNote& note : r.sensors)
        ids.insert(note.id);
    for (const Datastream& stream : r.newStreams)
        if (!stream.sensor.empty())
            ids.insert(stream.sensor);
    for (const Obs& o : r.accepted)
        if (const Datastream& stream = catalogue.streams[o.ds.index()]; !stream.sensor.empty())
            ids.insert(stream.sensor);
    return ids.size();
}

void print(const Console& console, const ParseResult& r, const Catalogue& catalogue, const json& answer)
{
    console.line("kind          " + std::string(feedKindName(r.kind)));
    console.line("observations  " + std::to_string(r.accepted.size()) + " of " + std::to_string(answer["sensors"].get<std::size_t>()) +
                 " sensors");
    if (!answer["first"].is_null())
        console.line("from          " + answer["first"].get<std::string>() + " to " + answer["last"].get<std::string>());
    for (const auto& [what, n] : r.counts)
        console.line(what + "  " + std::to_string(n));
    console.line("rejected      " + std::to_string(r.rejected.size()));
    for (std::size_t i = 0; i < std::min(kProblemsShown, r.rejected.size()); ++i)
        console.line("  byte " + std::to_string(r.rejected[i].offset) + ": " + r.rejected[i].reason);
    if (r.rejected.size() > kProblemsShown)
        console.line("  … all of them with --json");
    if (std::any_of(catalogue.streams.begin(), catalogue.streams.end(), [](const Datastream& s) { return s.sensor.empty(); }))
        console.line("note: the message does not name its sensor; its address does (--topic)");
}

void run(const ParseOptions& o, Console& console)
{
    auto body = readTextFile(o.file, kLargestFile);
    if (!body) {
        console.fail(body.error());
        return;
    }
    Catalogue catalogue;
    RawItem item{.src = SourceId(0),
                 .recv_us = 0,
                 .body = std::move(*body),
                 .contentType = {},
                 .topicOrUrl = o.topic.empty() ? o.file : o.topic,
                 .etag = {}};
    std::optional<FeedKind> kind = feedKindOf(o.kind);
    if (!o.profile.empty()) {
        auto text = readTextFile(o.profile, 1 << 20);
        auto source = text ? readFeedSource(*text, o.profile) : unexpected(text.error());
        if (!source) {
            console.fail(source.error());
            return;
        }
        catalogue.profile = source->profile;
        if (!kind)
            kind = source->kind;
    }
    if (!kind)
        kind = detectFeedKind(item);
    if (!kind) {
        std::string all;
        for (const std::string& name : feedKindNames())
            all += (all.empty() ? "" : ", ") + name;
        console.fail(Error{ErrorCode::Unsupported, "the message is of no kind that is known"}.in(o.file).cure(
            "Name its kind with --kind: " + all + "."));
        return;
    }
    const ParseResult r = parsePayload(*kind, item, catalogue);
    catalogue.apply(r);
    const json answer = parseJson(r, catalogue);
    if (r.refused) {
        if (console.json)
            console.answer(answer);
        else
            console.fail(Error{ErrorCode::BadFile, r.refused->reason}.in(o.file).at("byte " + std::to_string(r.refused->offset)));
        console.exitCode = kCouldNot;
        return;
    }
    if (!console.json)
        print(console, r, catalogue, answer);
    console.answer(answer);
}

}  // namespace

json parseJson(const ParseResult& r, const Catalogue& catalogue)
{
    json problems = json::array();
    if (r.refused)
        problems.push_back({{"reason", r.refused->reason}, {"offset", r.refused->offset}});
    for (const Rejected& problem : r.rejected)
        problems.push_back({{"reason", problem.reason}, {"offset", problem.offset}});
    json answer = {{"kind", feedKindName(r.kind)},
                   {"observations", r.accepted.size()},
                   {"rejected", problems.size()},
                   {"sensors", sensorsIn(r, catalogue)},
                   {"first", nullptr},
                   {"last", nullptr},
                   {"problems", problems},
                   {"catalogue", {{"sensors", r.sensors.size()}, {"streams", r.newStreams.size()}, {"sites", r.sites.size()}}},
                   {"counts", r.counts}};
    std::map<std::string, std::size_t> qualities, quantities;
    for (const Obs& o : r.accepted) {
        const Quality flag = qualityFlag(o.q);
        ++qualities[flag == Quality::Fail      ? "fail"
                    : flag == Quality::Suspect ? "suspect"
                    : flag == Quality::Missing ? "missing"
                                               : "not_evaluated"];
        ++quantities[catalogue.streams[o.ds.index()].quantity];
    }
    answer["quality"] = qualities;
    answer["quantities"] = quantities;
    if (!r.accepted.empty()) {
        const auto [first, last] =
            std::minmax_element(r.accepted.begin(), r.accepted.end(), [](const Obs& a, const Obs& b) { return a.t < b.t; });
        answer["first"] = isoTime(first->t);
        answer["last"] = isoTime(last->t);
    }
    if (r.refused)
        answer["error"] = {{"code", "bad_file"}, {"message", r.refused->reason},
                           {"file", ""},         {"feature", "byte " + std::to_string(r.refused->offset)},
                           {"field", ""},        {"cure", ""}};
    return answer;
}

void addFeedParse(CLI::App& feed, Console& console)
{
    auto o = std::make_shared<ParseOptions>();
    CLI::App* parse = feed.add_subcommand("parse", "What a recorded message would become; nothing is stored");
    parse->add_option("FILE", o->file, "message as a sensor network sent it, also gzipped")->required();
    parse->add_option("--kind", o->kind, "kind of feed; else it is told by its look")->check(CLI::IsMember(feedKindNames()));
    parse->add_option("--profile", o->profile, "source as in NAME.feeds.json: zone, period, columns, topics");
    parse->add_option("--topic", o->topic, "MQTT topic or address from which the message came");
    parse->callback([o, &console] { run(*o, console); });
}

}  // namespace isopolis
