#include "app/commands/publication.h"

#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "simulation/report/export/canonical_json.h"
#include "simulation/report/export/manifest.h"
#include "simulation/report/export/results_json.h"
#include "simulation/run/model_chain.h"

#include <QDate>

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uintmax_t kMostManifest = 64U << 20U;

std::string buildText()
{
#ifdef NDEBUG
    const std::string kind = "optimised";
#else
    const std::string kind = "with checks";
#endif
#ifdef __VERSION__
    return std::string("compiler ") + __VERSION__ + ", " + kind;
#else
    return kind;
#endif
}

std::string today() { return QDate::currentDate().toString(Qt::ISODate).toStdString(); }

Expected<void> write(const fs::path& folder, const std::vector<CrateFile>& files, const json& metadata)
{
    std::error_code failed;
    fs::create_directory(folder, failed);
    if (failed)
        return unexpected(Error{ErrorCode::Io, "the folder could not be made: " + failed.message()}.in(folder.string()));
    for (const CrateFile& file : files)
        if (auto written = writeTextFile(folder / file.name, file.bytes); !written)
            return written;
    // Last: a folder with this file is whole.
    return writeTextFile(folder / kCrateFile, metadata.dump(2) + "\n");
}

struct ReproduceOptions {
    std::string project, manifest;
};

/// Both runs from nothing: what the project has stored is what is to be checked.
Expected<Study> computedAgain(const OpenProject& project, const Recipe& recipe, RunControl& control)
{
    Study study;
    study.city = project.city;
    study.scenario = recipe.after;
    auto before = runChain(project.city, recipe.before, control, *project.shared);
    if (!before)
        return unexpected(before.error());
    auto after = runChain(project.city, recipe.after, control, *project.shared);
    if (!after)
        return unexpected(after.error());
    study.before = *before;
    study.after = *after;
    study.report = assess(*project.city, *study.before, *study.after, EquitySettings{recipe.after.parameters});
    return study;
}

Expected<json> reproduce(const ReproduceOptions& o, Console& console)
{
    auto text = readTextFile(o.manifest, kMostManifest);
    if (!text)
        return unexpected(text.error());
    auto recipe = readManifest(*text, o.manifest);
    if (!recipe)
        return unexpected(recipe.error());
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    // Another city cannot give the same results: the runs would be in vain.
    if (project->city->revision() != recipe->city)
        return unexpected(Error{ErrorCode::Conflict, "the city of this project is not that of the manifest ('" + recipe->cityName +
                                                         "', revision " + recipe->city.shortHex() + "), or its data were changed"}
                              .in(o.project)
                              .cure("Use the project that the results were made with, or build it again from the same sources."));
    ConsoleControl control(console);
    auto study = computedAgain(*project, *recipe, control);
    if (!study)
        return unexpected(study.error());
    const auto found = resultsHash(*study);
    if (!found)
        return unexpected(found.error());
    const std::vector<std::string> reasons = differences(*recipe, *study);
    return json{{"equal", reasons.empty()},
                {"expected_sha256", recipe->results.hex()},
                {"found_sha256", found->hex()},
                {"differences", reasons},
                {"program_of_manifest", recipe->program}};
}

}  // namespace

void addPublicationOptions(CLI::App& command, Publication& publication)
{
    command.add_option("--manifest", publication.manifest, "file to write: what is needed to compute the results again, and their hash");
    command.add_option("--crate", publication.crate, "folder to write: results, scheme, manifest and their description (RO-Crate 1.1)");
}

Expected<void> canPublish(const Publication& publication)
{
    if (!publication.manifest.empty())
        if (auto possible = canWriteTo(publication.manifest); !possible)
            return possible;
    if (publication.crate.empty())
        return {};
    std::error_code ignored;
    const fs::path folder(publication.crate), above = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
        return unexpected(Error{ErrorCode::Conflict, "this is a file, not a folder"}.in(publication.crate).cure("Name another folder."));
    if (fs::is_directory(folder, ignored) && !fs::is_empty(folder, ignored) && !fs::exists(folder / kCrateFile, ignored))
        return unexpected(
            Error{ErrorCode::Conflict, "the folder holds other files"}.in(publication.crate).cure("Name a new or an empty folder."));
    if (!fs::is_directory(folder, ignored) && !fs::is_directory(above, ignored))
        return unexpected(
            Error{ErrorCode::NotFound, "the folder to make it in does not exist"}.in(publication.crate).cure("Make it, or name another."));
    return {};
}

Expected<void> publish(const Publication& publication, const Study& study, const Scenario& before, std::vector<CrateFile> more)
{
    if (!publication.asked())
        return {};
    const auto manifest = manifestJson(study, before, {.program = "Isopolis " ISOPOLIS_VERSION, .build = buildText()});
    if (!manifest)
        return unexpected(manifest.error());
    const std::string manifestText = manifest->dump(2) + "\n";
    if (!publication.manifest.empty())
        if (auto written = writeTextFile(publication.manifest, manifestText); !written)
            return written;
    if (publication.crate.empty())
        return {};
    // In the form that the hash of the manifest covers: sha256sum of this file gives it.
    const auto results = canonicalJson(resultsJson(study));
    if (!results)
        return unexpected(results.error());
    std::vector<CrateFile> files{
        {"results.json", "Results of the comparison", "application/json", *results},
        {"scheme.scenario.json", "The scheme, with its parameters", "application/json", scenarioToJson(study.scenario)},
        {"manifest.json", "What is needed to compute the results again", "application/json", manifestText}};
    for (CrateFile& file : more)
        files.push_back(std::move(file));
    const json metadata = crateMetadata(
        study, files,
        {.published = publication.date.empty() ? today() : publication.date, .program = "Isopolis", .version = ISOPOLIS_VERSION});
    return write(publication.crate, files, metadata);
}

void addReproduceCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<ReproduceOptions>();
    CLI::App* command = app.add_subcommand(
        "reproduce", "Compute again what a manifest describes, and say whether the results are the same; exit 1 if they are not");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("MANIFEST", o->manifest, "written by `compare --manifest`, `report --manifest` or `--crate`")->required();
    command->callback([o, &console] {
        const auto answer = reproduce(*o, console);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        const bool equal = (*answer)["equal"];
        console.line(equal ? "The results are the same, bit for bit: " + (*answer)["found_sha256"].get<std::string>()
                           : std::string("The results are NOT those of the manifest."));
        for (const json& reason : (*answer)["differences"])
            console.line("  " + reason.get<std::string>());
        console.answer(*answer);
        if (!equal)
            console.exitCode = kCouldNot;
    });
}

}  // namespace isopolis
