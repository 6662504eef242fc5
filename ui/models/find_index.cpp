#include "ui/models/find_index.h"

#include "ui/text/translate.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <tuple>

namespace isopolis {

namespace {

Box at(Point2 point) { return {point.x, point.y, point.x, point.y}; }

}  // namespace

QString plainWords(const QString& text)
{
    QString words;
    bool gap = false;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toCaseFolded()) {
        if (c.isMark())
            continue;  // an accent
        if (!c.isLetterOrNumber()) {
            gap = true;
            continue;
        }
        if (gap && !words.isEmpty())
            words += QLatin1Char(' ');
        gap = false;
        words += c;
    }
    return words;
}

bool matchesWords(const QString& name, const QString& question)
{
    for (const QString& word : question.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (!name.startsWith(word) && !name.contains(QLatin1Char(' ') + word))
            return false;
    return true;
}

FindIndex::FindIndex(const City& city)
{
    for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& zone = city.neighbourhoods()[id];
        add({FoundKind::Neighbourhood, text(zone.name), bounds(zone.outline), id});
    }
    // All ways of one name are one street: people look for the street, not for a piece of it.
    std::map<std::string, FindItem> streets;
    const RoadNetwork& roads = city.roads();
    for (const LinkId id : idsOf(roads.links())) {
        const std::string& name = roads.wayOf(id).name;
        if (name.empty())
            continue;
        FindItem& street = streets[name];
        street.links.push_back(id);
        street.extent.add(bounds(roads.links()[id].geometry));
    }
    for (auto& [name, street] : streets) {
        street.kind = FoundKind::Street;
        street.name = text(name);
        add(std::move(street));
    }
    for (const Place& place : city.places())
        add({FoundKind::Place, text(place.name), at(place.at)});
    // Platforms of one stop share its name; one of them is enough to fly there.
    std::map<std::string, std::pair<StopId, Box>> stops;
    for (const StopId id : idsOf(city.transit().stops)) {
        const TransitStop& stop = city.transit().stops[id];
        auto& [first, extent] = stops.try_emplace(stop.name, id, Box{}).first->second;
        extent.add(stop.at);
    }
    for (const auto& [name, where] : stops) {
        FindItem item{FoundKind::Stop, text(name), where.second};
        item.stop = where.first;
        add(std::move(item));
    }
    for (const SensorId id : idsOf(city.sensors())) {
        const Sensor& sensor = city.sensors()[id];
        add({FoundKind::Sensor, text(sensor.name.empty() ? sensor.externalId : sensor.name), at(sensor.at)});
    }
}

void FindIndex::add(FindItem item)
{
    QString plain = plainWords(item.name);
    if (plain.isEmpty())
        return;
    m_plain.push_back(std::move(plain));
    m_items.push_back(std::move(item));
}

std::vector<std::size_t> FindIndex::search(const QString& question, std::size_t most) const
{
    const QString plain = plainWords(question);
    std::vector<std::size_t> found;
    if (plain.isEmpty())
        return found;
    for (std::size_t i = 0; i < m_items.size(); ++i)
        if (matchesWords(m_plain[i], plain))
            found.push_back(i);
    const auto rank = [&](std::size_t i) { return std::tuple(!m_plain[i].startsWith(plain), m_items[i].kind, m_plain[i], i); };
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(most, found.size()));
    std::partial_sort(found.begin(), end, found.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    found.erase(end, found.end());
    return found;
}

}  // namespace isopolis
