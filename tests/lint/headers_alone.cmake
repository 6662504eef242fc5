# Fails if a header of gis or simulation does not compile as the only one; all in one compiler run per folder would hide it.
file(GLOB_RECURSE headers RELATIVE ${SOURCE} ${SOURCE}/gis/core/*.h ${SOURCE}/gis/feeds/*.h ${SOURCE}/gis/io/*.h ${SOURCE}/simulation/*.h)
set(bad "")
foreach(header ${headers})
    execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -x c++ -include ${header} -I. /dev/null WORKING_DIRECTORY ${SOURCE}
        RESULT_VARIABLE result ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        string(SUBSTRING "${errors}" 0 600 first)
        string(APPEND bad "${header}:\n${first}\n")
    endif()
endforeach()
if(bad)
    message(FATAL_ERROR "headers that do not compile alone:\n${bad}")
endif()
