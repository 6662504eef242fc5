#include "gis/core/sample/block_builder.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

constexpr double kStorey_m = 3.1;

struct Style {
    BuildingUse use = BuildingUse::Residential;
    double storeys = 2, perPerson_m2 = 45, homes = 1, work = 0;  ///< shares of the floor area; work in office equivalents
};

Polygon wholeOf(const Quad& q) { return {{q[0], q[1], q[2], q[3]}}; }

/// The quad without one of its corners: an L.
Polygon cornerCut(const Quad& q, double keepAlong, double keepAcross)
{
    const auto at = [&](double s, double t) { return lerp(lerp(q[0], q[1], s), lerp(q[3], q[2], s), t); };
    return {{at(0, 0), at(1, 0), at(1, keepAcross), at(keepAlong, keepAcross), at(keepAlong, 1), at(0, 1)}};
}

class BlockBuilder {
public:
    BlockBuilder(const StreetPlan& plan, const TownShape& shape, const std::vector<Point2>& roundabouts, SampleRandom& random,
                 std::vector<PlannedBuilding>& out, int face)
        : m_plan(plan), m_shape(shape), m_random(random), m_out(out), m_face(face), m_site(siteOf(plan, shape, face)),
          m_book(m_site, roundabouts), m_rows(frontagesOf(m_site)), m_far(shape.remoteness(plan.centre(face)))
    {}

    void build()
    {
        switch (m_plan.use[static_cast<std::size_t>(m_face)]) {
        case BlockUse::OldTown: return closedBlock(m_random.between(2.8, 4.5), 9, 17, 10.5);
        case BlockUse::Inner: return innerBlock();
        case BlockUse::Rows: return rowHouses();
        case BlockUse::Detached: return detached();
        case BlockUse::Slabs: return slabs();
        case BlockUse::Industrial: return halls();
        case BlockUse::School: return campus(2.4, 3, 24, {BuildingUse::Public, 2.5, 45, 0, 0.35});
        case BlockUse::Hospital: return campus(6, 5, 34, {BuildingUse::Public, 6, 45, 0, 1.1});
        case BlockUse::Stadium: return stadium();
        case BlockUse::Church: return church();
        case BlockUse::Square: return marketHall();
        default: return;
        }
    }

private:
    Quad lot(const Frontage& row, double along, double width, double in, double depth) const
    {
        return {row.at(along, in), row.at(along + width, in), row.at(along + width, in + depth), row.at(along, in + depth)};
    }

    static Quad box(Point2 centre, Point2 along, double length, double width)
    {
        const Point2 u = along * (0.5 * length), v = leftOf(along) * (0.5 * width);
        return {centre - u - v, centre + u - v, centre + u + v, centre - u + v};
    }

    bool place(const Quad& quad, const Style& style, Polygon footprint = {})
    {
        if (!m_book.fits(quad))
            return false;
        m_book.take(quad);
        if (footprint.outer.empty())
            footprint = wholeOf(quad);
        PlannedBuilding b;
        const double storeys = std::max(1.0, style.storeys);
        b.height_m = kStorey_m * storeys + (storeys < 3.2 && style.use == BuildingUse::Residential ? m_random.between(1.5, 3.2) : 0.8);
        b.use = style.use;
        const double floor = area(footprint) * std::max(1.0, std::floor(storeys + 0.5));
        b.dwelling_m2 = floor * style.homes;
        b.work_m2 = floor * style.work;
        b.perPerson_m2 = style.perPerson_m2;
        b.face = m_face;
        b.footprint = std::move(footprint);
        m_out.push_back(std::move(b));
        return true;
    }

    Style closedStyle(const Frontage& row, double storeys)
    {
        const bool busy = row.kind == StreetKind::Primary || row.kind == StreetKind::Pedestrian || row.kind == StreetKind::Secondary;
        const double central = std::max(0.0, 1 - m_far / 0.45);
        const double draw = m_random.unit();
        const double high = storeys + 0.7 * m_random.bell();
        if (draw < 0.3 * central + (busy ? 0.08 : 0))
            return {BuildingUse::Commercial, high, 45, 0, 1};
        if (draw < 0.4 * central + (busy ? 0.5 : 0.12))
            return {BuildingUse::Mixed, high, 42, 0.74, 0.26};
        return {BuildingUse::Residential, high, 42, 0.97, 0.03};
    }

