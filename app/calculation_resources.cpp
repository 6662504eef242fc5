#include "app/calculation_resources.h"

#include "simulation/noise/noise_kernel_folder.h"

#include <QStandardPaths>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace isopolis {

void useKernelFolder()
{
    const QString place = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    if (!place.isEmpty())
        setNoiseKernelFolder(std::filesystem::path((place + QStringLiteral("/isopolis/kernels")).toStdU16String()));
}

void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int kKept = 256 << 20, kLargestOnHeap = 32 << 20;  // the latter is the most that glibc takes
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_MMAP_THRESHOLD, kLargestOnHeap);
#endif
}

}  // namespace isopolis
