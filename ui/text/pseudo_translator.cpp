#include "ui/text/pseudo_translator.h"

#include <QCoreApplication>

#include <cmath>
#include <cstring>

namespace isopolis {

namespace {

constexpr double kLonger = 0.4;
constexpr qsizetype kWord = 7;  ///< of the padding, so that it can wrap as words do

/// Texts that are no words: key sequences, file filters' patterns alone.
bool isWords(const QString& text)
{
    return !text.startsWith(QStringLiteral("Ctrl+")) && !text.startsWith(QStringLiteral("Shift+")) &&
           !text.startsWith(QStringLiteral("Alt+"));
}

}  // namespace

QString PseudoTranslator::longer(const QString& text)
{
    if (text.trimmed().isEmpty() || !isWords(text))
        return text;
    const auto more = static_cast<qsizetype>(std::ceil(kLonger * static_cast<double>(text.size())));
    QString padding;
    for (qsizetype i = 0; i + 3 < more; ++i)  // brackets and a blank are three
        padding += i % kWord == kWord / 2 ? QChar(u' ') : QChar(u'ė');
    // A colon or dots at the end say what follows: the padding goes before the bracket, not before them.
    return QStringLiteral("[%1 %2]").arg(text, padding);
}

QString PseudoTranslator::translate(const char* context, const char* source, const char*, int n) const
{
    // Qt asks for the layout direction under the name of a text.
    if (!source || std::strcmp(source, "QT_LAYOUT_DIRECTION") == 0 || (context && std::strncmp(context, "QShortcut", 9) == 0))
        return {};
    QString text = QString::fromUtf8(source);
    if (n >= 0)
        text.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
    return longer(text);
}

}  // namespace isopolis
