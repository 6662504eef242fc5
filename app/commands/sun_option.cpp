#include "app/commands/sun_option.h"

#include <QDateTime>

#include <CLI/CLI.hpp>

namespace isopolis {
namespace {

QDate dateOf(const std::string& text) { return QDate::fromString(QString::fromStdString(text), Qt::ISODate); }
QTime timeOf(const std::string& text) { return QTime::fromString(QString::fromStdString(text), QStringLiteral("H:mm")); }

}  // namespace

void addSunOptions(CLI::App& command, SunOptions& options)
{
    CLI::Option* date = command.add_option("--date", options.date, "with --time: light and shadow of the sun on this day, 2026-06-21");
    CLI::Option* time = command.add_option("--time", options.time, "and at this time of day, 18:30, in the time zone of this computer");
    date->type_name("DATE")->needs(time)->check([](const std::string& text) {
        return dateOf(text).isValid() ? std::string() : "'" + text + "' is not a date. Write year, month and day: 2026-06-21.";
    });
    time->type_name("TIME")->needs(date)->check([](const std::string& text) {
        return timeOf(text).isValid() ? std::string() : "'" + text + "' is not a time of day. Write hours and minutes: 18:30.";
    });
}

SunPosition sunOver(const City& city, const SunOptions& options)
{
    const QDateTime moment(dateOf(options.date), timeOf(options.time));
    const LocalFrame& frame = city.frame();
    return sunAt({frame.longitude, frame.latitude}, static_cast<double>(moment.toMSecsSinceEpoch()) / 1000);
}

}  // namespace isopolis
