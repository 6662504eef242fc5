// Apart from the other resources, so that a program without Qt can have it.

#include "app/calculation_resources.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace isopolis {

void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int kKept = 256 << 20, kLargestOnHeap = 32 << 20;  // the latter is the most that glibc takes
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_MMAP_THRESHOLD, kLargestOnHeap);
#endif
}

}  // namespace isopolis
