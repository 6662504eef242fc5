#pragma once
/// Times of feeds: ISO 8601 and local stamps, turned into Unix seconds once, here.
///
///   parseIsoTime("2015-04-29T09:38:00.000+01:00")->utc();             // 1430296680
///   ZoneClock madrid("Europe/Madrid");
///   madrid.resolve(civil_s, previous);                                // of two hours with one stamp: by order of arrival
///
/// Civil seconds are a date and a time of day counted as if they were UTC. In autumn one local hour comes twice: which of the two is
/// meant follows from the value before it in the same message; alone it is taken as the first and marked. The hour that spring
/// leaves out never was and is refused. Source of the rules: IANA time zone database, through Qt.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace isopolis {

struct FeedTime {
    std::int64_t civil_s = 0;
    std::optional<std::int32_t> offset_s;  ///< east of UTC; nothing: local
    std::int64_t utc() const { return civil_s - offset_s.value_or(0); }
};

std::int64_t civilSeconds(int year, int month, int day, int hour = 0, int minute = 0, int second = 0);
/// YYYY-MM-DD, then T or a blank and hh:mm[:ss[.f…]], then Z, ±hh:mm, ±hhmm, ±hh or nothing.
std::optional<FeedTime> parseIsoTime(std::string_view text);
/// "15/06/2024 14:30:04", day first or month first.
std::optional<FeedTime> parseSlashTime(std::string_view text, bool dayFirst);
std::string isoTime(std::int64_t utc_s);

class ZoneClock {
public:
    explicit ZoneClock(const std::string& zone);  ///< IANA; empty: UTC
    ~ZoneClock();
    bool known() const;

    enum class Kind : std::uint8_t { Plain, Ambiguous, NeverWas };
    struct Moment {
        std::int64_t utc_s = 0;
        Kind kind = Kind::Plain;
    };
    /// `previous_s`: UTC of the value before it in the same message and stream.
    Moment resolve(std::int64_t civil_s, std::optional<std::int64_t> previous_s) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace isopolis
