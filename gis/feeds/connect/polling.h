#pragma once
/// The rules of polling, apart from the network: when to try again, which page may follow.
///
///   Backoff wait(seed);   double s = wait.failed(std::nullopt);   wait.succeeded();
///   PageGuard pages("https://sta.example/v1.1/Datastreams(7)/Observations");   pages.mayFollow(link, first_s, last_s);
///
/// Waiting is rand(½, 1) · min(300 s, 60 s · 2^n), so that clients that failed together do not come back together; a Retry-After of the
/// server counts instead, at most an hour. Half an hour without an answer so takes 10 attempts, 12 at most but for one course in ten
/// thousand; full jitter from 1 s, rand(0, min(300 s, 1 s · 2^n)), takes 20. A page follows only at the same scheme, host, port and path,
/// if it was not yet seen in this run, and if its predecessor did not begin before the one before it ended. Source: RFC 9110 §10.2.3;
/// Brooker 2015, Exponential backoff and jitter ("equal jitter").

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>

namespace isopolis {

inline constexpr double kFirstWait_s = 60, kLongestWait_s = 300, kLongestRetryAfter_s = 3600;

class Backoff {
public:
    explicit Backoff(std::uint64_t seed) : m_random(seed) {}
    double failed(std::optional<double> retryAfter_s);
    void succeeded() { m_failures = 0; }
    int failures() const { return m_failures; }

private:
    std::mt19937_64 m_random;
    int m_failures = 0;
};

/// Seconds, or a date of HTTP, as seen at `now_s`.
std::optional<double> retryAfter(std::string_view header, std::int64_t now_s);

class PageGuard {
public:
    explicit PageGuard(std::string firstUrl);
    /// Nothing: ask by time instead. Else the whole address.
    std::optional<std::string> mayFollow(const std::string& link, std::int64_t first_s, std::int64_t last_s);

private:
    std::string m_first;
    std::set<std::string> m_seen;
    std::int64_t m_last_s = INT64_MIN;
};

}  // namespace isopolis
