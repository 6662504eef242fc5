#pragma once
/// A large button with a heading and a sentence below it, both as large as the window's text: Qt's own command link writes in 9 pt
/// whatever size was asked for.
///
///   auto* open = new ChoiceButton(tr("Open a project"), tr("Continue with a project file"), this);

#include <QPushButton>

class QLabel;

namespace isopolis {

class ChoiceButton : public QPushButton {
    Q_OBJECT
public:
    ChoiceButton(const QString& heading, const QString& words, QWidget* parent = nullptr);
    void setPicture(const QIcon& icon);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitFont();
    QIcon m_icon;
    QLabel* m_picture;
    QLabel* m_heading;
    QLabel* m_words;
};

}  // namespace isopolis
