#pragma once
/// How our programs use memory and disk for calculations; called once, when a program starts.
///
///   useKernelFolder();   // `isopolis/kernels` in the system's place for caches; it may be deleted at any time
///   keepFreedMemory();   // the heap is not handed back between two calculations: a third of their time went into getting it again

namespace isopolis {

void useKernelFolder();
/// Up to 256 MB of freed memory stay with the process. Nothing happens where the C library is not glibc.
void keepFreedMemory();

}  // namespace isopolis
