#pragma once
/// Where the bookmarks of a city are kept: in the user's settings, by the city and not by the file, so that all its projects share them.

#include "ui/dialogs/bookmarks_dialog.h"

class QSettings;

namespace isopolis {

class City;

std::vector<Bookmark> bookmarksOf(const City& city, QSettings& settings);
void keepBookmarks(const City& city, const std::vector<Bookmark>& bookmarks, QSettings& settings);

}  // namespace isopolis
