#include "app/calculation_resources.h"

#include "simulation/noise/noise_kernel_folder.h"

#include <QStandardPaths>

namespace isopolis {

void useKernelFolder()
{
    const QString place = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    if (!place.isEmpty())
        setNoiseKernelFolder(std::filesystem::path((place + QStringLiteral("/isopolis/kernels")).toStdU16String()));
}

}  // namespace isopolis
