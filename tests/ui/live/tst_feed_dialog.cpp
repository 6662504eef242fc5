// The form for a new source: a test of the connection shows what came and what was rejected, where it can be seen.
#include "live_town.h"

#include "ui/dialogs/feed_dialog.h"
#include "ui/panels/panel_tools.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// The whole of a widget lies in what the form shows of itself.
bool seen(const QWidget& form, const QWidget& field)
{
    const auto* area = form.findChild<QScrollArea*>();
    const QRect shown(QPoint(), area->viewport()->size());
    return field.isVisible() && shown.contains(QRect(field.mapTo(area->viewport(), QPoint()), field.size()));
}

}  // namespace

class TestFeedDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatATestFoundIsSeenAtOnce()
    {
        ListedFeeds desk;
        FeedDialog dialog(desk, nullptr);
        dialog.setMaximumHeight(420);  // lower than the form
        dialog.QDialog::show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto* button = find<QPushButton>(dialog, "feedTest");
        auto* answer = find<QLabel>(dialog, "feedAnswer");
        auto* values = find<QTableView>(dialog, "feedValues");
        button->click();  // no address yet
        QVERIFY(answer->text().startsWith(QStringLiteral("There is no address to test.")));
        find<QLineEdit>(dialog, "feedUrl")->setText(QStringLiteral("https://air.example/v1.1/Observations"));
        button->click();
        QCOMPARE(answer->text(), QStringLiteral("Waiting for the first message…"));
        FeedTrial trial;
        trial.reached = true;
        trial.first = {{QStringLiteral("station 7"), "no2_ug_m3", 1'709'600'000, 21.5}};
        trial.rejected = {{QStringLiteral("a value without a time"), 310}};
        trial.observations = 40;
        trial.sensors = 3;
        trial.bytes = 5120;
        trial.rejectedCount = 1;
        Q_EMIT desk.tested(trial);
        QCOMPARE(answer->text(), QStringLiteral("It works: 40 values of 3 sensors in 5120 bytes; 1 items were rejected."));
        QCOMPARE(values->model()->rowCount(), 2);
        QCOMPARE(cell(*values, 0, 1), QStringLiteral("station 7"));
        QCOMPARE(cell(*values, 1, 2), QStringLiteral("a value without a time"));
        // Words stand at the left, figures at the right.
        const auto right = [&](int column) {
            return (values->model()->index(0, column).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
        };
        QVERIFY(!right(0) && !right(1) && !right(2) && right(3));
        QTRY_VERIFY(seen(dialog, *values));
        Q_EMIT desk.tested(trial);  // one that nobody waits for
        button->click();
        QVERIFY(!values->isVisible());
        button->click();  // cancelled
        QCOMPARE(answer->text(), QStringLiteral("The test was cancelled."));
        Q_EMIT desk.tested(trial);
        QCOMPARE(answer->text(), QStringLiteral("The test was cancelled."));
    }

    void whyAMessageCannotBeUsedIsSeenToo()
    {
        ListedFeeds desk;
        FeedDialog dialog(desk, nullptr);
        dialog.setMaximumHeight(420);
        dialog.QDialog::show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        find<QLineEdit>(dialog, "feedUrl")->setText(QStringLiteral("https://air.example/v1.1/Datastreams"));
        find<QPushButton>(dialog, "feedTest")->click();
        FeedTrial trial;
        trial.reached = true;
        trial.problem = QStringLiteral("the message holds nothing that could be measured, and says so in so many words that one line is "
                                       "not enough for them in a form as narrow as this one is here");
        Q_EMIT desk.tested(trial);
        auto* answer = find<QLabel>(dialog, "feedAnswer");
        QVERIFY(answer->text().startsWith(QStringLiteral("It answers, but its message cannot be used: the message holds nothing")));
        QTRY_VERIFY(seen(dialog, *answer));
    }
};

QTEST_MAIN(TestFeedDialog)
#include "tst_feed_dialog.moc"
