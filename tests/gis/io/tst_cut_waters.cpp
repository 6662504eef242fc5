// Lakes and rivers that the edge of an extract cuts: closed along the edge, the side without buildings being the water.
#include "gis/io/osm/osm_reader.h"
#include "temp_folder.h"

#include <QtTest>

#include <cmath>

using namespace isopolis;

namespace {

constexpr const char* kRiver = "<tag k='type' v='multipolygon'/><tag k='natural' v='water'/><tag k='name' v='Mill River'/>";

std::string shore(int way) { return "<member type='way' ref='" + std::to_string(way) + "' role='outer'/>"; }

struct Read {
    LocalFrame frame = *chooseFrame({11.0, 50.0});
    CityWindow window{*windowFromDegrees(ringOfDegrees(10.985, 49.993, 11.015, 50.009), frame)};
    AssumptionSet assumptions = *AssumptionSet::make({});
    IssueLog log;
    TempFolder folder;
    OsmData data;
    std::vector<Issue> issues;

    explicit Read(const std::string& xml)
    {
        auto read = readOsm(folder.write("town.osm", xml), frame, window, assumptions, log);
        if (!read)
            qFatal("%s", read.error().text().c_str());
        data = std::move(*read);
        issues = log.take();
    }
    std::string said(const std::string& code) const
    {
        std::string all;
        for (const Issue& issue : issues)
            if (issue.code == code)
                all += (all.empty() ? "" : " ") + issue.feature;
        return all;
    }
    const LandArea* water() const
    {
        for (const LandArea& area : data.areas)
            if (area.kind == AreaKind::Water)
                return &area;
        return nullptr;
    }
    bool wet(double lon, double lat) const { return water() != nullptr && contains(water()->outline, *toCity(frame, lon, lat)); }
};

/// Two shores along rows 0 and 2 (0° and 0.0018° north of 50°), from west of the window to east of it; houses north and south.
/// `gap` leaves out the middle of the northern shore, `island` adds a closed ring between the shores, houses lie on land or
/// everywhere, and the shores end at their node number `last`.
std::string map(bool gap, bool island, bool housesInRiver, int last = 20)
{
    std::string text = "<?xml version='1.0'?>\n<osm version='0.6'><bounds minlat='49.99' minlon='10.98' maxlat='50.02' maxlon='11.03'/>\n";
    const auto node = [&](int id, double lon, double lat) {
        text += "<node id='" + std::to_string(id) + "' version='1' lat='" + std::to_string(lat) + "' lon='" + std::to_string(lon) + "'/>\n";
    };
    for (int i = 0; i <= 20; ++i) {
        node(1 + i, 10.98 + 0.002 * i, 50.0);
        node(101 + i, 10.98 + 0.002 * i, 50.0018);
    }
    node(201, 10.999, 50.0006);
    node(202, 11.001, 50.0006);
    node(203, 11.0, 50.0012);
    int id = 1000;
    std::string houses;
    for (int row = -30; row <= 40; ++row)
        for (int column = 0; column < 25; ++column) {
            const double lat = 50.0 + 0.0002 * row, lon = 10.9861 + 0.0011 * column;
            if (!housesInRiver && lat > 49.9997 && lat < 50.0021)
                continue;
            if (row % 2 != 0)
                continue;
            node(id, lon, lat);
            node(id + 1, lon + 0.0002, lat);
            node(id + 2, lon + 0.0002, lat + 0.0001);
            houses += "<way id='" + std::to_string(id) + "' version='1'><nd ref='" + std::to_string(id) + "'/><nd ref='" +
                      std::to_string(id + 1) + "'/><nd ref='" + std::to_string(id + 2) + "'/><nd ref='" + std::to_string(id) +
                      "'/><tag k='building' v='yes'/></way>\n";
            id += 3;
        }
    const auto line = [&](int way, int from, int to) {
        text += "<way id='" + std::to_string(way) + "' version='1'>";
        for (int n = from; n <= to; ++n)
            text += "<nd ref='" + std::to_string(n) + "'/>";
        text += "</way>\n";
    };
    line(10, 1, 1 + last);
    line(11, 101, 109);
    if (!gap)
        line(12, 109, 113);
    line(13, 113, 101 + last);
    if (island)
        text += "<way id='14' version='1'><nd ref='201'/><nd ref='202'/><nd ref='203'/><nd ref='201'/></way>\n";
    text += "<way id='20' version='1'><nd ref='1000'/><nd ref='1003'/><tag k='highway' v='residential'/></way>\n";
    text += houses;
    // Ways 98 and 99, far away, are not in the extract; in the gap's case way 12 is missing too.
    text += "<relation id='7' version='1'>" + shore(10) + shore(11) + shore(12) + shore(13) + (island ? shore(14) : "") + shore(98) +
            shore(99) + kRiver + "</relation>\n</osm>\n";
    return text;
}

}  // namespace

class TestCutWaters : public QObject {
    Q_OBJECT
private slots:
    void closesARiverAlongTheEdge()
    {
        const Read town(map(false, false, false));
        QVERIFY(town.water() != nullptr);
        QCOMPARE(town.water()->externalId, std::string("osm:relation/7"));
        QCOMPARE(town.water()->name, std::string("Mill River"));
        QVERIFY(town.wet(11.0, 50.0009));
        QVERIFY(!town.wet(11.0, 49.9995));
        QVERIFY(!town.wet(11.0, 50.0025));
        // 0.03° × 0.0018°, in metres of the WGS 84 ellipsoid at 50° N: 2,151 m × 200.2 m.
        QVERIFY(std::abs(area(town.water()->outline) / (2151.0 * 200.2) - 1) < 0.005);
        QCOMPARE(town.said("cut_water"), std::string("osm:relation/7"));
        QCOMPARE(town.said("incomplete_relation"), std::string());
    }
    void leadsShoresToTheEdge()
    {
        // The last nodes of the shores lie 72 m within the eastern edge (0.001° of longitude at 50° N).
        const Read town(map(false, false, false, 17));
        QVERIFY(town.wet(11.014, 50.0009));
        QVERIFY(!town.wet(11.0149, 50.0025));
        bool told = false;
        for (const Issue& issue : town.issues)
            told = told || (issue.code == "cut_water" && issue.message.find("up to 72 m") != std::string::npos);
        QVERIFY(told);
    }
    void leavesIslandsDry()
    {
        const Read town(map(false, true, false));
        QVERIFY(town.wet(10.995, 50.0009));
        QVERIFY(!town.wet(11.0, 50.0008));
    }
    void leavesOutWhatDoesNotClose()
    {
        const Read town(map(true, false, false));
        QVERIFY(town.water() == nullptr);
        QCOMPARE(town.said("incomplete_relation"), std::string("osm:relation/7"));
    }
    void leavesOutWhatBuildingsDoNotDecide()
    {
        const Read town(map(false, false, true));
        QVERIFY(town.water() == nullptr);
        QCOMPARE(town.said("incomplete_relation"), std::string("osm:relation/7"));
    }
};

QTEST_GUILESS_MAIN(TestCutWaters)
#include "tst_cut_waters.moc"
