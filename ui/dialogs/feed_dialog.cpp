#include "ui/dialogs/feed_dialog.h"

#include "ui/dialogs/feed_questions.h"
#include "ui/live/live_words.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QUrl>

namespace isopolis {

namespace {

class FeedWords {
    Q_DECLARE_TR_FUNCTIONS(dialogs)
};

constexpr double kLongestPoll_s = 7 * 86400, kLongestPeriod_s = 366 * 86400.0;

}  // namespace

FeedDialog::FeedDialog(FeedDesk& desk, QWidget* parent)
    : FormDialog("feedDialog", tr("Add a source of sensor data"), tr("Add source"), parent), m_desk(desk)
{
    setIntroduction(tr("Test the connection first: it shows the first values and what was rejected, and stores nothing. "
                       "Keys and passwords stay in the keyring of this computer; here stands only the name of the entry."));
    m_name = addText("feedName", tr("Name"), {});
    m_kind = addChoice("feedKind", tr("Kind"), desk.kinds(), 0);
    m_url = addText("feedUrl", tr("Address"), {});
    m_url->setMaxLength(2000);
    m_url->setPlaceholderText(tr("https://… or mqtts://…"));
    m_topics = addText("feedTopics", tr("MQTT topics, with commas"), {});
    m_poll = addNumber("feedPoll", tr("Ask every"), 60, 1, kLongestPoll_s, 0, tr("s"));
    m_period = addNumber("feedPeriod", tr("Length of an interval (0: told by the messages)"), 0, 0, kLongestPeriod_s, 0, tr("s"));
    m_zone = addText("feedZone", tr("Time zone of stamps without one"), {});
    m_zone->setPlaceholderText(tr("for example Europe/London; empty: UTC"));
    m_secret = addText("feedSecret", tr("Entry of the keyring"), {});
    m_purpose = addText("feedPurpose", tr("Purpose"), {});
    m_basis = addText("feedBasis", tr("Legal basis"), {});
    m_licence = addText("feedLicence", tr("Licence"), {});
    m_attribution = addText("feedAttribution", tr("Attribution"), {});
    m_privacy =
        addChoice("feedPrivacy", tr("Privacy class"),
                  {tr("D: public stations"), tr("A: totals of five or more"), tr("B: single journeys"), tr("C: sensors at homes")}, 0);
    m_store = named(new QCheckBox(tr("It may be stored"), this), "feedMayStore", tr("It may be stored"));
    m_export = named(new QCheckBox(tr("It may be handed on"), this), "feedMayExport", tr("It may be handed on"));
    m_store->setChecked(true);
    m_export->setChecked(true);
    addWide(m_store);
    addWide(m_export);
    m_profile = named(new QPlainTextEdit(this), "feedProfile", tr("More fields as JSON"));
    m_profile->setPlaceholderText(tr("More fields as JSON, for CSV and MQTT: {\"csv\": {\"layout\": \"long\"}}"));
    m_profile->setTabChangesFocus(true);
    m_profile->setFixedHeight(fontMetrics().height() * 4);
    addWide(m_profile);
    m_test = named(new QPushButton(tr("&Test connection"), this), "feedTest", tr("Test connection"));
    m_test->setAutoDefault(false);
    addWide(m_test);
    m_answer = new QLabel(this);
    m_answer->setObjectName(QStringLiteral("feedAnswer"));
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    addWide(m_answer);
    m_rows = new TableOfRows(this);
    m_values = named(new QTableView(this), "feedValues", tr("First values and what was rejected"));
    m_values->setModel(m_rows);
    m_values->verticalHeader()->hide();
    m_values->horizontalHeader()->setStretchLastSection(true);
    m_values->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_values->setTabKeyNavigation(false);
    m_values->setFixedHeight(fontMetrics().height() * 8);
    m_values->hide();
    addWide(m_values);
    setCheck([this] { return problem(); });
    connect(m_test, &QPushButton::clicked, this, &FeedDialog::test);
    connect(&desk, &FeedDesk::tested, this, &FeedDialog::show);
}

FeedDialog::~FeedDialog()
{
    if (m_testing)
        m_desk.cancelTest();
}

FeedDraft FeedDialog::draft() const
{
    constexpr const char* kClasses[] = {"D", "A", "B", "C"};
    FeedDraft d;
    d.name = m_name->text().trimmed();
    d.kind = m_kind->currentText();
    d.url = m_url->text().trimmed();
    for (const QString& topic : m_topics->text().split(u',', Qt::SkipEmptyParts))
        d.topics << topic.trimmed();
    d.poll_s = m_poll->value();
    d.period_s = static_cast<int>(m_period->value());
    d.zone = m_zone->text().trimmed();
    d.secret = m_secret->text().trimmed();
    d.purpose = m_purpose->text().trimmed();
    d.legalBasis = m_basis->text().trimmed();
    d.licence = m_licence->text().trimmed();
    d.attribution = m_attribution->text().trimmed();
    d.privacy = QString::fromLatin1(kClasses[std::clamp(m_privacy->currentIndex(), 0, 3)]);
    d.mayStore = m_store->isChecked();
    d.mayExport = m_export->isChecked();
    d.profile = m_profile->toPlainText().trimmed();
    return d;
}

QString FeedDialog::problem() const
{
    const FeedDraft d = draft();
    if (d.name.isEmpty())
        return tr("The source has no name. Type one.");
    if (!d.url.isEmpty() && !QUrl(d.url, QUrl::StrictMode).isValid())
        return tr("The address cannot be read. It looks like https://host/path or mqtts://host:8883.");
    if (!d.profile.isEmpty() && !QJsonDocument::fromJson(d.profile.toUtf8()).isObject())
        return tr("The further fields are no JSON object. Write them between braces, or leave them empty.");
    if (d.purpose.isEmpty() || d.legalBasis.isEmpty() || d.licence.isEmpty())
        return tr("Purpose, legal basis and licence go into the register of data. Fill them in.");
    return {};
}

void FeedDialog::test()
{
    if (m_testing) {
        m_testing = false;
        m_desk.cancelTest();
        m_test->setText(tr("&Test connection"));
        m_answer->setText(tr("The test was cancelled."));
        return;
    }
    if (m_url->text().trimmed().isEmpty()) {
        m_answer->setText(tr("There is no address to test. Type one."));
        return;
    }
    m_testing = true;
    m_values->hide();
    m_test->setText(tr("Cancel &test"));
    m_answer->setText(tr("Waiting for the first message…"));
    m_desk.test(draft());
}

void FeedDialog::show(const FeedTrial& trial)
{
    if (!m_testing)
        return;
    m_testing = false;
    m_test->setText(tr("&Test connection"));
    if (!trial.problem.isEmpty() && trial.observations == 0) {
        m_answer->setText(trial.reached ? tr("It answers, but its message cannot be used: %1").arg(trial.problem)
                                        : tr("It was not reached: %1").arg(trial.problem));
    } else {
        m_answer->setText(tr("It works: %1 values of %2 sensors in %3 bytes; %4 items were rejected.")
                              .arg(trial.observations)
                              .arg(trial.sensors)
                              .arg(trial.bytes)
                              .arg(trial.rejectedCount));
    }
    QList<QStringList> rows;
    for (const FeedTrial::Value& v : trial.first)
        rows.append({tr("value"), v.sensor, quantityLabel(v.quantity), valueText(v.quantity, v.value), momentText(v.t)});
    for (const FeedTrial::Rejected& r : trial.rejected)
        rows.append({tr("rejected"), tr("byte %1").arg(r.offset), r.reason, {}, {}});
    m_rows->setTextColumns(3);
    m_rows->setRows({tr("What"), tr("Sensor"), tr("Quantity or reason"), tr("Value"), tr("Begins")}, rows);
    m_values->resizeColumnsToContents();
    m_values->setVisible(!rows.isEmpty());
    reveal(rows.isEmpty() ? static_cast<QWidget*>(m_answer) : m_values);
}

void QtFeedQuestions::askFeed(QWidget* parent, FeedDesk& desk, Reply<FeedDraft> answer)
{
    auto* dialog = new FeedDialog(desk, parent);
    dialog->askThen([=] { answer(dialog->draft()); });
}

void QtFeedQuestions::askSecret(QWidget* parent, SecretInput initial, Reply<SecretInput> answer)
{
    auto* dialog = new FormDialog("secretDialog", FeedWords::tr("A source needs its key"), FeedWords::tr("Use it"), parent);
    dialog->setIntroduction(FeedWords::tr("%1: %2. The key is written into no file of the project. Without a keyring it is asked for each "
                                          "time the program starts.")
                                .arg(initial.source, initial.why));
    QLineEdit* key = dialog->addText("secretKey", FeedWords::tr("Password or key"), {});
    key->setMaxLength(4096);
    key->setEchoMode(QLineEdit::Password);
    auto* keep = named(new QCheckBox(FeedWords::tr("Keep it in the keyring of this computer"), dialog), "secretKeep",
                       FeedWords::tr("Keep it in the keyring of this computer"));
    dialog->addWide(keep);
    dialog->setCheck([key] {
        return key->text().isEmpty() ? FeedWords::tr("There is no key yet. Type it, or cancel: the source then stays silent.") : QString();
    });
    dialog->askThen([=] { answer({initial.source, initial.why, key->text(), keep->isChecked()}); });
}

void QtFeedQuestions::askJudgement(QWidget* parent, JudgementInput initial, Reply<JudgementInput> answer)
{
    auto* dialog = new FormDialog("judgementDialog", FeedWords::tr("Judge values of a sensor"), FeedWords::tr("Decide"), parent);
    dialog->setIntroduction(FeedWords::tr("%1. Your decision lies over the automatic checks; the values stay as they came. It is kept with "
                                          "your reason, and can be overruled by a later one.")
                                .arg(initial.what));
    const QList<Quality> flags{Quality::Pass, Quality::Suspect, Quality::Fail};
    QComboBox* flag = dialog->addChoice("judgementFlag", FeedWords::tr("The values are"),
                                        {FeedWords::tr("good"), FeedWords::tr("suspect"), FeedWords::tr("wrong")},
                                        static_cast<int>(flags.indexOf(initial.flag)));
    const auto moment = [dialog](const char* name, const QString& label, std::int64_t at_s) {
        auto* edit = named(new QDateTimeEdit(dialog), name, label);
        edit->setTimeSpec(Qt::UTC);
        edit->setDisplayFormat(QStringLiteral("d MMM yyyy HH:mm"));
        edit->setDateTime(QDateTime::fromSecsSinceEpoch(at_s, Qt::UTC));
        dialog->addRow(label, edit);
        return edit;
    };
    QDateTimeEdit* from = moment("judgementFrom", FeedWords::tr("From (UTC)"), initial.from_s);
    QDateTimeEdit* to = moment("judgementTo", FeedWords::tr("Until (UTC)"), initial.to_s);
    QLineEdit* reason = dialog->addText("judgementReason", FeedWords::tr("Reason"), initial.reason);
    QLineEdit* who = dialog->addText("judgementWho", FeedWords::tr("Decided by (role)"), initial.who);
    dialog->setCheck([=] {
        if (reason->text().trimmed().isEmpty())
            return FeedWords::tr("A decision needs a reason. Type one.");
        return to->dateTime() > from->dateTime() ? QString() : FeedWords::tr("The period ends before it begins. Change one of the times.");
    });
    dialog->askThen([=] {
        answer({initial.what, from->dateTime().toSecsSinceEpoch(), to->dateTime().toSecsSinceEpoch(), flags[flag->currentIndex()],
                reason->text().trimmed(), who->text().trimmed()});
    });
}

}  // namespace isopolis
