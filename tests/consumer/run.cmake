# Installs the build in BUILD to a folder of its own, builds the examples in SOURCE against it, and
# compares what they print. Only public headers are installed.
set(work ${BUILD}/consumer)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${work}/build
    -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${CXX_FLAGS})
run(${CMAKE_COMMAND} --build ${work}/build)

# Runs an example; what it prints has to be `expected`.
function(expect expected example)
  execute_process(COMMAND ${work}/build/${example} ${ARGN} OUTPUT_VARIABLE printed
                          COMMAND_ERROR_IS_FATAL ANY)
  if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${example} printed: ${printed}")
  endif()
endfunction()

file(WRITE ${work}/folder/text.txt "中国，中国人\n中国。人\n")
expect("中国\t3\n人\t2\n" mine ${work}/folder)
expect("我们\n喜欢\n中国\n" tokenize 我们喜欢中国)
file(WRITE ${work}/tokens.txt "我 是 人\n你 是 人\n他 是 人\n")
execute_process(COMMAND ${work}/build/templates ${work}/tokens.txt OUTPUT_FILE ${work}/templates.tsv
                        COMMAND_ERROR_IS_FATAL ANY)
expect("(她) 是 人\n" parse ${work}/templates.tsv 她 是 人)

# ciku.h includes each installed header, but itself.
file(GLOB headers RELATIVE ${work}/prefix/include/ciku ${work}/prefix/include/ciku/*)
list(REMOVE_ITEM headers ciku.h)
file(STRINGS ${work}/prefix/include/ciku/ciku.h included REGEX "^#include")
list(TRANSFORM included REPLACE "#include \"ciku/(.+)\"" "\\1")
list(SORT headers)
if(NOT headers STREQUAL included)
  message(FATAL_ERROR "installed are ${headers}, ciku.h includes ${included}")
endif()
