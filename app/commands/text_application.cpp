#include "app/commands/text_application.h"

namespace isopolis {

std::unique_ptr<QGuiApplication> textApplication()
{
    static int count = 1;
    static char name[] = "isopolis-cli";
    static char* arguments[] = {name, nullptr};
    if (QGuiApplication::instance())
        return nullptr;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(count, arguments);
}

}  // namespace isopolis
