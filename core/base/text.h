// Text from outside (logs, labels, names, other programs' errors), made safe to show.
#pragma once

#include <QString>
#include <QStringList>

namespace bd {

// Terminal escapes and control characters dropped (tab and line feed stay), at most `limit` characters; a cut
// text ends in «…».
QString plainText(QStringView text, qsizetype limit = 4096);

// The first line that says something, as plain text: for a table cell or a sentence.
QString firstLine(QStringView text, qsizetype limit = 200);

QString dataSizeText(qint64 bytes); // 96.1 kB, 412 MB: in thousands, as Docker writes sizes

// Secrets masked: values of keys that sound like one (PASSWORD, SECRET, TOKEN, API_KEY, sasl.jaas.config, ssl.key.pem
// …) in KEY=value, "key": "value" and --key value form, and user:password@ in addresses.
QString redacted(const QString &text);
bool isSecretName(QStringView key);

// One word of a shell command line, quoted where it must be, for «copy as command line».
QString shellWord(const QString &word);
QString shellLine(const QStringList &words);

} // namespace bd
