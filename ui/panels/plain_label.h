#pragma once
/// Text that wraps, can be selected with the mouse and takes no focus; never read as markup.
///
///   m_title = plainLabel(page, "inspectorTitle", "title");

class QLabel;
class QWidget;

namespace isopolis {

/// `role`: what the style sheet calls it ("title", "heading"); null: running text.
QLabel* plainLabel(QWidget* parent, const char* objectName, const char* role = nullptr);

}  // namespace isopolis
