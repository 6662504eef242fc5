#include "ui/jobs/paired_question.h"

#include "ui/text/translate.h"

namespace isopolis {

bool pairsCanBeAsked(const ProjectDocument& document) { return document.active() != nullptr && document.resultsAreCurrent(); }

Expected<PairedQuestion> pairedQuestion(const ProjectDocument& document)
{
    Expected<WantedRuns> wanted = document.wanted();
    if (!wanted)
        return unexpected(wanted.error());
    return PairedQuestion{document.city(), std::move(wanted->before), std::move(wanted->after), document.results().report,
                          ensembleStorePath(std::filesystem::path(utf8(document.path())))};
}

}  // namespace isopolis
