#include "gis/feeds/feed_time.h"

#include <QTimeZone>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace isopolis {

namespace {

/// Reads `digits` digits at `at` and moves on; nothing if there are none.
std::optional<int> digitsAt(std::string_view text, std::size_t& at, std::size_t digits)
{
    if (at + digits > text.size())
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    at += digits;
    return value;
}

bool skip(std::string_view text, std::size_t& at, char c)
{
    if (at >= text.size() || text[at] != c)
        return false;
    ++at;
    return true;
}

std::optional<std::int64_t> checkedCivil(int y, int mo, int d, int h, int mi, int s)
{
    using namespace std::chrono;
    const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    // 24:00 is the end of the day in ISO 8601; 60 is a leap second, which Unix time does not count.
    if (!date.ok() || h > 24 || mi > 59 || s > 60 || (h == 24 && (mi > 0 || s > 0)))
        return std::nullopt;
    return civilSeconds(y, mo, d, h, mi, s == 60 ? 59 : s);
}

/// hh:mm[:ss[.f…]] from `at` on.
std::optional<std::array<int, 3>> clockAt(std::string_view text, std::size_t& at)
{
    const auto h = digitsAt(text, at, 2);
    if (!h || !skip(text, at, ':'))
        return std::nullopt;
    const auto m = digitsAt(text, at, 2);
    if (!m)
        return std::nullopt;
    int s = 0;
    if (skip(text, at, ':')) {
        const auto seconds = digitsAt(text, at, 2);
        if (!seconds)
            return std::nullopt;
        s = *seconds;
        if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
            const std::size_t first = ++at;
            while (at < text.size() && text[at] >= '0' && text[at] <= '9')
                ++at;
            if (at == first)
                return std::nullopt;
        }
    }
    return std::array{*h, *m, s};
}

}  // namespace

std::int64_t civilSeconds(int y, int mo, int d, int h, int mi, int s)
{
    using namespace std::chrono;
    const sys_days date = year_month_day{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    return std::int64_t{date.time_since_epoch().count()} * 86400 + h * 3600 + mi * 60 + s;
}

std::optional<FeedTime> parseIsoTime(std::string_view text)
{
    std::size_t at = 0;
    const auto y = digitsAt(text, at, 4);
    if (!y || !skip(text, at, '-'))
        return std::nullopt;
    const auto mo = digitsAt(text, at, 2);
    if (!mo || !skip(text, at, '-'))
        return std::nullopt;
    const auto d = digitsAt(text, at, 2);
    if (!d)
        return std::nullopt;
    std::array<int, 3> clock{};
    if (at < text.size()) {
        if (!skip(text, at, 'T') && !skip(text, at, ' '))
            return std::nullopt;
        const auto read = clockAt(text, at);
        if (!read)
            return std::nullopt;
        clock = *read;
    }
    const auto civil = checkedCivil(*y, *mo, *d, clock[0], clock[1], clock[2]);
    if (!civil)
        return std::nullopt;
    FeedTime time{*civil, {}};
    if (skip(text, at, 'Z')) {
        time.offset_s = 0;
    } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
        const int sign = text[at++] == '-' ? -1 : 1;
        const auto h = digitsAt(text, at, 2);
        if (!h || *h > 15)
            return std::nullopt;
        int m = 0;
        if (at < text.size()) {
            skip(text, at, ':');
            const auto minutes = digitsAt(text, at, 2);
            if (!minutes || *minutes > 59)
                return std::nullopt;
            m = *minutes;
        }
        time.offset_s = sign * (*h * 3600 + m * 60);
    }
    return at == text.size() ? std::optional(time) : std::nullopt;
}

std::optional<FeedTime> parseSlashTime(std::string_view text, bool dayFirst)
{
    std::size_t at = 0;
    const auto a = digitsAt(text, at, 2);
    if (!a || (!skip(text, at, '/') && !skip(text, at, '.') && !skip(text, at, '-')))
        return std::nullopt;
    const auto b = digitsAt(text, at, 2);
    if (!b || (!skip(text, at, '/') && !skip(text, at, '.') && !skip(text, at, '-')))
        return std::nullopt;
    const auto y = digitsAt(text, at, 4);
    if (!y)
        return std::nullopt;
    std::array<int, 3> clock{};
    if (at < text.size()) {
        if (!skip(text, at, ' ') && !skip(text, at, 'T'))
            return std::nullopt;
        const auto read = clockAt(text, at);
        if (!read)
            return std::nullopt;
        clock = *read;
    }
    const auto civil = checkedCivil(*y, dayFirst ? *b : *a, dayFirst ? *a : *b, clock[0], clock[1], clock[2]);
    return civil && at == text.size() ? std::optional(FeedTime{*civil, {}}) : std::nullopt;
}

std::string isoTime(std::int64_t utc_s)
{
    using namespace std::chrono;
    const sys_seconds at{seconds(utc_s)};
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const auto rest = (at - midnight).count();
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
                  static_cast<int>(rest % 60));
    return text;
}

struct ZoneClock::Impl {
    QTimeZone zone;
    bool utc = true;
    mutable std::int64_t dayOfCache = -1;
    mutable std::int32_t offsetOfCache = 0;

    std::int32_t offsetAt(std::int64_t utc_s) const { return utc ? 0 : zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(utc_s, Qt::UTC)); }
};

ZoneClock::ZoneClock(const std::string& zone) : m_impl(std::make_unique<Impl>())
{
    if (zone.empty() || zone == "UTC" || zone == "Etc/UTC")
        return;
    m_impl->utc = false;
    m_impl->zone = QTimeZone(QByteArray::fromStdString(zone));
}

ZoneClock::~ZoneClock() = default;
bool ZoneClock::known() const { return m_impl->utc || m_impl->zone.isValid(); }

ZoneClock::Moment ZoneClock::resolve(std::int64_t civil_s, std::optional<std::int64_t> previous_s) const
{
    if (m_impl->utc || !known())
        return {civil_s, Kind::Plain};
    // Most days have one offset from beginning to end: two look-ups serve all of their stamps.
    const std::int64_t day = civil_s / 86400;
    if (day == m_impl->dayOfCache)
        return {civil_s - m_impl->offsetOfCache, Kind::Plain};
    const std::int32_t before = m_impl->offsetAt(day * 86400 - 86400), after = m_impl->offsetAt(day * 86400 + 2 * 86400);
    if (before == after) {
        m_impl->dayOfCache = day;
        m_impl->offsetOfCache = before;
        return {civil_s - before, Kind::Plain};
    }
    const std::int64_t first = civil_s - std::max(before, after), second = civil_s - std::min(before, after);
    const bool firstFits = m_impl->offsetAt(first) == std::max(before, after);
    const bool secondFits = m_impl->offsetAt(second) == std::min(before, after);
    if (firstFits != secondFits)
        return {firstFits ? first : second, Kind::Plain};
    if (!firstFits)
        return {0, Kind::NeverWas};
    if (!previous_s)
        return {first, Kind::Ambiguous};
    // The one that is nearer to the value before it and not that value again; half an hour from both, time goes on.
    if (*previous_s == first || *previous_s == second)
        return {*previous_s == first ? second : first, Kind::Plain};
    return {std::abs(*previous_s - first) < std::abs(*previous_s - second) ? first : second, Kind::Plain};
}

}  // namespace isopolis
