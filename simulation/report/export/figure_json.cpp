#include "simulation/explain/figures/figure_tree.h"
#include "simulation/report/export/canonical_json.h"
#include "simulation/report/export/results_json.h"

#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

/// Empty members are left out: trees of thousands of homes stay readable.
json treeJson(const FigureNode& node, json& operations)
{
    json out = {{"address", node.address},
                {"what", node.what},
                {"value", number(node.value)},
                {"unit", node.unit},
                {"operation", operationKey(node.operation)}};
    operations[std::string(operationKey(node.operation))] = operationRule(node.operation);
    if (!node.role.empty())
        out["role"] = node.role;
    else
        out["weight"] = number(node.weight);
    if (std::isfinite(node.beside))
        out["beside"] = node.beside;
    if (node.fifth > 0)
        out["fifth"] = node.fifth;
    if (!node.formula.empty())
        out["formula"] = node.formula;
    if (!node.run.empty())
        out["run"] = node.run;
    for (const TraceParameter& p : node.parameters)
        out["parameters"].push_back(parameterJson(p));
    for (const TraceData& d : node.data)
        out["data"].push_back(dataJson(d));
    if (!node.caveats.empty())
        out["caveats"] = node.caveats;
    for (const FigureNode& input : node.inputs)
        out["inputs"].push_back(treeJson(input, operations));
    return out;
}

json typedNumber(double value)
{
    // xsd:double writes what is not a number as NaN.
    return {{"$", std::isfinite(value) ? canonicalNumber(value) : "NaN"}, {"type", "xsd:double"}};
}

/// A local name for any text: PROV-JSON keys are qualified names, "prefix:local".
std::string localName(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || c == '_' ||
                           c == '-' || c == '.' || c == '/';
        if (plain)
            out += c;
        else
            out += std::string("%") + kHex[byte >> 4U] + kHex[byte & 0xFU];
    }
    return out;
}

/// Collects the parts of one document; what occurs in several branches is told once.
class ProvDocument {
public:
    explicit ProvDocument(std::string_view program)
    {
        m_out["prefix"] = {{"iso", "urn:isopolis:"}};
        m_out["agent"]["iso:program"] = {{"prov:type", {{"$", "prov:SoftwareAgent"}, {"type", "prov:QUALIFIED_NAME"}}},
                                         {"prov:label", program}};
    }

    /// The name of the node's entity.
    std::string add(const FigureNode& node)
    {
        std::string name = "iso:figure/" + localName(node.address);
        if (m_out["entity"].contains(name))
            return name;
        m_out["entity"][name] = {{"prov:label", node.what},
                                 {"prov:value", typedNumber(node.value)},
                                 {"iso:unit", node.unit},
                                 {"iso:operation", operationKey(node.operation)},
                                 {"iso:rule", operationRule(node.operation)}};
        if (!node.formula.empty())
            m_out["entity"][name]["iso:formula"] = node.formula;
        std::string run;
        if (!node.run.empty()) {
            run = "iso:run/" + node.run;
            m_out["activity"][run] = {{"prov:label", "Run " + node.run}};
            relate("wasGeneratedBy", {{"prov:entity", name}, {"prov:activity", run}});
            relate("wasAssociatedWith", {{"prov:activity", run}, {"prov:agent", "iso:program"}});
        }
        for (const TraceParameter& p : node.parameters)
            addParameter(p, name, run);
        for (const TraceData& d : node.data)
            addData(d, name, run);
        for (const FigureNode& input : node.inputs)
            derive(name, add(input), {});
        return name;
    }
    json take() { return std::move(m_out); }

private:
    void relate(const char* kind, json ends)
    {
        if (!m_told.insert(kind + ends.dump()).second)
            return;
        m_out[kind]["_:" + std::string(kind) + std::to_string(m_told.size())] = std::move(ends);
    }
    void derive(const std::string& what, const std::string& from, const std::string& run)
    {
        relate("wasDerivedFrom", {{"prov:generatedEntity", what}, {"prov:usedEntity", from}});
        if (!run.empty())
            relate("used", {{"prov:activity", run}, {"prov:entity", from}});
    }
    void addParameter(const TraceParameter& p, const std::string& figure, const std::string& run)
    {
        const std::string id = "iso:parameter/" + localName(p.id + "/" + canonicalNumber(p.value));
        m_out["entity"][id] = {{"prov:label", p.label},
                               {"prov:value", typedNumber(p.value)},
                               {"iso:unit", p.unit},
                               {"iso:low", typedNumber(p.low)},
                               {"iso:high", typedNumber(p.high)},
                               {"iso:standard", typedNumber(p.standard)},
                               {"iso:overridden", p.overridden},
                               {"iso:source", p.source}};
        derive(figure, id, run);
    }
    void addData(const TraceData& d, const std::string& figure, const std::string& run)
    {
        const std::string id = "iso:data/" + localName(d.sourceId), owner = "iso:owner/" + localName(d.sourceId);
        m_out["entity"][id] = {{"prov:label", d.title}, {"iso:licence", d.licence}};
        if (!d.attribution.empty()) {
            m_out["agent"][owner] = {{"prov:label", d.attribution}};
            relate("wasAttributedTo", {{"prov:entity", id}, {"prov:agent", owner}});
        }
        derive(figure, id, run);
    }

    json m_out;
    std::set<std::string> m_told;
};

}  // namespace

json parameterJson(const TraceParameter& p)
{
    return {{"id", p.id},           {"label", p.label},       {"value", number(p.value)}, {"standard", number(p.standard)},
            {"low", number(p.low)}, {"high", number(p.high)}, {"unit", p.unit},           {"overridden", p.overridden},
            {"source", p.source}};
}

json dataJson(const TraceData& d)
{
    return {{"source", d.sourceId}, {"title", d.title}, {"licence", d.licence}, {"attribution", d.attribution}};
}

json figureJson(const FigureNode& figure)
{
    json operations = json::object();
    json tree = treeJson(figure, operations);
    return {{"format", "isopolis-figure"}, {"version", 1}, {"operations", operations}, {"figure", tree}};
}

json provJson(const FigureNode& figure, std::string_view program)
{
    ProvDocument document(program);
    document.add(figure);
    return document.take();
}

}  // namespace isopolis
