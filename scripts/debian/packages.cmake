# Debian packages, by CPack: `ciku`, the program, `libciku-dev`, the library, and, where it is built, `python3-ciku`,
# the Python module. scripts/package makes them.
set(documentation ${CMAKE_CURRENT_BINARY_DIR}/documentation)
set(CPACK_PACKAGE_CONTACT "The contributors of ciku <ciku@ciku.example.org>")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH, if it is set
file(CONFIGURE OUTPUT ${documentation}/changelog CONTENT
"ciku (${PROJECT_VERSION}) unstable; urgency=medium

  * Release ${PROJECT_VERSION}.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
execute_process(COMMAND gzip -9nf ${documentation}/changelog COMMAND_ERROR_IS_FATAL ANY)
set(packages program:ciku development:libciku-dev)
if(TARGET ciku_python)
  list(APPEND packages python:python3-ciku)
endif()
foreach(component_and_package IN LISTS packages)
  string(REPLACE ":" ";" component_and_package ${component_and_package})
  list(GET component_and_package 0 component)
  list(GET component_and_package 1 package)
  install(FILES ${documentation}/changelog.gz ${CMAKE_CURRENT_LIST_DIR}/copyright
          COMPONENT ${component} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package})
  string(TOUPPER ${component} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${package})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ciku)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL program development)
if(TARGET ciku_python)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# All have the project's description as their first line.
set(about
"ciku finds the words of a text of any size, in Chinese above all, without
annotation, language model or dictionary. By these words it tokenizes, finds
sentence templates and parses sentences into trees.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${about}")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libarchive-dev, libboost-dev, libexpat1-dev, libfmt-dev, libicu-dev, libsimdjson-dev, libsqlite3-dev, \
libtbb-dev, libxxhash-dev, libzstd-dev, nlohmann-json3-dev, pkgconf | pkg-config, zlib1g-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
"${about}

This package holds the C++ library and its headers.")

# The module is built for one version of Python.
if(TARGET ciku_python)
  get_property(minor GLOBAL PROPERTY ciku_python_minor)
  math(EXPR next_minor "${minor} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "python3 (>= 3.${minor}~), python3 (<< 3.${next_minor}), python3-numpy")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_RECOMMENDS "python3-pandas, python3-tqdm")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA
      ${CMAKE_CURRENT_LIST_DIR}/python3-ciku/postinst ${CMAKE_CURRENT_LIST_DIR}/python3-ciku/prerm)
  set(CPACK_COMPONENT_PYTHON_DESCRIPTION
"${about}

This package holds the Python module.")
endif()

include(CPack)
