// isopolis-faults: a proxy at the loopback that does what networks do on bad days.
//   isopolis-faults --to PORT [--port PORT] [FAULT [AMOUNT]]
// Prints its port. Each line that it reads is the fault from then on, e.g. "status 503", "refuse", "none" (fault_proxy.h lists them).

#include "tests/servers/fault_proxy.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>
#include <iostream>

#include <unistd.h>

using namespace isopolis::test;

namespace {

bool take(FaultProxy& proxy, const std::string& words)
{
    const auto plan = faultOf(words);
    if (plan)
        proxy.set(*plan);
    else
        std::fprintf(stderr, "'%s' is no fault\n", words.c_str());
    return plan.has_value();
}

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({QStringLiteral("to"), QStringLiteral("port of the server"), QStringLiteral("port"), QStringLiteral("8099")});
    options.addOption({QStringLiteral("port"), QStringLiteral("own port; 0: a free one"), QStringLiteral("port"), QStringLiteral("0")});
    options.addPositionalArgument(QStringLiteral("fault"), QStringLiteral("what is wrong from the beginning"));
    options.process(application);
    FaultProxy proxy(static_cast<quint16>(options.value(QStringLiteral("to")).toUInt()),
                     static_cast<quint16>(options.value(QStringLiteral("port")).toUInt()));
    if (const QStringList words = options.positionalArguments();
        !words.isEmpty() && !take(proxy, words.join(QLatin1Char(' ')).toStdString()))
        return 1;
    std::printf("%d\n", proxy.port());
    std::fflush(stdout);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [&] {
        if (std::string line; std::getline(std::cin, line))
            take(proxy, line);
        else
            input.setEnabled(false);
    });
    return QCoreApplication::exec();
}
