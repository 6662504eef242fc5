#include "simulation/explain/model_cards.h"
#include "simulation/report/report_sections.h"

namespace isopolis::report {

namespace {
struct Part {
    std::string_view heading, label;
};
/// What a reader of the report needs of a card; equations and parameters stand in the window and in the tables above.
constexpr Part kParts[] = {{"Purpose", ISO_TR("report", "Purpose")},
                           {"Validity", ISO_TR("report", "Valid for")},
                           {"What it is not", ISO_TR("report", "What it is not")},
                           {"Checks", ISO_TR("report", "Checked against")}};
}  // namespace

Blocks modelSection()
{
    Blocks blocks{heading1(ISO_TR("report", "The models")),
                  paragraph(ISO_TR("report", "A card for each model: what it is for, where it holds, and how it was checked."))};
    for (const ModelCard& card : modelCards()) {
        ReportTable table;
        table.caption = std::string(card.title);
        table.header = {ISO_TR("report", "Item"), ISO_TR("report", "Statement")};
        table.numeric = {false, false};
        for (const Part& part : kParts)
            if (std::string statement = cardPart(card, part.heading); !statement.empty())
                table.rows.push_back({std::string(part.label), std::move(statement)});
        if (!table.rows.empty())
            blocks.push_back(tableBlock(std::move(table)));
    }
    return blocks;
}

}  // namespace isopolis::report
