#include "gis/io/gtfs/gtfs_fares.h"

#include "gis/io/gtfs/gtfs_table.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kDearest = 1e6;
constexpr std::size_t kMostFares = 100'000;

struct Fare {
    double price = 0;
    std::string agency;
    bool ruled = false;
};

std::string upper(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

bool isCurrency(std::string_view text)
{
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

GtfsTable tableOf(const std::string& name, const GtfsTexts& texts, const std::string& file, IssueLog& log)
{
    const auto found = texts.find(file);
    return {name + "/" + file, found == texts.end() ? std::string_view() : std::string_view(found->second), log};
}

class FareReader {
public:
    FareReader(const std::string& name, const GtfsTexts& texts, GtfsFeed& feed, IssueLog& log)
        : m_name(name), m_texts(texts), m_feed(feed), m_log(log), m_zoned(feed.routes.size(), false)
    {
        for (std::size_t i = 0; i < feed.routes.size(); ++i)
            m_routes.emplace(feed.routes[i].id, static_cast<std::uint32_t>(i));
    }

    void run()
    {
        readPrices();
        readRules();
        for (const auto& [id, fare] : m_fares)
            if (!fare.ruled)
                for (std::size_t r = 0; r < m_feed.routes.size(); ++r)
                    offer(r, fare, false);
        m_log.inFile(m_name + "/fare_attributes.txt");
        const auto zoned = static_cast<std::size_t>(std::count(m_zoned.begin(), m_zoned.end(), true));
        if (zoned > 0)
            m_log.note("fare_zones", std::to_string(zoned) + " lines have fares by zones; each takes its lowest fare for every ride");
        if (m_free > 0)
            m_log.note("fare_changes",
                       std::to_string(m_free) + " fares allow changes without paying again; what changes cost is a parameter of the model");
    }

private:
    void readPrices()
    {
        GtfsTable t = tableOf(m_name, m_texts, "fare_attributes.txt", m_log);
        const int id = t.column("fare_id"), price = t.column("price"), currency = t.column("currency_type"), agency = t.column("agency_id"),
                  transfers = t.column("transfers");
        while (t.next()) {
            const auto value = t.number(price);
            const std::string code = upper(t.text(currency));
            if (t.text(id).empty() || !value || !(*value >= 0) || *value > kDearest || !isCurrency(code)) {
                m_log.warn("bad_fare", "the fare has no id, no price of at least 0 or no currency of three letters and is left out",
                           t.row());
                continue;
            }
            if (m_feed.currency.empty())
                m_feed.currency = code;
            if (code != m_feed.currency) {
                m_log.warn("fare_currency", "the fare is in " + code + ", others in " + m_feed.currency + "; it is left out", t.row(),
                           "currency_type");
                continue;
            }
            if (m_fares.size() >= kMostFares) {
                m_log.error("too_many_fares", "the feed has more than 100,000 fares; the table is not read beyond this row", t.row());
                return;
            }
            if (!m_fares.emplace(t.text(id), Fare{*value, std::string(t.text(agency)), false}).second) {
                m_log.warn("duplicate_id", "the fare was there before; this row is left out", t.row(), "fare_id");
                continue;
            }
            m_free += t.text(transfers) != "0" ? 1 : 0;
        }
    }

    void readRules()
    {
        GtfsTable t = tableOf(m_name, m_texts, "fare_rules.txt", m_log);
        const int id = t.column("fare_id"), route = t.column("route_id"), origin = t.column("origin_id"),
                  destination = t.column("destination_id"), contains = t.column("contains_id");
        while (t.next()) {
            const auto fare = m_fares.find(t.text(id));
            if (fare == m_fares.end()) {
                m_log.warn("unknown_fare", "the rule names a fare that does not exist or was left out", t.row(), "fare_id");
                continue;
            }
            fare->second.ruled = true;
            const bool zones = !t.text(origin).empty() || !t.text(destination).empty() || !t.text(contains).empty();
            const auto at = m_routes.find(t.text(route));
            if (at != m_routes.end()) {
                offer(at->second, fare->second, zones);
            } else if (!t.text(route).empty()) {
                m_log.warn("unknown_route", "the rule names a route that does not exist and is left out", t.row(), "route_id");
            } else if (zones && !m_everywhere.contains(fare->first)) {  // many rows of one fare say the same for the lines
                m_everywhere.insert(fare->first);
                for (std::size_t r = 0; r < m_feed.routes.size(); ++r)
                    offer(r, fare->second, true);
            }
        }
    }

    void offer(std::size_t route, const Fare& fare, bool zones)
    {
        GtfsRoute& r = m_feed.routes[route];
        if (!fare.agency.empty() && !r.agency.empty() && fare.agency != r.agency)
            return;
        r.fare = std::isnan(r.fare) ? fare.price : std::min(r.fare, fare.price);
        m_zoned[route] = m_zoned[route] || zones;
    }

    const std::string& m_name;
    const GtfsTexts& m_texts;
    GtfsFeed& m_feed;
    IssueLog& m_log;
    std::map<std::string, Fare, std::less<>> m_fares;
    std::map<std::string, std::uint32_t, std::less<>> m_routes;
    std::set<std::string, std::less<>> m_everywhere;
    std::vector<bool> m_zoned;
    std::size_t m_free = 0;
};

}  // namespace

void readFares(const std::string& name, const GtfsTexts& texts, GtfsFeed& feed, IssueLog& log)
{
    if (!texts.contains("fare_attributes.txt"))
        return;
    FareReader(name, texts, feed, log).run();
    const bool any = std::any_of(feed.routes.begin(), feed.routes.end(), [](const GtfsRoute& r) { return !std::isnan(r.fare); });
    if (!any)
        feed.currency.clear();
}

}  // namespace isopolis
