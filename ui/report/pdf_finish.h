#pragma once
/// Adds to a tagged PDF what cairo 1.16 cannot write: language, title shown, alternative texts and boxes of figures, scopes of
/// header cells, artifacts, tab order, metadata (XMP), glyph maps of fonts. Source of the rules: PDF/UA-1 (ISO 14289-1).

#include "gis/core/expected.h"
#include "ui/report/tagged_canvas.h"

#include <filesystem>

namespace isopolis {

struct PdfProperties {
    std::string title, language, subject, author;
};

Expected<void> finishPdf(const std::filesystem::path& raw, const std::filesystem::path& finished, const PdfProperties& properties,
                         const std::vector<FigureNote>& figures, const std::vector<bool>& headerCellsAreColumns);

}  // namespace isopolis
