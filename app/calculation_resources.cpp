#include "app/calculation_resources.h"

#include "simulation/run/kernel_file.h"

#include <QStandardPaths>

namespace isopolis {

void useKernelFolder()
{
    const QString place = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    if (!place.isEmpty())
        setKernelFolder(std::filesystem::path((place + QStringLiteral("/isopolis/kernels")).toStdU16String()));
}

}  // namespace isopolis
