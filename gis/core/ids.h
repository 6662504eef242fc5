#pragma once
/// Strong ids, and vectors that only the right id can index.
///
///   IdVector<LinkId, double> flow_veh_h(roads.links().size());
///   flow_veh_h[LinkId(3)] = 120.0;      // flow_veh_h[3] does not compile
///
/// A default-constructed id is invalid; `valid()` asks. Ids are positions within one City and never leave it: what is
/// saved or shown are external ids such as `osm:way/123`.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace isopolis {

template <class Tag>
class StrongId {
public:
    constexpr StrongId() = default;
    explicit constexpr StrongId(std::uint32_t value) : m_value(value) {}
    static constexpr StrongId fromIndex(std::size_t index) { return StrongId(static_cast<std::uint32_t>(index)); }
    constexpr std::uint32_t value() const { return m_value; }
    constexpr std::size_t index() const { return m_value; }
    constexpr bool valid() const { return m_value != ~0U; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;

private:
    std::uint32_t m_value = ~0U;
};

using NodeId = StrongId<struct NodeTag>;
using LinkId = StrongId<struct LinkTag>;
using RoadWayId = StrongId<struct RoadWayTag>;
using BuildingId = StrongId<struct BuildingTag>;
using NeighbourhoodId = StrongId<struct NeighbourhoodTag>;
using ZoneId = StrongId<struct ZoneTag>;  ///< demand zone: the neighbourhoods in order, then the external stations
using SensorId = StrongId<struct SensorTag>;
using StopId = StrongId<struct StopTag>;
using TransitLineId = StrongId<struct TransitLineTag>;
using ScenarioId = StrongId<struct ScenarioTag>;
using ReceptorId = StrongId<struct ReceptorTag>;  ///< activity point at which air and access are computed

/// std::vector that is indexed by `Id` alone.
template <class Id, class T>
class IdVector {
public:
    using value_type = T;
    IdVector() = default;
    explicit IdVector(std::size_t n, T value = T{}) : m_items(n, value) {}
    explicit IdVector(std::vector<T> items) : m_items(std::move(items)) {}

    decltype(auto) operator[](Id id) { return m_items[id.index()]; }
    decltype(auto) operator[](Id id) const { return m_items[id.index()]; }
    std::size_t size() const { return m_items.size(); }
    bool empty() const { return m_items.empty(); }
    void resize(std::size_t n, T value = T{}) { m_items.resize(n, value); }
    void reserve(std::size_t n) { m_items.reserve(n); }
    bool contains(Id id) const { return id.valid() && id.index() < m_items.size(); }
    Id push(T item)
    {
        m_items.push_back(std::move(item));
        return Id::fromIndex(m_items.size() - 1);
    }
    Id idAt(std::size_t position) const { return Id::fromIndex(position); }

    auto begin() { return m_items.begin(); }
    auto end() { return m_items.end(); }
    auto begin() const { return m_items.begin(); }
    auto end() const { return m_items.end(); }
    std::vector<T>& raw() { return m_items; }
    const std::vector<T>& raw() const { return m_items; }
    friend bool operator==(const IdVector&, const IdVector&) = default;

private:
    std::vector<T> m_items;
};

/// All ids of a vector: `for (LinkId link : idsOf(links))`.
template <class Id, class T>
class IdRange {
public:
    explicit IdRange(std::size_t n) : m_n(n) {}
    struct Iterator {
        std::size_t at;
        Id operator*() const { return Id::fromIndex(at); }
        Iterator& operator++()
        {
            ++at;
            return *this;
        }
        friend bool operator==(Iterator, Iterator) = default;
    };
    Iterator begin() const { return {0}; }
    Iterator end() const { return {m_n}; }

private:
    std::size_t m_n;
};

template <class Id, class T>
IdRange<Id, T> idsOf(const IdVector<Id, T>& items)
{
    return IdRange<Id, T>(items.size());
}

}  // namespace isopolis

template <class Tag>
struct std::hash<isopolis::StrongId<Tag>> {
    std::size_t operator()(isopolis::StrongId<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};