    /// Houses wall to wall along all sides, a court behind.
    void closedBlock(double storeys, double least_m, double most_m, double depth)
    {
        for (const Frontage& row : m_rows)
            for (double s = 0; s < row.length_m - 5;) {
                const double width = std::min(m_random.between(least_m, most_m), row.length_m - s);
                const double deep = depth + 0.7 * m_random.bell();
                const bool done = place(lot(row, s, width, row.clear_m, deep), closedStyle(row, storeys));
                s += done ? width : 1.7;
            }
        courtyard(storeys, depth);
    }

    /// Workshops and side wings behind the houses.
    void courtyard(double storeys, double depth)
    {
        for (const Frontage& row : m_rows)
            for (double s = 14; s < row.length_m - 20; s += m_random.between(15, 34))
                if (m_random.chance(0.4)) {
                    const double width = m_random.between(6, 9), deep = m_random.between(7, 16);
                    const BuildingUse use = m_random.chance(0.4) ? BuildingUse::Commercial : BuildingUse::Residential;
                    place(lot(row, s, width, row.clear_m + depth + 0.9, deep), {use, storeys * m_random.between(0.4, 0.8), 42, 0.6, 0.3});
                }
    }

    void innerBlock()
    {
        if (m_random.chance(0.05)) {
            const Point2 along = unitVector(m_rows[0].line[1] - m_rows[0].line[0]);
            const Point2 middle = m_shape.toCity(m_plan.centre(m_face));
            const double side = m_random.between(22, 28);
            const bool office = m_random.chance(0.6);
            place(box(middle, along, side, side), {office ? BuildingUse::Commercial : BuildingUse::Residential, m_random.between(13, 21),
                                                   40, office ? 0.0 : 0.9, office ? 1.0 : 0.05});
        }
        const double high = 5.6 - 3.6 * m_far + 0.6 * m_random.bell();
        if (m_random.chance(0.78))
            closedBlock(high, 14, 23, 12);
        else
            openBlock(high);
    }

    /// Apartment houses that stand free.
    void openBlock(double storeys)
    {
        for (const Frontage& row : m_rows)
            for (double s = 3; s < row.length_m - 14;) {
                const double width = m_random.between(17, 26);
                const double deep = m_random.between(12, 15);
                const bool done = place(lot(row, s, width, row.clear_m + 3, deep), closedStyle(row, storeys + 0.3));
                s += done ? width + m_random.between(5, 9) : 2.5;
            }
    }

    void rowHouses()
    {
        if (m_random.chance(0.17))
            return openBlock(m_random.between(3, 4.3));
        const double front = m_random.between(1.5, 4.5), storeys = m_random.between(2, 3);
        for (const Frontage& row : m_rows) {
            const bool main = row.kind == StreetKind::Secondary || row.kind == StreetKind::Primary || row.kind == StreetKind::Tertiary;
            int left = m_random.integer(4, 9);
            for (double s = 2; s < row.length_m - 6;) {
                const double width = main ? m_random.between(11, 16) : m_random.between(7.2, 8.8);
                Style style{BuildingUse::Residential, storeys + (main ? 0.9 : 0.0) + 0.2 * m_random.bell(), 44, 1, 0};
                if (main && m_random.chance(0.35))
                    style = {BuildingUse::Mixed, style.storeys, 44, 0.66, 0.3};
                const bool done = place(lot(row, s, width, row.clear_m + (main ? 0.8 : front), main ? 11 : 9.2), style);
                s += done ? width : 2;
                if (done && --left == 0) {
                    s += m_random.between(3, 6);
                    left = m_random.integer(4, 9);
                }
            }
        }
        backland(36, storeys, 22, 7);
        sheds(0.1);
    }

    void detached()
    {
        const double plot = m_random.between(16, 22);
        const bool rows = m_random.chance(0.2);
        for (const Frontage& row : m_rows) {
            if (row.kind == StreetKind::None || row.kind == StreetKind::RingRoad)
                continue;
            for (double s = 4; s < row.length_m - 10;) {
                const double width = rows ? 14.5 : m_random.between(8.5, 12.5), deep = m_random.between(8, 10.5);
                const Quad quad = lot(row, s, width, row.clear_m + m_random.between(3.5, 6.5), deep);
                const bool angled = m_random.chance(0.35);
                const Style style{BuildingUse::Residential, m_random.chance(0.7) ? 2.0 : 1.0, 52, 1, 0};
                const double keepAlong = m_random.between(0.45, 0.65), keepAcross = m_random.between(0.5, 0.65);
                const bool done = place(quad, style, angled ? cornerCut(quad, keepAlong, keepAcross) : Polygon{});
                s += done ? std::max(plot, width + 3.5) : 3;
            }
        }
        backland(34, 2, 11, 8);
        sheds(0.2);
    }

