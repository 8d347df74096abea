# A server is one line:
#
#   add_mcp_server(memory SOURCES record.cpp tools.cpp SMOKE_TOOL brief)
#
# It makes the library mcp_memory (everything but main.cpp, for the tests), the binary mcp-memory from main.cpp,
# embeds the migrations in store/schema/*.sql, and registers the smoke test that every server has to pass.
# SMOKE_TOOL: a tool that works without arguments. NO_INSTALL: for servers that only tests use.
function(add_mcp_server name)
  cmake_parse_arguments(ARG "NO_INSTALL" "SMOKE_TOOL" "SOURCES;LINKS" ${ARGN})
  set(library mcp_${name})
  set(binary mcp-${name})
  add_library(${library} STATIC ${ARG_SOURCES})
  compile_together(${library})
  target_include_directories(${library} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${library} PRIVATE AGENT_SMITH_VERSION="${PROJECT_VERSION}")
  list(TRANSFORM ARG_LINKS PREPEND common_)
  target_link_libraries(${library} PUBLIC common_app ${ARG_LINKS} PRIVATE project_settings)
  verify_headers(${library} ${PROJECT_SOURCE_DIR})
  file(GLOB migrations CONFIGURE_DEPENDS store/schema/*.sql)
  if(migrations)
    embed_migrations(${library} ${name} ${migrations})
  endif()

  add_executable(${binary} main.cpp)
  target_link_libraries(${binary} PRIVATE ${library} project_settings)
  add_dependencies(${binary} agent-smith-git agent-smith-http agent-smith-nats agent-smith-patterns)
  set_target_properties(${binary} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  if(NOT ARG_NO_INSTALL)
    install(TARGETS ${binary} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/${binary})
    install_completion(${binary})
  endif()
  set_property(GLOBAL APPEND PROPERTY MCP_SERVERS ${binary})
  set_property(GLOBAL PROPERTY MCP_SMOKE_${binary} ${ARG_SMOKE_TOOL})
endfunction()

# The binary itself prints its completion for bash, when it is installed.
function(install_completion binary)
  set(script ${CMAKE_BINARY_DIR}/completions/${binary})
  install(CODE "
    file(MAKE_DIRECTORY \"${CMAKE_BINARY_DIR}/completions\")
    execute_process(COMMAND \"$<TARGET_FILE:${binary}>\" completion bash OUTPUT_FILE \"${script}\" COMMAND_ERROR_IS_FATAL ANY)")
  install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endfunction()

# The fields of a sqlite::Migration for the file store/schema/0007_seven_lives.sql. A first line
# "-- readers: compatible" says that programs of the version before can read the file after it.
function(migration_entry entry file)
  get_filename_component(title ${file} NAME_WE)
  if(NOT title MATCHES "^([0-9]+)_(.*)$")
    message(FATAL_ERROR "${file}: is not named like 0007_seven_lives.sql")
  endif()
  math(EXPR version "${CMAKE_MATCH_1}")
  set(name ${CMAKE_MATCH_2})
  file(READ ${file} sql)
  set(keeps_readers false)
  if(sql MATCHES "^-- readers: compatible\n")
    set(keeps_readers true)
  elseif(sql MATCHES "-- *readers *:")
    message(FATAL_ERROR "${file}: only a first line of \"-- readers: compatible\" says something of readers")
  endif()
  set(${entry} "{${version}, \"${name}\", R\"sql(${sql})sql\", ${keeps_readers}}" PARENT_SCOPE)
endfunction()

# Generates <name>_migrations(): the files in order of their number, as sqlite::Migration.
function(embed_migrations library name)
  list(SORT ARGN)
  set(entries "")
  foreach(file ${ARGN})
    migration_entry(entry ${file})
    string(APPEND entries "    ${entry},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/migrations.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include \"mcp-@name@/store/schema.hpp\"

namespace @name@ {

std::span<const sqlite::Migration> migrations() {
  static constexpr sqlite::Migration all[] = {
@entries@  };
  return all;
}

}  // namespace @name@
")
  target_sources(${library} PRIVATE ${source})
endfunction()
