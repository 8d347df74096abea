# A room is a folder of common/ with one target: folder common/rpc = target common_rpc.
#
#   add_room(rpc SOURCES message.cpp LINKS json USES fmt::fmt)
#
# LINKS names the rooms it may include; USES the third-party targets that only its own sources see.
function(add_room name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;USES" ${ARGN})
  add_library(common_${name} STATIC ${ARG_SOURCES})
  compile_together(common_${name})
  target_include_directories(common_${name} PUBLIC ${PROJECT_SOURCE_DIR}/common)
  list(TRANSFORM ARG_LINKS PREPEND common_)
  target_link_libraries(common_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_USES} project_settings)
  verify_headers(common_${name} ${PROJECT_SOURCE_DIR}/common)
endfunction()

# Compiles every header alone that has no source, in the target all_verify_interface_header_sets. A source proves
# that its header stands alone: it includes it first (tests/layering).
function(verify_headers target include_root)
  file(GLOB headers CONFIGURE_DEPENDS *.hpp)
  foreach(header ${headers})
    string(REGEX REPLACE "hpp$" "cpp" source ${header})
    if(NOT EXISTS ${source})
      list(APPEND without_source ${header})
    endif()
  endforeach()
  target_sources(${target} PUBLIC FILE_SET without_source TYPE HEADERS BASE_DIRS ${include_root} FILES ${without_source})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
