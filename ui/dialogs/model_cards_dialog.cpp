#include "ui/dialogs/model_cards_dialog.h"

#include "simulation/explain/model_cards.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {
constexpr int kIdRole = Qt::UserRole;
constexpr QSize kSize{860, 620};
}  // namespace

ModelCardsDialog::ModelCardsDialog(QWidget* parent)
    : QDialog(parent), m_search(named(new QLineEdit(this), "cardSearch", tr("Search the model cards"))),
      m_list(named(new QListWidget(this), "cardList", tr("Model cards"))),
      m_text(named(new QTextBrowser(this), "cardText", tr("Text of the model card"))), m_found(new QLabel(this))
{
    named(this, "modelCardsDialog", tr("Model cards"));
    setWindowTitle(tr("Model cards"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setPlaceholderText(tr("Search, e.g. tunnel"));
    m_search->setClearButtonEnabled(true);
    m_found->setObjectName(QStringLiteral("cardsFound"));
    m_text->setOpenLinks(false);
    m_text->setTabChangesFocus(true);
    for (const ModelCard& card : modelCards()) {
        auto* item = new QListWidgetItem(text(card.title), m_list);
        item->setData(kIdRole, text(card.id));
    }
    auto* caption = new QLabel(tr("&Search:"), this);
    caption->setBuddy(m_search);
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    for (QWidget* part :
         {static_cast<QWidget*>(caption), static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_found), static_cast<QWidget*>(m_list)})
        column->addWidget(part);
    auto* both = new QSplitter(this);
    both->addWidget(left);
    both->addWidget(m_text);
    both->setStretchFactor(1, 1);
    both->setSizes({kSize.width() / 3, kSize.width() * 2 / 3});
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* close = named(buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole), "close", tr("Close"));
    close->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(both, 1);
    layout->addWidget(buttons);
    resize(kSize);
    connect(m_search, &QLineEdit::textChanged, this, &ModelCardsDialog::search);
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelCardsDialog::show);
    search({});
    m_list->setCurrentRow(0);
}

void ModelCardsDialog::choose(const QString& id)
{
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(kIdRole).toString() == id) {
            m_search->clear();
            m_list->setCurrentRow(row);
            m_list->setFocus();
        }
}

void ModelCardsDialog::search(const QString& words)
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int found = 0, first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        const QString whole = text(modelCards()[static_cast<std::size_t>(row)].text);
        const bool fits =
            std::all_of(wanted.begin(), wanted.end(), [&whole](const QString& w) { return whole.contains(w, Qt::CaseInsensitive); });
        m_list->item(row)->setHidden(!fits);
        found += fits ? 1 : 0;
        if (fits && first < 0)
            first = row;
    }
    m_found->setText(found == 0 ? tr("No card has these words.") : tr("%n card(s)", "", found));
    if (first >= 0 && (m_list->currentRow() < 0 || m_list->currentItem()->isHidden()))
        m_list->setCurrentRow(first);
}

void ModelCardsDialog::show(int row)
{
    if (row < 0 || static_cast<std::size_t>(row) >= modelCards().size()) {
        m_text->clear();
        return;
    }
    m_text->setMarkdown(text(modelCards()[static_cast<std::size_t>(row)].text));
}

}  // namespace isopolis
