# Functions that declare our targets: warnings as errors, root-relative includes, one precompiled header for Qt targets.

add_library(isopolis_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    # Floating-point contraction would make results differ between compilers.
    target_compile_options(isopolis_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor
        -Woverloaded-virtual -Werror -ffp-contract=off)
endif()
target_include_directories(isopolis_warnings INTERFACE ${CMAKE_SOURCE_DIR})

# isopolis_library(name): a static library whose folders add their files with target_sources(name PRIVATE …).
function(isopolis_library name)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${name}_anchor.cpp "")
    add_library(${name} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${name}_anchor.cpp)
    target_link_libraries(${name} PUBLIC isopolis_warnings)
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# isopolis_precompile_qt(name): the shared precompiled header; the first target that asks makes it.
function(isopolis_precompile_qt name)
    target_precompile_headers(${name} PRIVATE
        <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QLabel> <QMainWindow> <QObject> <QPainter>
        <QString> <QWidget> <string> <vector>)
endfunction()

# isopolis_embed_text(target symbol file): compiles a text file in as `extern const char* const isopolis::embedded::symbol`.
function(isopolis_embed_text target symbol file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
    set(code "namespace isopolis::embedded {\nextern const char* const ${symbol};\nconst char* const ${symbol} =\n")
    # Compilers limit the length of one literal: pieces are joined by the compiler.
    string(LENGTH "${text}" length)
    set(at 0)
    while(at LESS length)
        string(SUBSTRING "${text}" ${at} 4000 piece)
        string(APPEND code "R\"iso~(${piece})iso~\"\n")
        math(EXPR at "${at} + 4000")
    endwhile()
    if(length EQUAL 0)
        string(APPEND code "\"\"")
    endif()
    string(APPEND code ";\n}  // namespace isopolis::embedded\n")
    file(CONFIGURE OUTPUT ${out} CONTENT "${code}" @ONLY)
    target_sources(${target} PRIVATE ${out})
endfunction()
