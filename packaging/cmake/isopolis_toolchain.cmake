# Compiler, linker and cache settings that all targets share.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# moc stumbles over libstdc++ where <compare> is the first standard header that it meets: <cstddef> defines what that one misses.
file(WRITE ${CMAKE_BINARY_DIR}/moc_prelude.h "#include <cstddef>\n")
set(CMAKE_AUTOMOC_MOC_OPTIONS --include ${CMAKE_BINARY_DIR}/moc_prelude.h)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

find_program(ISOPOLIS_CCACHE ccache)
if(ISOPOLIS_CCACHE)
    # Precompiled headers need the sloppiness; base_dir lets two checkouts share the cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${ISOPOLIS_CCACHE})
endif()
find_program(ISOPOLIS_MOLD mold)
if(ISOPOLIS_MOLD AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    add_link_options(-fuse-ld=mold)
endif()
# One link at a time: two links of large programs do not fit small machines.
set_property(GLOBAL PROPERTY JOB_POOLS link_pool=1)
set(CMAKE_JOB_POOL_LINK link_pool)

if(ISOPOLIS_SANITIZE)
    add_compile_options(-fsanitize=${ISOPOLIS_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ISOPOLIS_SANITIZE})
endif()
