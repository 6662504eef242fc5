#include "ui/dialogs/merge_dialog.h"

#include "simulation/scenario/parameter_spec.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/opening_size.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace isopolis {

MergeDialog::MergeDialog(ProjectDocument& document, QWidget* parent)
    : QDialog(parent), m_document(document), m_first(named(new ChoiceBox(this), "mergeFirst", tr("First scenario"))),
      m_second(named(new ChoiceBox(this), "mergeSecond", tr("Second scenario"))),
      m_name(named(new QLineEdit(this), "mergeName", tr("Name of the merged scenario"))),
      m_conflicts(named(new QTableWidget(this), "mergeConflicts", tr("Contradictions, and which side is kept"))),
      m_preview(named(new QListWidget(this), "mergePreview", tr("Interventions of the merged scenario"))), m_told(new QLabel(this))
{
    setObjectName(QStringLiteral("mergeDialog"));
    setWindowTitle(tr("Merge two scenarios"));
    setAccessibleName(tr("Merge two scenarios"));
    setAttribute(Qt::WA_DeleteOnClose);
    for (const Scenario& scenario : document.scenarios())
        for (QComboBox* box : {m_first, m_second})
            box->addItem(scenarioTitle(scenario.name), text(scenario.name));
    m_first->setCurrentIndex(std::max(0, m_first->findData(text(document.activeName()))));
    m_second->setCurrentIndex(m_first->currentIndex() == 0 ? 1 : 0);
    m_name->setMaxLength(200);
    m_conflicts->setColumnCount(3);
    for (QWidget* list : {static_cast<QWidget*>(m_conflicts), static_cast<QWidget*>(m_preview)})
        list->setMinimumHeight(3 * fontMetrics().height());
    m_conflicts->verticalHeader()->hide();
    m_conflicts->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_conflicts->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_conflicts->setWordWrap(true);
    m_conflicts->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_told->setObjectName(QStringLiteral("mergeTold"));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    auto* form = new QFormLayout;
    form->addRow(tr("&First scenario:"), m_first);
    form->addRow(tr("&Second scenario:"), m_second);
    form->addRow(tr("&Name of the merged scenario:"), m_name);
    auto* contradictions = new QLabel(tr("&Contradictions, and which side is kept:"), this);
    contradictions->setBuddy(m_conflicts);
    auto* outcome = new QLabel(tr("&What comes out:"), this);
    outcome->setBuddy(m_preview);
    auto* buttons = new QDialogButtonBox(this);
    m_make = named(buttons->addButton(tr("Merge"), QDialogButtonBox::AcceptRole), "mergeAccept", tr("Make the merged scenario"));
    named(buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole), "mergeCancel", tr("Cancel"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(contradictions);
    layout->addWidget(m_conflicts, 3);
    layout->addWidget(outcome);
    layout->addWidget(m_preview, 2);
    layout->addWidget(m_told);
    layout->addWidget(buttons);
    for (QComboBox* box : {m_first, m_second})
        connect(box, &QComboBox::currentIndexChanged, this, &MergeDialog::compare);
    connect(m_name, &QLineEdit::textChanged, this, &MergeDialog::preview);
    connect(buttons, &QDialogButtonBox::accepted, this, &MergeDialog::make);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    // Another project, or a scenario that went meanwhile.
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened || event.what == ChangeEvent::What::Scenarios)
            reject();
    });
    compare();
    resize(openingSize(*this, {760, 620}));
}

QString MergeDialog::words(const MergeConflict& conflict, MergeSide side) const
{
    const bool first = side == MergeSide::First;
    switch (conflict.kind) {
    case MergeConflict::Kind::Named: return tr("As it is in %1").arg((first ? m_first : m_second)->currentText());
    case MergeConflict::Kind::Measure:
        return tr("%1 (\"%2\")")
            .arg(operationText(*m_document.city(), *(first ? conflict.firstOperation : conflict.secondOperation)),
                 text(first ? conflict.first : conflict.second));
    case MergeConflict::Kind::Assumption: break;
    }
    const ParameterSpec* spec = findParameter(conflict.subject);
    const QString value = formatPlain(first ? conflict.firstValue : conflict.secondValue);
    return spec && !unitText(spec->unit).isEmpty() ? value + QChar(0x00A0) + unitText(spec->unit) : value;
}

