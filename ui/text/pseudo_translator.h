#pragma once
/// A language that does not exist: every translatable text 40 % longer and in brackets. What stays plain cannot be translated; what loses
/// its bracket is cut off.
///
///   QCoreApplication::installTranslator(new PseudoTranslator(app));   // "Open…" becomes "[Open… ėėė]"

#include <QTranslator>

namespace isopolis {

class PseudoTranslator : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;
    bool isEmpty() const override { return false; }

    static QString longer(const QString& text);
};

}  // namespace isopolis
