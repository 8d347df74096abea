# A room is a folder of common/ with one target: folder common/rpc = target common_rpc.
#
#   add_room(rpc SOURCES message.cpp LINKS json USES fmt::fmt)
#
# LINKS names the rooms it may include; USES the third-party targets that only its own sources see.
function(add_room name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;USES" ${ARGN})
  add_library(common_${name} STATIC ${ARG_SOURCES})
  target_include_directories(common_${name} PUBLIC ${PROJECT_SOURCE_DIR}/common)
  list(TRANSFORM ARG_LINKS PREPEND common_)
  target_link_libraries(common_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_USES} project_settings)
  verify_headers(common_${name} ${PROJECT_SOURCE_DIR}/common)
endfunction()

# Compiles every header alone, in the target all_verify_interface_header_sets.
function(verify_headers target include_root)
  file(GLOB headers CONFIGURE_DEPENDS *.hpp)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${include_root} FILES ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
