#pragma once
/// Text on pictures and pages needs Qt's fonts, but no display.
///
///   const auto application = textApplication();   // kept while pictures are drawn

#include <QGuiApplication>

#include <memory>

namespace isopolis {

/// Null if there is one already.
std::unique_ptr<QGuiApplication> textApplication();

}  // namespace isopolis
