# What every target shares: language, warnings, sanitizers, output places, and the two ways to declare a target.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CATENARY_CCACHE ccache)
if(CATENARY_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CATENARY_CCACHE})
    # What a precompiled header needs to be cached: see "Precompiled headers" in ccache's manual.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CATENARY_CCACHE})
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
endif()

add_library(catenary_options INTERFACE)
target_include_directories(catenary_options INTERFACE ${PROJECT_SOURCE_DIR})
# Numbers must be the same on every machine: no fused multiply-add behind our back.
target_compile_options(catenary_options INTERFACE -ffp-contract=off)
foreach(sanitizer IN LISTS CATENARY_SANITIZE)
    target_compile_options(catenary_options INTERFACE -fsanitize=${sanitizer} -fno-omit-frame-pointer)
    target_link_options(catenary_options INTERFACE -fsanitize=${sanitizer})
endforeach()

add_library(catenary_warnings INTERFACE)
target_compile_options(catenary_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wold-style-cast -Wno-missing-field-initializers)
# GCC 12 sees overflows in std::string that are not there (its bug 105651) once it optimises.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(catenary_warnings INTERFACE
        -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
endif()
if(CATENARY_WERROR)
    target_compile_options(catenary_warnings INTERFACE -Werror)
endif()

# Headers that most files include and that cost the compiler most.
set(CATENARY_PRECOMPILED <nlohmann/json.hpp> <tl/expected.hpp> <algorithm> <functional> <map> <memory> <optional>
    <string> <variant> <vector>)

# catenary_core_library(NAME DEPENDS lower-folders… LIBRARIES external…)
# One folder of core/ as the static library catenary::NAME, linked only downward.
function(catenary_core_library name)
    cmake_parse_arguments(arg "" "" "DEPENDS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    if(sources)
        add_library(catenary_${name} STATIC ${sources})
        set(scope PUBLIC)
        target_link_libraries(catenary_${name} PRIVATE catenary_warnings ${arg_PRIVATE_LIBRARIES})
        if(name STREQUAL "support")
            target_precompile_headers(catenary_support PRIVATE ${CATENARY_PRECOMPILED})
        else()
            target_precompile_headers(catenary_${name} REUSE_FROM catenary_support)
        endif()
    else()
        add_library(catenary_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(catenary::${name} ALIAS catenary_${name})
    target_link_libraries(catenary_${name} ${scope} catenary_options ${arg_LIBRARIES})
    foreach(folder IN LISTS arg_DEPENDS)
        target_link_libraries(catenary_${name} ${scope} catenary_${folder})
    endforeach()
endfunction()
