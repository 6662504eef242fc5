// isopolis-replay: a recording as servers of sensors would offer it, at the loopback.
//   isopolis-replay --sample 20000 [--seed 1] | --recording FOLDER [--begin UNIX]   [--start UNIX] [--speed 60] [--port 8099]
// Prints its addresses and runs until it is stopped.

#include "gis/core/sample/sample_city.h"
#include "gis/core/sample/sample_week.h"
#include "tests/servers/replay_server.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace isopolis;

namespace {

Expected<test::Recording> recordingOf(const QCommandLineParser& options)
{
    if (options.isSet(QStringLiteral("recording")))
        return test::readRecording(options.value(QStringLiteral("recording")).toStdString(),
                                   options.value(QStringLiteral("begin")).toLongLong());
    const std::uint64_t seed = options.value(QStringLiteral("seed")).toULongLong();
    auto data = makeSampleCity({.population = options.value(QStringLiteral("sample")).toDouble(), .seed = seed});
    auto city = data ? City::create(std::move(*data)) : Expected<CityPtr>(unexpected(data.error()));
    if (!city)
        return unexpected(city.error());
    return test::sampleRecording(**city, seed);
}

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral("Plays a recording of sensors as their servers would."));
    options.addHelpOption();
    const auto add = [&](const char* name, const char* what, const char* standard) {
        options.addOption({QLatin1String(name), QLatin1String(what), QLatin1String("value"), QLatin1String(standard)});
    };
    add("sample", "residents of the sample city whose week is played", "20000");
    add("seed", "of the sample city", "1");
    add("recording", "folder of a recorded series instead", "");
    add("begin", "Unix time of a recording without stamps", "0");
    add("start", "Unix time at which the clock begins", "");
    add("speed", "seconds of the recording in one second", "60");
    add("port", "of the loopback; 0: a free one", "8099");
    options.process(application);
    auto recording = recordingOf(options);
    if (!recording) {
        std::fprintf(stderr, "%s\n", recording.error().text().c_str());
        return 1;
    }
    std::int64_t start_s = options.value(QStringLiteral("start")).toLongLong();
    if (start_s == 0) {
        start_s = kSampleWeekEnd_s;
        for (const test::RecordedStream& s : recording->streams)
            if (!s.values.empty())
                start_s = std::min(start_s, s.values.front().start_s);
    }
    const FeedClock clock(start_s, options.value(QStringLiteral("speed")).toDouble());
    const test::ReplayServer server(std::move(*recording), clock, static_cast<quint16>(options.value(QStringLiteral("port")).toUInt()));
    for (const char* path : {"/v1.1/Datastreams?$expand=Thing,ObservedProperty", "/v1.1/Observations", "/datex2/sites.xml",
                             "/datex2/measured.xml", "/gtfs-rt/vehicles.pb", "/csv/values.csv"})
        std::printf("%s\n", server.url(path).c_str());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
