/// Trip matrices from OMX and CSV, and what is wrong with broken ones.

#include "gis/io/format/matrix_reader.h"
#include "temp_folder.h"

#include <QTest>

#include <hdf5.h>

#include <cmath>
#include <fstream>

using namespace isopolis;

namespace {

/// An OMX file with one or two square tables of doubles.
void writeOmx(const std::string& path, hsize_t rows, hsize_t columns, const std::vector<double>& values, bool second = false)
{
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t group = H5Gcreate2(file, "data", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t size[2] = {rows, columns};
    const hid_t space = H5Screate_simple(2, size, nullptr);
    for (const char* name : {"car", "lorry"}) {
        if (name[0] == 'l' && !second)
            continue;
        const hid_t set = H5Dcreate2(group, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(set);
    }
    H5Sclose(space);
    H5Gclose(group);
    H5Fclose(file);
}

}  // namespace

class TestMatrixReader : public QObject {
    Q_OBJECT

    TempFolder m_folder;
    IssueLog m_log;

    std::string path(const char* name) const { return m_folder.path(name).string(); }
    std::string text(const char* name, const std::string& content) const { return m_folder.write(name, content).string(); }
    bool refused(const std::string& file, const std::string& matrix, std::size_t zones, const char* word)
    {
        const auto m = readTripMatrix(file, matrix, zones, m_log);
        if (m || m.error().text().find(word) == std::string::npos)
            qWarning("%s", m ? "accepted" : m.error().text().c_str());
        return !m && m.error().text().find(word) != std::string::npos;
    }

private Q_SLOTS:
    void omxTablesByName()
    {
        writeOmx(path("two.omx"), 2, 2, {1, 2.5, 3, 4}, true);
        const auto m = readTripMatrix(path("two.omx"), "car", 2, m_log);
        QVERIFY2(m.has_value(), m ? "" : m.error().text().c_str());
        QCOMPARE(m->values, (std::vector<double>{1, 2.5, 3, 4}));
        QCOMPARE(*omxMatrices(path("two.omx")), (std::vector<std::string>{"car", "lorry"}));
        QVERIFY(refused(path("two.omx"), "", 2, "car, lorry"));
        QVERIFY(refused(path("two.omx"), "bus", 2, "car, lorry"));
        writeOmx(path("one.omx"), 2, 2, {0, 2, 3, 0});
        QVERIFY(readTripMatrix(path("one.omx"), "", 2, m_log).has_value());
    }

    void aMatrixOfAnotherSizeIsRefusedByNameAndSize()
    {
        writeOmx(path("wide.omx"), 2, 3, {1, 2, 3, 4, 5, 6});
        QVERIFY(refused(path("wide.omx"), "car", 2, "2 × 3"));
        QVERIFY(refused(path("wide.omx"), "car", 2, "wide.omx"));
        QVERIFY(refused(path("wide.omx"), "car", 0, "0 zones"));
        QVERIFY(refused(path("wide.omx"), "car", 20000, "20000 zones"));
    }

    void badValuesAreRefusedWithTheirCell()
    {
        writeOmx(path("negative.omx"), 2, 2, {0, -1, 0, 0});
        QVERIFY(refused(path("negative.omx"), "", 2, "row 1, column 2"));
        writeOmx(path("nan.omx"), 2, 2, {0, 0, std::nan(""), 0});
        QVERIFY(refused(path("nan.omx"), "", 2, "row 2, column 1"));
    }

    void whatIsNoOmxIsRefused()
    {
        QVERIFY(refused(text("text.omx", "hello"), "", 2, "not an OMX"));
        QVERIFY(refused(path("missing.omx"), "", 2, "missing.omx"));
        QVERIFY(refused(text("trips.xlsx", "hello"), "", 2, ".omx or .csv"));
        // A cut file: the head is right, the tables are gone.
        writeOmx(path("whole.omx"), 40, 40, std::vector<double>(1600, 1));
        std::ifstream in(path("whole.omx"), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), {});
        QVERIFY(refused(text("cut.omx", bytes.substr(0, bytes.size() / 2)), "", 40, "cut.omx"));
    }

    void csvByPairsAndAsASquare()
    {
        const auto pairs = readTripMatrix(text("pairs.csv", "from,to,trips\n1,2,5\n2,1,7.5\n1,2,1\n"), "", 2, m_log);
        QVERIFY2(pairs.has_value(), pairs ? "" : pairs.error().text().c_str());
        QCOMPARE(pairs->values, (std::vector<double>{0, 6, 7.5, 0}));
        const std::vector<Issue> issues = m_log.take();
        QVERIFY(std::any_of(issues.begin(), issues.end(), [](const Issue& i) { return i.code == "pair_twice"; }));
        const auto square = readTripMatrix(text("square.csv", "zone,1,2\n1,0,5\n2,7.5,0\n"), "", 2, m_log);
        QVERIFY2(square.has_value(), square ? "" : square.error().text().c_str());
        QCOMPARE(square->values, (std::vector<double>{0, 5, 7.5, 0}));
        QVERIFY(refused(text("far.csv", "from,to,trips\n1,3,5\n"), "", 2, "no zone of 1 to 2"));
        QVERIFY(refused(text("minus.csv", "from,to,trips\n1,2,-5\n"), "", 2, "not a number of trips"));
        QVERIFY(refused(text("small.csv", "zone,1,2\n1,0,5\n2,7.5,0\n"), "", 3, "2 × 2"));
    }
};

QTEST_APPLESS_MAIN(TestMatrixReader)
#include "tst_matrix_reader.moc"
