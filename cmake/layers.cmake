# The layers of core/: one folder is one static library, and a folder uses only folders of a lower level.
# Configuring fails on a dependency that goes up or sideways; check_layers.py, which every build runs,
# fails on an #include that goes where no declared dependency leads, and on Gui or Widgets in core.

# bd_core(<folder> LEVEL <n> [USES <folder>…] [LINK <target>…]): every .h and .cpp of the folder
function(bd_core name)
    cmake_parse_arguments(arg "" "LEVEL" "USES;LINK" ${ARGN})
    foreach(used IN LISTS arg_USES)
        get_property(level GLOBAL PROPERTY BD_LEVEL_${used})
        if(NOT DEFINED level OR level STREQUAL "")
            message(FATAL_ERROR "core/${name} uses core/${used}, which is not declared before it")
        endif()
        if(NOT level LESS arg_LEVEL)
            message(FATAL_ERROR "core/${name} (level ${arg_LEVEL}) must not use core/${used} (level ${level}): "
                                "a folder uses only folders of a lower level")
        endif()
    endforeach()
    foreach(linked IN LISTS arg_LINK)
        if(linked MATCHES "Qt6::(Gui|Widgets|Svg|PrintSupport)")
            message(FATAL_ERROR "core/${name} links ${linked}: core knows neither QtGui nor QtWidgets")
        endif()
    endforeach()
    set_property(GLOBAL PROPERTY BD_LEVEL_${name} ${arg_LEVEL})

    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    add_library(bd_${name} STATIC ${sources})
    target_include_directories(bd_${name} PUBLIC ${CMAKE_SOURCE_DIR}/core)
    list(TRANSFORM arg_USES PREPEND bd_)
    target_link_libraries(bd_${name} PUBLIC Qt6::Core bd_strict ${arg_USES} ${arg_LINK})
    add_dependencies(bd_${name} bd_check_layers)
endfunction()

find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_target(bd_check_layers
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/cmake/check_layers.py ${CMAKE_SOURCE_DIR}
    COMMENT "Checking layers")
