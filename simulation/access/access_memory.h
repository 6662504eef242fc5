#pragma once
/// Searches of the access model that several scenarios of a city share: the same streets, times, starting points and destinations.
///
///   AccessMemory memory;                                    // held by whoever runs several scenarios of a city
///   computeAccess(before, traffic, control, &memory);
///   computeAccess(after, otherTraffic, control, &memory);   // a street closed to cars: walks and cycle rides are found again
///
/// A search is known by all that it reads, compared value by value: a memory saves time and never changes a bit. It keeps the few used
/// last. Callable from several threads; two that ask for the same search at once both make it.

#include "simulation/access/reach.h"

#include <list>
#include <mutex>

namespace isopolis {

/// All that a search reads.
struct AccessQuestion {
    enum class Kind { Jobs, Nearest } kind = Kind::Jobs;  ///< per origin; or times to the nearest destination, per node
    std::size_t nodes = 0;
    std::vector<TravelEdge> edges;
    std::vector<TravelEnd> origins, destinations;
    double limit_min = 0;
    friend bool operator==(const AccessQuestion&, const AccessQuestion&) = default;
};

class AccessMemory {
public:
    /// The answer to a question asked before, else that of `make`, which is kept unless it is empty.
    template <class Make>
    std::vector<double> obtain(AccessQuestion question, const Make& make)
    {
        std::vector<double> answer;
        if (find(question, answer))
            return answer;
        answer = make(question);
        if (!answer.empty())
            keep(std::move(question), answer);
        return answer;
    }

private:
    static constexpr std::size_t kMost = 16;
    bool find(const AccessQuestion& question, std::vector<double>& answer);
    void keep(AccessQuestion question, const std::vector<double>& answer);
    std::mutex m_mutex;
    std::list<std::pair<AccessQuestion, std::vector<double>>> m_recent;  ///< newest first
};

}  // namespace isopolis
