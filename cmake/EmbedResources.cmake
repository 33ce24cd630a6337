# Compiles resources/ and templates/ into the library catenary_embedded: a sorted table of path and content.
file(GLOB_RECURSE embedded CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
    ${PROJECT_SOURCE_DIR}/resources/*.json ${PROJECT_SOURCE_DIR}/resources/*.txt ${PROJECT_SOURCE_DIR}/templates/*.catenary)
list(SORT embedded)
set(embedded_source ${CMAKE_BINARY_DIR}/generated/embedded_files.cpp)
set(embedded_absolute ${embedded})
list(TRANSFORM embedded_absolute PREPEND ${PROJECT_SOURCE_DIR}/)
string(REPLACE ";" "\n" embedded_list "${embedded}")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/embedded_files.list CONTENT "${embedded_list}\n")
add_custom_command(OUTPUT ${embedded_source}
    COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DLIST=${CMAKE_BINARY_DIR}/generated/embedded_files.list
            -DOUT=${embedded_source} -P ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    DEPENDS ${embedded_absolute} ${CMAKE_BINARY_DIR}/generated/embedded_files.list ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    COMMENT "Embedding resources and templates")
add_library(catenary_embedded STATIC ${embedded_source})
target_link_libraries(catenary_embedded PRIVATE nlohmann_json::nlohmann_json tl::expected)
target_include_directories(catenary_embedded PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_features(catenary_embedded PRIVATE cxx_std_20)