    /// Houses behind the houses, where a block is deep.
    void backland(double in_m, double storeys, double width_m, double gap_m)
    {
        if (signedArea(m_site.ring) < 19000)
            return;
        for (const double in : {in_m, 2 * in_m})
            for (const Frontage& row : m_rows)
                for (double s = in; s < row.length_m - in;) {
                    const double width = width_m * m_random.between(0.85, 1.15);
                    const bool done = place(lot(row, s, width, row.clear_m + in, 9.5), {BuildingUse::Residential, storeys, 46, 1, 0});
                    s += done ? width + gap_m : 4;
                }
    }

    /// Garages and garden houses at the backs.
    void sheds(double share)
    {
        for (const Frontage& row : m_rows)
            for (double s = 8; s < row.length_m - 10; s += 17)
                if (m_random.chance(share)) {
                    const double width = m_random.between(3.2, 6), in = m_random.between(21, 25), deep = m_random.between(4, 6);
                    place(lot(row, s, width, row.clear_m + in, deep), {BuildingUse::Other, 0.8, 45, 0, 0});
                }
    }

    const Frontage& longestRow() const
    {
        return *std::max_element(m_rows.begin(), m_rows.end(), [](const auto& a, const auto& b) { return a.length_m < b.length_m; });
    }

    /// Calls `put(centre, along)` on a grid that is parallel to the longest side.
    template <class Put>
    void onGrid(double stepAlong, double stepAcross, const Put& put)
    {
        const Frontage& row = longestRow();
        const Point2 along = unitVector(row.line.back() - row.line.front()), across = leftOf(along);
        const Point2 middle = lerp(row.line.front(), row.line.back(), 0.5);
        const double reach = m_site.box.width() + m_site.box.height();
        for (double t = row.clear_m + 0.5 * stepAcross - 4; t < reach; t += stepAcross)
            for (double s = -reach; s < reach; s += stepAlong)
                if (const Point2 p = middle + along * s + across * t; m_site.box.contains(p))
                    put(p, along);
    }

    void slabs()
    {
        const double length = m_random.between(46, 78), storeys = m_random.between(5, 11);
        const bool turned = m_random.chance(0.4);
        onGrid(turned ? 34 : length + 16, turned ? length + 14 : 34, [&](Point2 p, Point2 along) {
            if (m_random.chance(0.08))
                place(box(p, along, 21, 21), {BuildingUse::Residential, storeys + 6, 36, 0.95, 0.02});
            else
                place(box(p, turned ? leftOf(along) : along, length, 12.5),
                      {BuildingUse::Residential, storeys + m_random.integer(-1, 1), 36, 0.97, 0.01});
        });
        // Shorter slabs where a long one found no room.
        onGrid(44, 40, [&](Point2 p, Point2 along) {
            place(box(p, along, 26, 12.5), {BuildingUse::Residential, storeys - 2, 36, 0.95, 0.03});
        });
    }

    void halls()
    {
        const double length = m_random.between(42, 88), width = m_random.between(26, 46);
        const double stepAlong = length + m_random.between(11, 18), stepAcross = width + m_random.between(14, 22);
        onGrid(stepAlong, stepAcross, [&](Point2 p, Point2 along) {
            if (m_random.chance(0.14))
                return;
            const double hallLength = length * m_random.between(0.75, 1), hallWidth = width * m_random.between(0.7, 1);
            const Quad quad = box(p, along, hallLength, hallWidth);
            const double storeys = m_random.between(2.2, 4.2);
            place(quad, {BuildingUse::Industrial, storeys, 45, 0, 0.16}, m_random.chance(0.3) ? cornerCut(quad, 0.6, 0.5) : Polygon{});
        });
        onGrid(27, 24, [&](Point2 p, Point2 along) {
            if (m_random.chance(0.6)) {
                const double hallLength = m_random.between(14, 22), hallWidth = m_random.between(10, 16);
                const BuildingUse use = m_random.chance(0.3) ? BuildingUse::Commercial : BuildingUse::Industrial;
                place(box(p, along, hallLength, hallWidth), {use, m_random.between(1.4, 3.4), 45, 0, 0.3});
            }
        });
    }

