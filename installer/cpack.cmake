# What is installed, and the Debian package made of it: ./dev package
include(GNUInstallDirs)

set(BD_INSTALLER_DIR ${CMAKE_CURRENT_LIST_DIR})
set(BD_DOC_DIR ${CMAKE_INSTALL_DATADIR}/doc/brokerdeck)

foreach(program brokerdeck brokerdeckctl)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endforeach()

# dotfiles too: the stacks' .env and .brokerdeck.yaml
install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/stacks DESTINATION ${CMAKE_INSTALL_DATADIR}/brokerdeck)
install(FILES ${BD_INSTALLER_DIR}/brokerdeck.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${BD_INSTALLER_DIR}/org.brokerdeck.brokerdeck.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${BD_INSTALLER_DIR}/completion/brokerdeckctl.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME brokerdeckctl)
install(FILES ${BD_INSTALLER_DIR}/copyright DESTINATION ${BD_DOC_DIR})

set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/brokerdeck.svg DESTINATION ${icons}/scalable/apps)
foreach(size 16 22 24)
    install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/brokerdeck-small.svg
            DESTINATION ${icons}/${size}x${size}/apps RENAME brokerdeck.svg)
endforeach()

find_program(GZIP gzip REQUIRED)
foreach(program brokerdeck brokerdeckctl)
    set(page ${BD_INSTALLER_DIR}/man/${program}.1)
    set(packed ${CMAKE_BINARY_DIR}/man/${program}.1.gz)
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/man)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
    execute_process(COMMAND ${GZIP} -9nc ${page} OUTPUT_FILE ${packed} COMMAND_ERROR_IS_FATAL ANY)
    install(FILES ${packed} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME brokerdeck)
set(CPACK_PACKAGE_VENDOR "Brokerdeck")
set(CPACK_PACKAGE_CONTACT "The Brokerdeck developers <developers@brokerdeck.invalid>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# whoever packs: files 0644, directories 0755
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# One paragraph a line; cpack indents them as dpkg wants it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "control panel for Kafka development stacks under Docker Compose")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Brokerdeck adopts the Kafka stack that a team already runs under Docker
Compose, starts its services in order, shows each of them as it comes up with
the reason for every wait, and keeps a timeline of each startup.
.
It brings a window (brokerdeck) and a command line (brokerdeckctl).")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Plugins, which no program is linked to: the SQLite driver and SVG icons.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6svg6")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "docker.io | docker-ce | podman-docker, docker-cli | docker-ce-cli | docker.io (<< 26.1.4), docker-compose (>= 2) | docker-compose-plugin | docker-compose-v2, fonts-inter, libsecret-1-0, qt6-wayland, qt6-translations-l10n")

include(CPack)
