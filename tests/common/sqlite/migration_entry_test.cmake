# What embed_migrations makes of a file, and what it refuses. Run with cmake -P.
include(${CMAKE_CURRENT_LIST_DIR}/../../../cmake/mcp_server.cmake)

if(DEFINED FILE_TO_EMBED)
  migration_entry(entry ${FILE_TO_EMBED})
  return()
endif()

string(RANDOM LENGTH 12 random)
set(folder $ENV{TMPDIR})
if(NOT folder)
  set(folder /tmp)
endif()
set(folder ${folder}/agent-smith-test-${random})

function(expect_entry name text wanted)
  file(WRITE ${folder}/${name} "${text}")
  migration_entry(entry ${folder}/${name})
  if(NOT entry STREQUAL wanted)
    message(SEND_ERROR "${name}: expected ${wanted}, got ${entry}")
  endif()
endfunction()

function(expect_refusal name text)
  file(WRITE ${folder}/${name} "${text}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DFILE_TO_EMBED=${folder}/${name} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    RESULT_VARIABLE result ERROR_QUIET)
  if(result EQUAL 0)
    message(SEND_ERROR "${name}: was not refused: ${text}")
  endif()
endfunction()

expect_entry(0001_notes.sql "CREATE TABLE a(x); -- [1]\n"
  "{1, \"notes\", R\"sql(CREATE TABLE a(x); -- [1]\n)sql\", false}")
expect_entry(0012_more_notes.sql "-- readers: compatible\nSELECT 1;\nSELECT 2;\n"
  "{12, \"more_notes\", R\"sql(-- readers: compatible\nSELECT 1;\nSELECT 2;\n)sql\", true}")
expect_refusal(0002_late.sql "SELECT 1;\n-- readers: compatible\n")
expect_refusal(0002_misspelt.sql "-- readers: compatibel\n")
expect_refusal(notes.sql "SELECT 1;\n")
file(REMOVE_RECURSE ${folder})
