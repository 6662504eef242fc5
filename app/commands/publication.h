#pragma once
/// What can be handed on with results: a manifest to compute them again, and a folder that describes itself (RO-Crate).
///
///   auto publication = std::make_shared<Publication>();   addPublicationOptions(*command, *publication);
///   if (auto possible = canPublish(*publication); !possible) …           // before a long calculation
///   publish(*publication, study, before, {{"report.pdf", "Impact report", "application/pdf", bytes}});
///
/// A folder that holds anything else than an earlier crate is refused: nothing of others is overwritten.

#include "simulation/report/export/research_crate.h"

namespace CLI {
class App;
}

namespace isopolis {

class Console;

struct Publication {
    std::string manifest, crate;  ///< a file, a folder; empty: not asked for
    std::string date;             ///< ISO 8601; today if empty
    bool asked() const { return !manifest.empty() || !crate.empty(); }
};

void addPublicationOptions(CLI::App& command, Publication& publication);
Expected<void> canPublish(const Publication& publication);
/// `before`: the flattened scenario that is compared with; `more`: files for the folder, beside results, scheme and manifest.
Expected<void> publish(const Publication& publication, const Study& study, const Scenario& before, std::vector<CrateFile> more);

/// `reproduce`: computes again what a manifest describes.
void addReproduceCommand(CLI::App& app, Console& console);

}  // namespace isopolis
