# Sources that are compiled as one file, folder by folder: their headers cost more than they do, and what builds everything
# needs a quarter of the time. What a source keeps to itself therefore has a name of its own in its folder. Tests always
# are; the rest with CMAKE_UNITY_BUILD, which the sanitizers and clang-tidy use, while other builds prove that each source
# includes what it needs. The tools are left out: each has its own Arguments.
function(compile_together target)
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})
    get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR}/${source} DIRECTORY)
    get_filename_component(name ${folder} NAME)
    if(NOT folder STREQUAL ${CMAKE_CURRENT_SOURCE_DIR}/tools)
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${name})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
