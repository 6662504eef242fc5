#include "gis/core/sample/regions.h"

#include <algorithm>

namespace isopolis::sample {

std::vector<MultiPolygon> regionOutlines(const StreetPlan& plan, const std::vector<int>& label, int count)
{
    const auto& graph = plan.graph;
    const auto labelOf = [&](int h) { return label[static_cast<std::size_t>(graph.half(h).face)]; };
    std::vector<MultiPolygon> outlines(static_cast<std::size_t>(count));
    std::vector<std::vector<Ring>> holes(static_cast<std::size_t>(count));
    std::vector<char> used(static_cast<std::size_t>(2 * graph.edgeCount()), 0);
    for (int start = 0; start < 2 * graph.edgeCount(); ++start) {
        const int region = labelOf(start);
        if (region < 0 || used[static_cast<std::size_t>(start)] || labelOf(PlanarGraph::twin(start)) == region)
            continue;
        Ring ring;
        for (int h = start; !used[static_cast<std::size_t>(h)];) {
            used[static_cast<std::size_t>(h)] = 1;
            const Polyline side = plan.line(h);
            ring.insert(ring.end(), side.begin(), side.end() - 1);
            h = graph.half(h).next;
            while (labelOf(PlanarGraph::twin(h)) == region)
                h = graph.half(PlanarGraph::twin(h)).next;
        }
        const auto r = static_cast<std::size_t>(region);
        if (signedArea(ring) > 0)
            outlines[r].push_back({std::move(ring), {}});
        else
            holes[r].push_back(std::move(ring));
    }
    for (std::size_t r = 0; r < outlines.size(); ++r)
        for (Ring& hole : holes[r])
            for (Polygon& part : outlines[r])
                if (outlines[r].size() == 1 || contains(part.outer, lerp(hole[0], hole[1], 0.5))) {
                    part.holes.push_back(std::move(hole));
                    break;
                }
    return outlines;
}

std::vector<int> connectedRegions(const StreetPlan& plan, const std::vector<long>& key, int& count)
{
    std::vector<int> label(key.size(), -1);
    count = 0;
    for (std::size_t face = 0; face < key.size(); ++face) {
        if (key[face] < 0 || label[face] >= 0)
            continue;
        std::vector<int> stack = {static_cast<int>(face)};
        label[face] = count;
        while (!stack.empty()) {
            const int at = stack.back();
            stack.pop_back();
            for (const int h : plan.graph.loop(at)) {
                const auto next = static_cast<std::size_t>(plan.graph.half(PlanarGraph::twin(h)).face);
                if (key[next] == key[face] && label[next] < 0) {
                    label[next] = count;
                    stack.push_back(static_cast<int>(next));
                }
            }
        }
        ++count;
    }
    return label;
}

}  // namespace isopolis::sample
