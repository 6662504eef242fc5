#include "ui/report/pdf_finish.h"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <set>

namespace isopolis {

namespace {

/// Wraps whatever is painted outside of marked content in /Artifact: page numbers, rules, repeated table headers.
class ArtifactFilter : public QPDFObjectHandle::TokenFilter {
public:
    void handleToken(const QPDFTokenizer::Token& token) override
    {
        if (token.getType() != QPDFTokenizer::tt_word) {
            m_pending.push_back(token);
            return;
        }
        const std::string word = token.getValue();
        if (m_looseText && word != "ET") {
            // A ligature carries its letters in a span of its own, inside the text object.
            m_pending.push_back(token);
            move();
        } else if (word == "BDC" || word == "BMC") {
            flush(word, token);
            ++m_depth;
        } else if (word == "EMC") {
            flush(word, token);
            --m_depth;
        } else if (m_depth == 0 && paints(word)) {
            m_artifact.push_back(token);
            wrap();
            m_looseText = false;
        } else if (m_depth == 0 && word == "n") {
            // A path that only clips paints nothing.
            m_pending.push_back(token);
            move();
            m_pending.swap(m_artifact);
            release();
        } else if (m_depth == 0 && builds(word)) {
            // A path or text object is one unit with the operator that ends it.
            m_looseText = word == "BT";
            m_pending.push_back(token);
            move();
        } else {
            m_pending.push_back(token);
            if (m_artifact.empty())
                release();
            else
                move();
        }
    }
    void handleEOF() override
    {
        for (auto* list : {&m_artifact, &m_pending})
            for (const auto& token : *list)
                writeToken(token);
        m_artifact.clear();
        m_pending.clear();
    }

private:
    static bool paints(const std::string& op)
    {
        static const std::set<std::string> kOperators = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI", "ET"};
        return kOperators.count(op) > 0;
    }
    static bool builds(const std::string& op)
    {
        static const std::set<std::string> kOperators = {"m", "l", "c", "v", "y", "h", "re", "BT"};
        return kOperators.count(op) > 0;
    }
    void move()
    {
        m_artifact.insert(m_artifact.end(), m_pending.begin(), m_pending.end());
        m_pending.clear();
    }
    void release()
    {
        for (const auto& token : m_pending)
            writeToken(token);
        m_pending.clear();
    }
    void wrap()
    {
        // Operands that wait belong in front of the operator that was just added.
        const auto last = m_artifact.back();
        m_artifact.pop_back();
        move();
        m_artifact.push_back(last);
        write("/Artifact BMC\n");
        for (const auto& token : m_artifact)
            writeToken(token);
        write("\nEMC\n");
        m_artifact.clear();
    }
    void flush(const std::string&, const QPDFTokenizer::Token& token)
    {
        for (const auto& waiting : m_artifact)
            writeToken(waiting);
        m_artifact.clear();
        release();
        writeToken(token);
    }
    int m_depth = 0;
    bool m_looseText = false;  ///< inside a text object that no tag holds
    std::vector<QPDFTokenizer::Token> m_artifact, m_pending;
};

class StructureWalk {
public:
    StructureWalk(const std::vector<FigureNote>& figures, const std::vector<bool>& headers) : m_figures(figures), m_headers(headers) {}
    void visit(QPDFObjectHandle element)
    {
        if (element.isArray()) {
            for (int i = 0; i < element.getArrayNItems(); ++i)
                visit(element.getArrayItem(i));
            return;
        }
        // Children repeat through parents; a damaged tree must not loop.
        if (!element.isDictionary() || (element.isIndirect() && !m_seen.insert(element.getObjGen()).second))
            return;
        QPDFObjectHandle type = element.getKey("/S");
        if (type.isName() && type.getName() == "/Figure" && m_figure < m_figures.size())
            describe(element, m_figures[m_figure++]);
        if (type.isName() && type.getName() == "/TH" && m_header < m_headers.size())
            element.replaceKey(
                "/A", QPDFObjectHandle::parse(m_headers[m_header++] ? "<< /O /Table /Scope /Column >>" : "<< /O /Table /Scope /Row >>"));
        visit(element.getKey("/K"));
    }
    bool complete() const { return m_figure == m_figures.size() && m_header == m_headers.size(); }

private:
    static void describe(QPDFObjectHandle element, const FigureNote& note)
    {
        element.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(note.alt));
        auto attributes = QPDFObjectHandle::parse("<< /O /Layout /Placement /Block >>");
        attributes.replaceKey(
            "/BBox", QPDFObjectHandle::newArray({QPDFObjectHandle::newReal(note.left, 2), QPDFObjectHandle::newReal(note.bottom, 2),
                                                 QPDFObjectHandle::newReal(note.right, 2), QPDFObjectHandle::newReal(note.top, 2)}));
        element.replaceKey("/A", attributes);
    }
    const std::vector<FigureNote>& m_figures;
    const std::vector<bool>& m_headers;
    std::size_t m_figure = 0, m_header = 0;
    std::set<QPDFObjGen> m_seen;
};

std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return out;
}

