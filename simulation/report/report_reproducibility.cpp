#include "simulation/report/export/manifest.h"
#include "simulation/report/report_sections.h"

namespace isopolis::report {

namespace {
ReportTable hashes(const Study& study, const Hash& results, const std::string& program)
{
    const Run &before = *study.before, &after = *study.after;
    ReportTable table;
    table.caption = ISO_TR("report", "What is needed to compute these figures again");
    table.header = {ISO_TR("report", "Item"), ISO_TR("report", "Value")};
    table.numeric = {false, false};
    table.rows = {{ISO_TR("report", "Run before the scheme"), before.key.hash().hex()},
                  {ISO_TR("report", "Run with the scheme"), after.key.hash().hex()},
                  {ISO_TR("report", "Results of the run before"), resultHash(before).hex()},
                  {ISO_TR("report", "Results of the run with the scheme"), resultHash(after).hex()},
                  {ISO_TR("report", "Results of the comparison"), results.hex()},
                  {ISO_TR("report", "City"), after.key.city.hex()},
                  {ISO_TR("report", "Scheme"), after.key.scenario.hex()},
                  {ISO_TR("report", "Program"), program},
                  {ISO_TR("report", "Version of the models"), std::to_string(after.key.engine)},
                  {ISO_TR("report", "Random seed"), std::to_string(after.applied.seed)},
                  {ISO_TR("report", "Relative gap of traffic, both runs"),
                   plainNumber(before.traffic.relativeGap) + ISO_TR("report", " and ") + plainNumber(after.traffic.relativeGap)},
                  {ISO_TR("report", "Both runs reached the wanted gap"),
                   before.traffic.converged && after.traffic.converged ? ISO_TR("report", "yes") : ISO_TR("report", "no")}};
    table.note =
        ISO_TR("report", "Long values are SHA-256 hashes. The same city, scheme and version give the same figures, bit for bit. The "
                         "results of the comparison are hashed as canonical JSON (RFC 8785).");
    return table;
}

ReportTable dataHashes(const City& city)
{
    ReportTable table;
    table.caption = ISO_TR("report", "Data sets as they were read (SHA-256)");
    table.header = {ISO_TR("report", "Data set"), ISO_TR("report", "Hash")};
    table.numeric = {false, false};
    for (const SourceRecord& source : city.sources())
        table.rows.push_back({source.title.empty() ? source.id : source.title,
                              source.hash.empty() ? std::string(ISO_TR("report", "not recorded")) : source.hash});
    table.note = ISO_TR("report", "Where no hash is recorded, that of the city stands for what was read.");
    return table;
}
}  // namespace

Expected<Blocks> reproducibilitySection(const Study& study, const std::string& program)
{
    const Expected<Hash> results = resultsHash(study);
    if (!results)
        return unexpected(results.error());
    Blocks blocks{heading1(ISO_TR("report", "Reproducibility")),
                  paragraph(ISO_TR("report", "Anybody who has the project file and the program can compute these figures again. "
                                             "Whoever doubts one can ask for its origin.")),
                  tableBlock(hashes(study, *results, program))};
    blocks.front().newPage = true;
    if (!study.city->sources().empty())
        blocks.push_back(tableBlock(dataHashes(*study.city)));
    blocks.push_back(heading2(ISO_TR("report", "How to check")));
    blocks.push_back(bullets(
        {ISO_TR("report", "“isopolis-cli report … --manifest FILE” writes all that is needed: both schemes, all parameters, all hashes."),
         ISO_TR("report", "“isopolis-cli reproduce PROJECT FILE” computes both runs again. It says whether the results are the same."),
         ISO_TR("report", "“isopolis-cli explain PROJECT --scenario NAME --figure ADDRESS” shows the numbers behind a figure."),
         ISO_TR("report", "“isopolis-cli compare … --crate FOLDER” writes results, scheme and manifest, described as RO-Crate.")}));
    return blocks;
}

}  // namespace isopolis::report
