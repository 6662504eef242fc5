#include "gis/io/city/timetables.h"

#include "gis/io/gtfs/gtfs_network.h"
#include "gis/io/gtfs/gtfs_reader.h"

#include <algorithm>

namespace isopolis {

namespace {

std::optional<GtfsDate> dateOf(const std::string& text)
{
    int year = 0;
    unsigned month = 0, day = 0;
    if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3)
        return {};
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return date.ok() ? std::optional(GtfsDate(date)) : std::nullopt;
}

/// The one date that sources of the recipe state.
Expected<std::optional<GtfsDate>> statedDate(const std::vector<const RecipeSource*>& sources)
{
    std::optional<GtfsDate> stated;
    for (const RecipeSource* source : sources) {
        if (source->date.empty())
            continue;
        const auto date = dateOf(source->date);
        if (!date)
            return unexpected(Error{ErrorCode::BadValue, "'" + source->date + "' is not a date"}
                                  .at(source->record.id)
                                  .about("date")
                                  .cure("Write it as \"2019-05-13\""));
        if (stated && *stated != *date)
            return unexpected(Error{ErrorCode::Conflict, "two timetables are asked for different days"}
                                  .at(source->record.id)
                                  .about("date")
                                  .cure("Name one day on which all feeds run"));
        stated = date;
    }
    return stated;
}

}  // namespace

Expected<std::vector<ImportCount>> importTimetables(const CityRecipe& recipe, const CityWindow& window, const LocalFrame& frame,
                                                    AssumptionSet& assumptions, IssueLog& log, TransitNetwork& network)
{
    std::vector<const RecipeSource*> sources;
    for (const RecipeSource& source : recipe.sources)
        if (source.kind == SourceKind::Gtfs)
            sources.push_back(&source);
    if (sources.empty())
        return std::vector<ImportCount>();
    const auto stated = statedDate(sources);
    if (!stated)
        return unexpected(stated.error());
    std::vector<GtfsFeed> feeds;
    for (const RecipeSource* source : sources) {
        auto feed = readGtfs(source->path, log);
        if (!feed)
            return unexpected(feed.error());
        log.inFile(source->path.string() + "/calendar.txt");
        noteIdleServices(*feed, log);
        feeds.push_back(std::move(*feed));
    }
    std::vector<const GtfsFeed*> all;
    for (const GtfsFeed& feed : feeds)
        all.push_back(&feed);
    const auto best = busiestDay(all);
    const bool withoutCalendar = !best;
    const GtfsDate day = *stated ? **stated : best ? best->date : GtfsDate{};
    std::vector<ImportCount> counts;
    GtfsNetworkBuilder builder(network, window, frame, log);
    PathwaySpeeds speeds;
    if (std::any_of(feeds.begin(), feeds.end(), [](const GtfsFeed& feed) { return !feed.pathways.empty(); }))
        speeds = {assumptions.use(kStationWalk), assumptions.use(kStationStair)};
    std::uint64_t trips = 0;
    for (std::size_t i = 0; i < feeds.size(); ++i) {
        auto added = builder.add(feeds[i], sources[i]->path.string(), sources[i]->record.id, day, speeds);
        if (!added)
            return unexpected(added.error());
        if (added->back().considered == 0)
            log.warn("no_service", "the feed has no trip on " + dayText(day));
        trips += added->back().considered;
        network.sources += (network.sources.empty() ? "" : ",") + sources[i]->record.id;
        counts.insert(counts.end(), added->begin(), added->end());
    }
    if (trips == 0)
        return unexpected(Error{ErrorCode::NotFound, "no timetable has a trip on " + dayText(day)}.about("date").cure(
            best ? "Choose another day, e.g. " + isoDate(best->date) : "Use feeds whose calendars name days on which trips run"));
    if (!withoutCalendar || *stated)
        network.serviceDay = isoDate(day);
    log.inFile(recipe.file.string());
    if (!*stated)
        log.note("service_day", withoutCalendar ? "no feed has a calendar: all trips are taken to run on one day"
                                                : "the timetable is that of " + dayText(day) + ", the weekday with most trips (" +
                                                      std::to_string(trips) + "); another day can be asked for with \"date\"");
    return counts;
}

}  // namespace isopolis
