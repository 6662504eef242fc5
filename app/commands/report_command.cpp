#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/commands/publication.h"
#include "app/commands/text_application.h"
#include "app/known_draws.h"
#include "app/project_session.h"
#include "simulation/report/report_model.h"
#include "ui/report/report_writer.h"

#include <QDate>
#include <QLocale>

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

/// The report's files with the results, if a folder or a manifest is asked for.
Expected<void> publishReport(const Publication& publication, const OpenProject& project, const Study& study, const std::string& against,
                             const std::string& pdf, const std::string& html)
{
    constexpr std::uintmax_t kMostReport = 512U << 20U;
    if (!publication.asked())
        return {};
    const auto before = findScenario(project, against);
    if (!before)
        return unexpected(before.error());
    std::vector<CrateFile> files;
    for (const auto& [from, name, title, type] : {std::tuple(&pdf, "report.pdf", "Impact report", "application/pdf"),
                                                  std::tuple(&html, "report.html", "Impact report as a web page", "text/html")}) {
        if (publication.crate.empty() || from->empty())
            continue;
        auto bytes = readTextFile(*from, kMostReport);
        if (!bytes)
            return unexpected(bytes.error());
        files.push_back({name, title, type, std::move(*bytes)});
    }
    return publish(publication, study, *before, std::move(files));
}

}  // namespace

void addReportCommand(CLI::App& app, Console& console)
{
    struct Options {
        std::string project, scenario, against = std::string(kBaseScenarioName), language = "en", pdf, html, date;
        std::size_t samples = 0;
        std::uint64_t drawSeed = 1;
        Publication publication;
    };
    auto o = std::make_shared<Options>();
    CLI::App* report = app.add_subcommand("report", "The impact report as tagged PDF, and as HTML if asked");
    report->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    report->add_option("--scenario", o->scenario, "its name")->required();
    report->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    report->add_option("--language", o->language, "language of the report; English so far")
        ->check(CLI::IsMember({"en"}))
        ->capture_default_str();
    report->add_option("--date", o->date, "date to print; today if left out");
    report->add_option("--output", o->pdf, "PDF to write")->required();
    report->add_option("--html", o->html, "HTML to write");
    report
        ->add_option("--samples", o->samples,
                     "with the intervals of the stored ensemble of so many draws; 0: of the largest that is stored")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    report->add_option("--seed", o->drawSeed, "of that ensemble")->capture_default_str();
    addPublicationOptions(*report, o->publication);
    report->callback([o, &console] {
        for (const std::string& file : {o->pdf, o->html})
            if (auto writable = canWriteTo(file); !file.empty() && !writable) {
                console.fail(writable.error());
                return;
            }
        if (auto possible = canPublish(o->publication); !possible) {
            console.fail(possible.error());
            return;
        }
        const auto application = textApplication();
        ConsoleControl control(console);
        auto opened = studyProject(o->project, o->scenario, o->against, control);
        if (!opened) {
            console.fail(opened.error());
            return;
        }
        auto& [project, study] = *opened;
        ReportSettings settings;
        settings.language = o->language;
        settings.date = o->date.empty()
                            ? QLocale(QLocale::English).toString(QDate::currentDate(), QStringLiteral("d MMMM yyyy")).toStdString()
                            : o->date;
        settings.program = "Isopolis " ISOPOLIS_VERSION;
        auto before = findScenario(project, o->against);
        auto sure = before ? knownDraws(o->project, study, *before, o->samples, o->drawSeed)
                           : Expected<std::shared_ptr<const EnsembleResult>>(unexpected(before.error()));
        if (!sure) {
            console.fail(sure.error());
            return;
        }
        settings.sure = sure->get();
        auto model = buildReport(study, settings, control);
        if (!model) {
            console.fail(model.error());
            return;
        }
        if (auto written = writePdfReport(*model, study, o->pdf); !written) {
            console.fail(written.error());
            return;
        }
        console.line("wrote " + o->pdf);
        if (!o->html.empty()) {
            if (auto written = writeHtmlReport(*model, study, o->html); !written) {
                console.fail(written.error());
                return;
            }
            console.line("wrote " + o->html);
        }
        if (auto published = publishReport(o->publication, project, study, o->against, o->pdf, o->html); !published) {
            console.fail(published.error());
            return;
        }
        console.answer({{"pdf", o->pdf}, {"html", o->html}, {"run_key", model->runKey}, {"title", model->title}});
    });
}

}  // namespace isopolis
