// The report's PDF is tagged to the machine-checkable rules of PDF/UA-1, reads back in order, and leaves nothing behind when it fails.

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#ifndef Q_MOC_RUN
#include "gis/core/sample/sample_city.h"
#include "simulation/equity/assessment.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/report/report_model.h"
#include "simulation/run/model_chain.h"
#include "tests/support/must.h"
#include "ui/report/report_writer.h"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#endif

#include <set>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Counts what is painted outside of marked content: each such thing would be neither content nor artifact.
class UnmarkedPaint : public QPDFObjectHandle::ParserCallbacks {
public:
    void handleObject(QPDFObjectHandle object, size_t, size_t) override
    {
        static const std::set<std::string> kPaints = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ", "'", "\""};
        if (!object.isOperator())
            return;
        const std::string op = object.getOperatorValue();
        if (op == "BDC" || op == "BMC")
            ++m_depth;
        else if (op == "EMC")
            --m_depth;
        else if (m_depth == 0 && kPaints.count(op))
            ++unmarked;
        deepest = std::max(deepest, m_depth);
        lowest = std::min(lowest, m_depth);
    }
    void handleEOF() override { closed = m_depth == 0; }
    int unmarked = 0, deepest = 0, lowest = 0;
    bool closed = false;

private:
    int m_depth = 0;
};

struct TagTree {
    int figures = 0, figuresWithoutAlt = 0, headerCells = 0, headerCellsWithoutScope = 0, rows = 0;
    std::vector<int> headings;
    std::set<std::string> types;
};

void walk(QPDFObjectHandle element, TagTree& s, std::set<QPDFObjGen>& seen)
{
    if (element.isArray())
        for (int i = 0; i < element.getArrayNItems(); ++i)
            walk(element.getArrayItem(i), s, seen);
    if (!element.isDictionary() || (element.isIndirect() && !seen.insert(element.getObjGen()).second))
        return;
    if (QPDFObjectHandle type = element.getKey("/S"); type.isName()) {
        const std::string name = type.getName();
        s.types.insert(name);
        if (name == "/Figure") {
            ++s.figures;
            s.figuresWithoutAlt += element.hasKey("/Alt") && element.getKey("/Alt").getUTF8Value().size() > 20 ? 0 : 1;
        } else if (name == "/TH") {
            ++s.headerCells;
            s.headerCellsWithoutScope += element.getKey("/A").isDictionary() && element.getKey("/A").hasKey("/Scope") ? 0 : 1;
        } else if (name == "/TR") {
            ++s.rows;
        } else if (name.size() == 3 && name[1] == 'H' && name[2] >= '1' && name[2] <= '6') {
            s.headings.push_back(name[2] - '0');
        }
    }
    walk(element.getKey("/K"), s, seen);
}

Study sampleStudy()
{
    Study study;
    study.city = must(City::create(must(makeSampleCity({.population = 6000, .seed = 1}))));
    study.scenario.name = "Filter <the> Old & New Bridge";
    study.scenario.interventions.push_back(
        {.name = "Filter", .operations = {TrafficFilter{{.target = "sample:way/old-bridge", .area = {}}}}});
    study.scenario.interventions.push_back({.name = "Electric cars", .operations = {FleetShift{.electricShare = 0.4}}});
    QuietControl control(2);
    study.before = must(runChain(study.city, Scenario{.name = "base"}, control));
    study.after = must(runChain(study.city, study.scenario, control));
    // Traffic in a small town does little to the air: here every change counts, so that the report has maps.
    EquitySettings settings;
    for (const ParameterSpec* spec : {&kNo2Threshold, &kCarTimeThreshold})
        if (!settings.parameters.set(*spec, ParameterOverride{spec->low, "", ""}))
            qFatal("a threshold was refused");
    study.report = assess(*study.city, *study.before, *study.after, settings);
    study.runOf = [city = study.city](const Scenario& s, RunControl& c) { return runChain(city, s, c); };
    return study;
}

}  // namespace