void MergeDialog::compare()
{
    m_merge.reset();
    m_conflicts->setRowCount(0);
    const Scenario *first = m_document.scenario(utf8(m_first->currentData().toString())),
                   *second = m_document.scenario(utf8(m_second->currentData().toString()));
    if (first && second) {
        m_conflicts->setHorizontalHeaderLabels({tr("Contradiction"), tr("Kept"), tr("Left out")});
        if (Expected<ScenarioMerge> merge = ScenarioMerge::of(*first, *second, m_document.scenarios()))
            m_merge = std::move(*merge);
        else
            m_told->setText(errorText(merge.error()));
        m_name->setText(text(m_document.freeScenarioName(utf8(tr("%1 and %2").arg(text(first->name), text(second->name)).left(190)))));
    }
    if (m_merge) {
        for (const MergeConflict& conflict : m_merge->conflicts()) {
            const int row = m_conflicts->rowCount();
            m_conflicts->insertRow(row);
            QString what = text(conflict.subject);
            if (conflict.kind == MergeConflict::Kind::Measure)
                what = translated("operation", operationLabel(*conflict.firstOperation));
            else if (const ParameterSpec* spec = findParameter(conflict.subject))
                what = translated("parameter", spec->label);
            m_conflicts->setItem(row, 0, new QTableWidgetItem(what));
            auto* choice = new ChoiceBox(m_conflicts);
            choice->addItem(words(conflict, MergeSide::First));
            choice->addItem(words(conflict, MergeSide::Second));
            choice->setMinimumContentsLength(12);  // a long name does not widen the column
            choice->setToolTip(choice->itemText(0) + QLatin1Char('\n') + choice->itemText(1));
            named(choice, "mergeChoice", tr("Kept: %1").arg(what));
            m_conflicts->setCellWidget(row, 1, choice);
            m_conflicts->setItem(row, 2, new QTableWidgetItem);
            connect(choice, &QComboBox::currentIndexChanged, this, &MergeDialog::preview);
        }
    }
    preview();
}

std::vector<MergeSide> MergeDialog::sides() const
{
    std::vector<MergeSide> sides;
    for (int row = 0; row < m_conflicts->rowCount(); ++row)
        sides.push_back(static_cast<MergeSide>(static_cast<QComboBox*>(m_conflicts->cellWidget(row, 1))->currentIndex()));
    return sides;
}

void MergeDialog::preview()
{
    m_preview->clear();
    m_make->setEnabled(m_merge.has_value() && !m_name->text().trimmed().isEmpty());
    if (!m_merge)
        return;
    const std::vector<MergeSide> chosen = sides();
    for (int row = 0; row < m_conflicts->rowCount(); ++row) {
        const bool first = chosen[static_cast<std::size_t>(row)] == MergeSide::First;
        m_conflicts->item(row, 2)->setText(
            words(m_merge->conflicts()[static_cast<std::size_t>(row)], first ? MergeSide::Second : MergeSide::First));
    }
    m_conflicts->resizeRowsToContents();
    for (const Intervention& each : m_merge->merged({}, chosen).interventions)
        m_preview->addItem(each.enabled ? text(each.name) : tr("%1 (switched off)").arg(text(each.name)));
    const QString base = tr("It branches from: %1.").arg(scenarioTitle(m_merge->base()));
    m_told->setText(m_conflicts->rowCount() == 0 ? tr("The two do not contradict each other.") + QLatin1Char(' ') + base : base);
}

void MergeDialog::make()
{
    if (!m_merge)
        return;
    disconnect(&m_document, nullptr, this, nullptr);
    if (const Expected<void> added = m_document.addScenario(m_merge->merged(utf8(m_name->text().trimmed()), sides())); !added) {
        m_told->setText(errorText(added.error()));
        return;
    }
    accept();
}

}  // namespace isopolis
