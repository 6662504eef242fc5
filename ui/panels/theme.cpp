#include "ui/panels/theme.h"

#include "ui/panels/icons.h"

#include <QApplication>
#include <QHeaderView>
#include <QProxyStyle>

#include <algorithm>

namespace isopolis {

namespace {

struct Colours {
    QColor window, text, base, alternate, button, mid, dim, accent, accentText, link;
};

Colours coloursOf(bool dark)
{
    return dark ? Colours{0x1f2429, 0xf0f3f5, 0x171b1f, 0x20262b, 0x2b3238, 0x6c7881, 0x8d98a1, 0x3f8fd2, 0x0b0e10, 0x7db8ec}
                : Colours{0xf4f6f7, 0x1b2126, 0xffffff, 0xeef2f4, 0xe7ebee, 0x77818a, 0x6a747c, 0x1f5f99, 0xffffff, 0x1a5c94};
}

/// Headers of tables end in dots where their column is narrow; Qt cuts them off.
class OurStyle : public QProxyStyle {
public:
    using QProxyStyle::polish;
    using QProxyStyle::QProxyStyle;
    void polish(QWidget* widget) override
    {
        QProxyStyle::polish(widget);
        if (auto* header = qobject_cast<QHeaderView*>(widget))
            header->setTextElideMode(Qt::ElideRight);
    }
};

}  // namespace

QPalette themePalette(bool dark)
{
    const Colours c = coloursOf(dark);
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.base);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.button);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::ToolTipBase, c.base);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.dim);
    palette.setColor(QPalette::Link, c.link);
    palette.setColor(QPalette::LinkVisited, c.link);
    palette.setColor(QPalette::Mid, c.mid);
    palette.setColor(QPalette::Light, c.button.lighter(dark ? 130 : 108));
    palette.setColor(QPalette::Midlight, c.button.lighter(dark ? 115 : 104));
    palette.setColor(QPalette::Dark, c.button.darker(150));
    palette.setColor(QPalette::Shadow, c.button.darker(220));
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.dim);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.mid);
    return palette;
}

bool applyTheme(Theme theme)
{
    // Qt 6.4 does not tell the platform's colour scheme; its palette as it was at the start does.
    static const bool systemIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark);
    static const bool fusion = (QApplication::setStyle(new OurStyle(QStringLiteral("Fusion"))), true);
    Q_UNUSED(fusion)
    QApplication::setPalette(themePalette(dark));
    const Colours c = coloursOf(dark);
    QString sheet = styleSheetText("isopolis");
    constexpr double kTitle_pt = 15, kTitleToText = 1.5;
    const double title_pt = std::max(kTitle_pt, kTitleToText * QApplication::font().pointSizeF());
    sheet.replace(QStringLiteral("@title"), QString::number(title_pt, 'f', 1));
    sheet.replace(QStringLiteral("@mid"), c.mid.name())
        .replace(QStringLiteral("@accent"), c.accent.name())
        .replace(QStringLiteral("@base"), c.base.name());
    sheet.replace(QStringLiteral("@tick"), dark ? QStringLiteral("tick-dark") : QStringLiteral("tick-light"));
    sheet.replace(QStringLiteral("@window"), c.window.name()).replace(QStringLiteral("@text"), c.text.name());
    sheet.replace(QStringLiteral("@problem"), dark ? QStringLiteral("#ffb4a3") : QStringLiteral("#9c2a12"));
    sheet.replace(QStringLiteral("@notice"), dark ? QStringLiteral("#4a3d10") : QStringLiteral("#fff3c9"));
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance()))
        application->setStyleSheet(sheet);
    return dark;
}

}  // namespace isopolis
