# Warnings, hardening and sanitizers as interface targets, linked by our own code only.

add_library(project_warnings INTERFACE)
target_compile_options(project_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough -Wformat=2
  # A local name may be that of something in another file.
  $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
  # g++ sees null dereferences inside libstdc++ as soon as it optimises.
  $<$<CXX_COMPILER_ID:Clang>:-Wnull-dereference>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wreserved-identifier>
  $<$<BOOL:${AGENT_SMITH_WERROR}>:-Werror>)

add_library(project_hardening INTERFACE)
target_compile_options(project_hardening INTERFACE
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -g1>)
target_link_options(project_hardening INTERFACE
  $<$<CONFIG:Release>:-Wl,-z,relro,-z,now>
  $<$<AND:$<CONFIG:Release>,$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>>:-pie>)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

add_library(project_sanitizers INTERFACE)
if(AGENT_SMITH_SANITIZE)
  target_compile_options(project_sanitizers INTERFACE
    -fsanitize=${AGENT_SMITH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(project_sanitizers INTERFACE -fsanitize=${AGENT_SMITH_SANITIZE})
endif()

add_library(project_settings INTERFACE)
target_link_libraries(project_settings INTERFACE
  project_warnings project_hardening project_sanitizers)

# Paths relative to the tree: another clone of it, or another build directory, finds what this one has compiled.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()
