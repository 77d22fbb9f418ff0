# One INTERFACE target holds the language level and the warnings of our own code.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(bd_strict INTERFACE)
target_compile_features(bd_strict INTERFACE cxx_std_20)
target_compile_options(bd_strict INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wimplicit-fallthrough -Wformat=2 -Werror=return-type)
target_compile_definitions(bd_strict INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    BD_VERSION="${PROJECT_VERSION}")

option(BD_WERROR "Warnings are errors" ON)
if(BD_WERROR)
    target_compile_options(bd_strict INTERFACE -Werror)
endif()

set(BD_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(BD_SANITIZE)
    target_compile_options(bd_strict INTERFACE -fsanitize=${BD_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(bd_strict INTERFACE -fsanitize=${BD_SANITIZE})
    # GCC warns of code that the sanitizer itself inserted.
    target_compile_options(bd_strict INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
