#pragma once
/// The published hot exhaust functions of every road vehicle in Europe, and a curve that is safe to read.
///
///   const HotTable& table = HotTable::published();
///   const TechnologyId petrol = *table.find("PC|petrol|Medium|4|PFI");      // category|fuel|segment|Euro|technology
///   table.factor(petrol, FactorKind::NOx, DrivingSituation::UrbanPeak, 50);  // 0.0451 g/km; energy in MJ/km
///
/// EF(V) = (alpha V² + beta V + gamma + delta/V) / (epsilon V² + zeta V + eta) · (1 − reduction), V clamped to the function's own
/// limits. A few published functions turn negative or have a pole inside their limits: FactorCurve mends those.
/// Heavy vehicles at half load; on slopes −6…+6 % where the guidebook has functions, linear in between, clamped beyond.
/// Source: EMEP/EEA guidebook 2019, 1.A.3.b.i-iv appendix 4 (assets/emissions/hot_functions.txt).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

enum class FactorKind : std::uint8_t { NOx, ExhaustPm, Energy, Co, Voc, Nh3 };
inline constexpr std::size_t kFactorKindCount = 6;
std::string_view factorKindKey(FactorKind kind);  ///< "nox", "pm", "energy", "co", "voc", "nh3"
/// Some factors hold for a driving situation instead of a speed.
enum class DrivingSituation : std::uint8_t { UrbanPeak, UrbanOffPeak, Rural, Highway };
inline constexpr std::size_t kSituationCount = 4;

/// One published function; g/km, energy in MJ/km.
struct HotFunction {
    double minimum_kmh = 5, maximum_kmh = 130;
    double alpha = 0, beta = 0, gamma = 0, delta = 0, epsilon = 0, zeta = 0, eta = 1, reduction = 0;
    friend bool operator==(const HotFunction&, const HotFunction&) = default;
};
/// The formula as published, without mending.
double evaluate(const HotFunction& function, double speed_kmh);

/// A function that is safe to use. One with a pole, a jump or a negative stretch is read from its samples at whole km/h, of which
/// those that are not positive or lie outside 0.2 to 5 times the median of their eleven neighbours are replaced by linear
/// interpolation. Sound functions are evaluated as published; a constant zero is sound.
class FactorCurve {
public:
    explicit FactorCurve(const HotFunction& function);
    double at(double speed_kmh) const;
    bool mended() const { return !m_samples.empty(); }
    const HotFunction& function() const { return m_function; }

private:
    HotFunction m_function;
    std::vector<double> m_samples;  ///< at minimum_kmh + i; empty for a sound function
};

/// A place in the table.
struct TechnologyId {
    std::uint32_t index = 0;
    friend bool operator==(TechnologyId, TechnologyId) = default;
};

class HotTable {
public:
    /// The guidebook's table, read once; a constant of the program.
    static const HotTable& published();

    std::size_t size() const { return m_technologies.size(); }
    std::string_view name(TechnologyId id) const { return m_technologies[id.index].name; }
    std::optional<TechnologyId> find(std::string_view name) const;
    bool has(TechnologyId id, FactorKind kind) const { return row(id, kind).present; }
    /// g/km or MJ/km; 0 where the guidebook has no factor of this kind.
    double factor(TechnologyId id, FactorKind kind, DrivingSituation situation, double speed_kmh, double slope_percent = 0) const;
    /// The curve behind a factor on one of the slopes −6, −4, −2, 0, 2, 4, 6 %; null if there is none.
    const FactorCurve* curve(TechnologyId id, FactorKind kind, DrivingSituation situation, int slope_percent = 0) const;

private:
    static constexpr std::size_t kSlopes = 7, kLevel = 3;
    struct Row {
        bool present = false, sloped = false;
        std::array<std::uint32_t, kSituationCount> bySituation{};
        std::array<std::uint32_t, kSlopes> bySlope{};
    };
    struct Technology {
        std::string name;
        std::array<Row, kFactorKindCount> rows;
    };
    explicit HotTable(std::string_view text);
    void readTechnology(std::string_view line);
    void readFactor(Technology& technology, std::string_view cell);
    std::uint32_t curveOf(std::string_view token);
    const Row& row(TechnologyId id, FactorKind kind) const { return m_technologies[id.index].rows[static_cast<std::size_t>(kind)]; }

    std::vector<FactorCurve> m_curves;
    std::vector<Technology> m_technologies;
};

}  // namespace isopolis
