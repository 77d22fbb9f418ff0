// libyaml's complaints in people's words.
#pragma once

#include <QByteArrayView>
#include <yaml.h>

#include "base/error.h"
#include "yaml/node.h"

namespace bd::yaml {

// ErrorCode::Parse, message «file:line:column: message».
Error errorAt(const QString &fileName, const Mark &at, const QString &message, const QString &hint = {});

// `text`: what it reads, without a byte order mark.
Error problemOf(const yaml_parser_t &parser, const QString &fileName, QByteArrayView text);

} // namespace bd::yaml
