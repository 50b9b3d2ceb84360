# Installs the build in BUILD to a folder of its own, builds the project in SOURCE against it, and
# compares what that prints.
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

file(WRITE ${work}/text.txt "中国，中国人\n中国。人\n")
execute_process(COMMAND ${work}/build/consumer ${work}/text.txt OUTPUT_VARIABLE printed
                        COMMAND_ERROR_IS_FATAL ANY)
if(NOT printed STREQUAL "中国\t3\n人\t2\n")
  message(FATAL_ERROR "the consumer printed: ${printed}")
endif()