std::string xmp(const PdfProperties& p)
{
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
           "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">"
           "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
           escaped(p.title) + "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>" + escaped(p.language) +
           "</rdf:li></rdf:Bag></dc:language><dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(p.subject) +
           "</rdf:li></rdf:Alt></dc:description><pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket "
           "end=\"w\"?>";
}

void describeDocument(QPDF& pdf, const PdfProperties& p)
{
    auto root = pdf.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(p.language));
    root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
    auto metadata = QPDFObjectHandle::newStream(&pdf, xmp(p));
    metadata.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
    root.replaceKey("/Metadata", metadata);
    // No time stamps: the same run gives the same bytes.
    auto info = pdf.getTrailer().getKey("/Info");
    if (info.isDictionary()) {
        info.removeKey("/CreationDate");
        info.removeKey("/ModDate");
        info.replaceKey("/Subject", QPDFObjectHandle::newUnicodeString(p.subject));
        info.replaceKey("/Author", QPDFObjectHandle::newUnicodeString(p.author));
    }
}

void finishPages(QPDF& pdf)
{
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        page.getObjectHandle().replaceKey("/Tabs", QPDFObjectHandle::newName("/S"));
        page.addContentTokenFilter(std::make_shared<ArtifactFilter>());
    }
    for (QPDFObjectHandle object : pdf.getAllObjects())
        if (object.isDictionary() && object.getKey("/Subtype").isName() && object.getKey("/Subtype").getName() == "/CIDFontType2" &&
            !object.hasKey("/CIDToGIDMap"))
            object.replaceKey("/CIDToGIDMap", QPDFObjectHandle::newName("/Identity"));
}

}  // namespace

Expected<void> finishPdf(const std::filesystem::path& raw, const std::filesystem::path& finished, const PdfProperties& properties,
                         const std::vector<FigureNote>& figures, const std::vector<bool>& headerCellsAreColumns)
{
    try {
        QPDF pdf;
        pdf.processFile(raw.string().c_str());
        describeDocument(pdf, properties);
        StructureWalk walk(figures, headerCellsAreColumns);
        walk.visit(pdf.getRoot().getKey("/StructTreeRoot").getKey("/K"));
        if (!walk.complete())
            return unexpected(Error{ErrorCode::Internal, "the report's structure lost a figure or a table header"}.in(finished.string()));
        finishPages(pdf);
        QPDFWriter writer(pdf, finished.string().c_str());
        writer.setDeterministicID(true);
        writer.setCompressStreams(true);
        writer.write();
    } catch (const std::exception& e) {
        return unexpected(Error{ErrorCode::Io, std::string("the report could not be finished: ") + e.what()}
                              .in(finished.string())
                              .cure("Check that the folder exists, that you may write there and that the disk has room."));
    }
    return {};
}

}  // namespace isopolis