    /// A main wing and cross wings on open ground.
    void campus(double storeys, int wings, double wing_m, Style style)
    {
        const Frontage& row = longestRow();
        const Point2 along = unitVector(row.line.back() - row.line.front());
        const Point2 middle = m_shape.toCity(m_plan.centre(m_face));
        for (const double scale : {1.0, 0.8, 0.62, 0.48}) {
            const double length = wings * 25.0 * scale;
            if (!place(box(middle, along, length, 15 * scale), style))
                continue;
            style.storeys = storeys - 1;
            for (int i = 0; i < wings; ++i) {
                const Point2 foot = middle + along * ((i + 0.5) / wings * length - 0.5 * length);
                const double side = i % 2 == 0 ? 1 : -1;
                place(box(foot + leftOf(along) * (side * (7.5 * scale + 0.5 * wing_m * scale)), leftOf(along), wing_m * scale, 13 * scale),
                      style);
            }
            break;
        }
        onGrid(40, 34, [&](Point2 p, Point2 d) {
            if (m_random.chance(0.25))
                place(box(p, d, 28, 18), {BuildingUse::Public, 2.2, 45, 0, 0.3});
        });
    }

    void stadium()
    {
        const Frontage& row = longestRow();
        const Point2 along = unitVector(row.line.back() - row.line.front());
        const Point2 middle = m_shape.toCity(m_plan.centre(m_face));
        for (const double scale : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4}) {
            const Quad quad = box(middle, along, 190 * scale, 145 * scale);
            if (!m_book.fits(quad))
                continue;
            Polygon oval;
            oval.holes.resize(1);
            for (int i = 0; i < 36; ++i) {
                const double angle = 2 * kPi * i / 36;
                const Point2 d = along * cosine(angle), e = leftOf(along) * sine(angle);
                oval.outer.push_back(middle + d * (95 * scale) + e * (72 * scale));
                oval.holes[0].push_back(middle + d * (64 * scale) + e * (42 * scale));
            }
            place(quad, {BuildingUse::Public, 6.5, 45, 0, 0.02}, std::move(oval));
            break;
        }
    }

    void church()
    {
        const Point2 middle = m_shape.toCity(m_plan.centre(m_face));
        for (const double scale : {1.0, 0.8, 0.6}) {
            if (!place(box(middle, {1, 0}, 44 * scale, 17 * scale), {BuildingUse::Public, 5.6, 45, 0, 0.05}))
                continue;
            place(box(middle + Point2{-22 * scale - 5, 0}, {1, 0}, 9.8, 9.8), {BuildingUse::Public, 17, 45, 0, 0});
            place(box(middle + Point2{6 * scale, 8.5 * scale + 4.5}, {1, 0}, 11, 8.8), {BuildingUse::Public, 4.6, 45, 0, 0});
            place(box(middle + Point2{6 * scale, -8.5 * scale - 4.5}, {1, 0}, 11, 8.8), {BuildingUse::Public, 4.6, 45, 0, 0});
            break;
        }
    }

    void marketHall()
    {
        const Frontage& row = longestRow();
        const double s = 0.5 * row.length_m - 14;
        place(lot(row, s, 28, row.clear_m + 6, 13), {BuildingUse::Commercial, 2.4, 45, 0, 1});
    }

    const StreetPlan& m_plan;
    const TownShape& m_shape;
    SampleRandom& m_random;
    std::vector<PlannedBuilding>& m_out;
    int m_face;
    Site m_site;
    SiteBook m_book;
    std::vector<Frontage> m_rows;
    double m_far;
};

}  // namespace

std::vector<PlannedBuilding> makeBuildings(const StreetPlan& plan, const TownShape& shape, const std::vector<Point2>& roundabouts,
                                           std::uint64_t seed)
{
    std::vector<PlannedBuilding> out;
    for (int face = 0; face < plan.graph.faceCount(); ++face) {
        if (!isBuiltUp(plan.use[static_cast<std::size_t>(face)]))
            continue;
        SampleRandom random = SampleRandom::forPart(seed, 1000 + static_cast<std::uint64_t>(face));
        BlockBuilder(plan, shape, roundabouts, random, out, face).build();
    }
    return out;
}

}  // namespace isopolis::sample
