#pragma once
/// Everything of a city that has a name, for finding it by a few letters: neighbourhoods, streets, places, stops and sensors.
///
///   FindIndex index(*city);
///   for (const std::size_t i : index.search("mont bl", 20)) fly(index.items()[i].extent);   // "Pont du Mont-Blanc", …
///
/// Case, accents and punctuation do not matter, and each word of the question must begin a word of the name. Best first: names that
/// begin with the question, then by kind, then by name. Names that occur twice within a kind and lie apart stay apart.

#include "gis/core/city/city.h"

#include <QString>

namespace isopolis {

enum class FoundKind : std::uint8_t { Neighbourhood, Street, Place, Stop, Sensor };

struct FindItem {
    FoundKind kind = FoundKind::Neighbourhood;
    QString name;
    Box extent;  ///< to fly to; a point for places and stops
    NeighbourhoodId neighbourhood = {};
    std::vector<LinkId> links = {};  ///< of a street
    StopId stop = {};
};

/// Lower case without accents, words separated by single blanks: "Île-de-la-Cité" becomes "ile de la cite".
QString plainWords(const QString& text);

class FindIndex {
public:
    explicit FindIndex(const City& city);
    const std::vector<FindItem>& items() const { return m_items; }
    /// Positions in `items()`, at most `most`; empty for an empty question.
    std::vector<std::size_t> search(const QString& question, std::size_t most) const;

private:
    void add(FindItem item);
    std::vector<FindItem> m_items;
    std::vector<QString> m_plain;  ///< one per item
};

/// True if each word of `question` begins a word of `name`; both in plain words.
bool matchesWords(const QString& name, const QString& question);

}  // namespace isopolis