class ReportPdf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_study = std::make_unique<Study>(sampleStudy());
        QuietControl control(2);
        ReportSettings settings;
        settings.date = "1 March 2024";
        m_model = std::make_unique<ReportModel>(must(buildReport(*m_study, settings, control)));
        m_path = m_folder.filePath(QStringLiteral("report.pdf"));
        const auto written = writePdfReport(*m_model, *m_study, m_path.toStdString());
        QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
        m_pdf.processFile(m_path.toStdString().c_str());
    }

    void theDocumentNamesItsLanguageAndTitle()
    {
        auto root = m_pdf.getRoot();
        QCOMPARE(root.getKey("/Lang").getUTF8Value(), std::string("en"));
        QVERIFY(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
        QVERIFY(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
        const auto metadata = root.getKey("/Metadata").getStreamData(qpdf_dl_all);
        const std::string xmp(reinterpret_cast<const char*>(metadata->getBuffer()), metadata->getSize());
        QVERIFY(xmp.find("<pdfuaid:part>1</pdfuaid:part>") != std::string::npos);
        QVERIFY(xmp.find("&lt;the&gt; Old &amp; New") != std::string::npos);
    }

    void everyFigureSaysWhatItShowsAndEveryHeaderCellWhatItHeads()
    {
        TagTree s;
        std::set<QPDFObjGen> seen;
        walk(m_pdf.getRoot().getKey("/StructTreeRoot").getKey("/K"), s, seen);
        int maps = 0, charts = 0;
        for (const ReportBlock& block : m_model->blocks) {
            maps += static_cast<int>(block.maps.size());
            charts += block.kind == ReportBlock::Kind::QuintileChart ? 1 : 0;
        }
        QVERIFY(maps >= 3 && charts >= 1);
        QVERIFY(s.figures >= maps + charts);
        QCOMPARE(s.figuresWithoutAlt, 0);
        QVERIFY(s.headerCells > 50 && s.rows > 50);
        QCOMPARE(s.headerCellsWithoutScope, 0);
        for (const char* type : {"/Document", "/P", "/L", "/LI", "/LBody", "/Table", "/TD", "/Caption"})
            QVERIFY2(s.types.count(type), type);
        QCOMPARE(s.headings.front(), 1);
        for (std::size_t i = 1; i < s.headings.size(); ++i)
            QVERIFY(s.headings[i] <= s.headings[i - 1] + 1);
    }

    void allThatIsPaintedIsContentOrArtifact()
    {
        int pages = 0;
        for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(m_pdf).getAllPages()) {
            UnmarkedPaint paint;
            page.parseContents(&paint);
            QCOMPARE(paint.unmarked, 0);
            QVERIFY(paint.deepest >= 1);
            QCOMPARE(paint.lowest, 0);
            QVERIFY(paint.closed);
            QCOMPARE(page.getObjectHandle().getKey("/Tabs").getName(), std::string("/S"));
            ++pages;
        }
        QVERIFY(pages >= 5);
    }

    void everyFontIsEmbeddedAndReadsBackAsText()
    {
        int fonts = 0;
        for (QPDFObjectHandle object : m_pdf.getAllObjects()) {
            if (!object.isDictionary() || !object.getKey("/Type").isName() || object.getKey("/Type").getName() != "/Font")
                continue;
            if (object.getKey("/Subtype").getName() == "/Type0")
                QVERIFY(object.hasKey("/ToUnicode"));
            if (object.getKey("/Subtype").getName() == "/CIDFontType2") {
                QVERIFY(object.hasKey("/CIDToGIDMap"));
                QVERIFY(object.getKey("/FontDescriptor").hasKey("/FontFile2"));
                ++fonts;
            }
        }
        QVERIFY(fonts > 0);
    }

    void aReaderFindsTheTextInReadingOrder()
    {
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        if (tool.isEmpty())
            QSKIP("pdftotext is not installed here");
        QProcess process;
        process.start(tool, {m_path, QStringLiteral("-")});
        QVERIFY(process.waitForFinished());
        const QString text = QString::fromUtf8(process.readAllStandardOutput());
        QStringList order;
        for (const ReportBlock& block : m_model->blocks)
            if (block.kind == ReportBlock::Kind::Heading1)
                order.append(QString::fromStdString(block.text));
        QVERIFY(order.size() >= 5);
        qsizetype at = -1;
        for (const QString& heading : order) {
            at = text.indexOf(heading, at + 1);
            QVERIFY2(at >= 0, qPrintable(heading));
        }
        QVERIFY(text.contains(QStringLiteral("Synthetic city: invented, not a real place")));
    }

    void aFolderThatDoesNotExistIsSaidAndNothingIsLeft()
    {
        const QString nowhere = m_folder.filePath(QStringLiteral("none/report.pdf"));
        QVERIFY(!writePdfReport(*m_model, *m_study, nowhere.toStdString()).has_value());
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("report.pdf")});
    }

    void theWebPageHoldsTheSameHeadingsAndEscapesNames()
    {
        const QString path = m_folder.filePath(QStringLiteral("report.html"));
        QVERIFY(writeHtmlReport(*m_model, *m_study, path.toStdString()).has_value());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString html = QString::fromUtf8(file.readAll());
        QVERIFY(html.startsWith(QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">")));
        QVERIFY(html.contains(QStringLiteral("&lt;the&gt; Old &amp; New")) && !html.contains(QStringLiteral("<the>")));
        QCOMPARE(html.count(QStringLiteral("<img ")), html.count(QRegularExpression(QStringLiteral("<img [^>]*alt=\"[^\"]{20,}"))));
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Study> m_study;
    std::unique_ptr<ReportModel> m_model;
    QPDF m_pdf;
};

QTEST_MAIN(ReportPdf)
#include "tst_report_pdf.moc"
