# A module is loaded on first use by base/module.hpp, so that what it links never burdens start-up.
#
#   add_module(agent-smith-git SOURCES root_commit_module.cpp LINKS base USES PkgConfig::LIBGIT2)
#
# The name is the target and the file (NAME.so). LINKS and USES as in add_room. All modules of a build lie in
# <build>/modules; installed ones in lib/agent-smith, beside bin. Only what a source marks as visible is exported.
function(add_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;USES" ${ARGN})
  add_library(${name} MODULE ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES
    PREFIX ""
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/modules)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/common)
  list(TRANSFORM ARG_LINKS PREPEND common_)
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} ${ARG_USES} project_settings)
  install(TARGETS ${name} LIBRARY DESTINATION lib/agent-smith)
endfunction()
