#include "app/commands/feed_key.h"

#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/feeds/feed_runner.h"
#include "gis/feeds/connect/secrets.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

constexpr std::uintmax_t kLargestList = std::uintmax_t{1} << 22;
constexpr qint64 kLongestKey = 10'000;

struct KeyOptions {
    std::string project, sources, source;
    bool forget = false;
};

Expected<FeedSource> sourceOf(const KeyOptions& o)
{
    const std::filesystem::path list = o.sources.empty() ? feedSourcesPath(o.project) : std::filesystem::path(o.sources);
    auto text = readTextFile(list, kLargestList);
    if (!text)
        return unexpected(text.error());
    auto all = readFeedSources(*text, list.string());
    if (!all)
        return unexpected(all.error());
    const auto found = std::find_if(all->begin(), all->end(), [&o](const FeedSource& s) { return s.profile.name == o.source; });
    if (found == all->end())
        return unexpected(Error{ErrorCode::NotFound, "there is no source of this name"}.in(list.string()).at(o.source));
    if (found->secret.empty())
        return unexpected(Error{ErrorCode::BadValue, "this source needs no key: it names no entry of the keyring"}
                              .in(list.string())
                              .at(o.source)
                              .cure("Name one in its 'secret'."));
    return *found;
}

/// From the standard input: what stands on a command line is seen by others and kept in histories.
std::string readKey()
{
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return {};
    return in.readLine(kLongestKey).trimmed().toStdString();
}

Expected<void> key(const KeyOptions& o, Console& console)
{
    auto source = sourceOf(o);
    if (!source)
        return unexpected(source.error());
    const std::string given = o.forget ? std::string() : readKey();
    if (!o.forget && given.empty())
        return unexpected(Error{ErrorCode::BadValue, "no key came on the standard input"}.at(o.source).cure(
            "Type it and press Enter, or pipe it in from a password manager."));
    std::unique_ptr<QCoreApplication> application;  // the keyring answers through its loop
    int argc = 0;
    if (!QCoreApplication::instance())
        application = std::make_unique<QCoreApplication>(argc, nullptr);
    if (auto done = o.forget ? forgetSecret(*source) : storeSecret(*source, given); !done)
        return done;
    console.line(o.forget ? "the keyring has no key of this source any more" : "the keyring keeps the key of this source");
    console.answer({{"source", o.source}, {"entry", source->secret}, {"kept", !o.forget}});
    return {};
}

}  // namespace

void addFeedKey(CLI::App& feed, Console& console)
{
    auto o = std::make_shared<KeyOptions>();
    CLI::App* c = feed.add_subcommand("key", "Puts the key of a source into the system's keyring; reads it from the standard input");
    c->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    c->add_option("--source", o->source, "source of the list")->required();
    c->add_option("--sources", o->sources, "list of sources; else NAME.feeds.json");
    c->add_flag("--forget", o->forget, "takes it out of the keyring instead");
    c->callback([o, &console] {
        if (auto done = key(*o, console); !done)
            console.fail(done.error());
    });
}

}  // namespace isopolis
