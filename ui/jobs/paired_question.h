#pragma once
/// What is asked of many pairs of runs: both sides of the comparison on the screen, and where finished pairs are kept.
///
///   Expected<PairedQuestion> question = pairedQuestion(document);   // an error while the scheme cannot be applied
///   auto store = EnsembleStore::obtain(question->store);            // without one, pairs live as long as the search: no reason to refuse
///   it

#include "simulation/project/ensemble_store.h"
#include "ui/document/project_document.h"

namespace isopolis {

struct PairedQuestion {
    CityPtr city;
    Scenario before, after;
    std::shared_ptr<const EquityReport> report;
    std::filesystem::path store;
};

/// A scheme is shown and its results are current.
bool pairsCanBeAsked(const ProjectDocument& document);
Expected<PairedQuestion> pairedQuestion(const ProjectDocument& document);

}  // namespace isopolis
