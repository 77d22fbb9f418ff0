// One record as a whole: value, key, headers, and what can be done with it.
#pragma once

#include <optional>

#include "common/card.h"
#include "records/decoded.h"

class QAction;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabBar;

namespace bd::app {

class ElidedLabel;

class RecordDetail : public Card
{
    Q_OBJECT

public:
    explicit RecordDetail(QWidget *parent = nullptr);

    void setRecord(const std::optional<kafka::Record> &record, const records::Decoders &decoders);
    void setReadOnly(bool readOnly); // it cannot be sent anywhere
    void setUtc(bool utc);           // its time, instead of this machine's
    const std::optional<kafka::Record> &record() const { return m_record; }

    QTabBar *tabs() const { return m_tabs; }
    QPlainTextEdit *text() const { return m_text; }
    QPushButton *wholeButton() const { return m_whole; }
    QPushButton *sendBackButton() const { return m_sendBack; }
    QPushButton *sendAgainButton() const { return m_sendAgain; }

Q_SIGNALS:
    void copyWanted(const QString &text);
    void copyRecordWanted();                  // all of it, as JSON
    void saveWanted(const QByteArray &bytes); // what is shown, as it was sent
    void sendAgainWanted();
    void sendBackWanted(const QString &source); // a dead letter, to where it came from

private:
    enum Tab { ValueTab, KeyTab, HeadersTab };
    QWidget *makeHead();
    const std::optional<QByteArray> &shownBytes() const;
    void showPart(bool whole);
    void showLetter();
    void showFacts();
    QString headersText() const;
    void copy();

    std::optional<kafka::Record> m_record;
    bool m_isReadOnly = false;
    bool m_isUtc = false;
    records::Decoders m_decoders;
    QString m_source; // of a dead letter
    QTabBar *m_tabs = nullptr;
    ElidedLabel *m_facts = nullptr;
    QLabel *m_letter;
    QLabel *m_reason;
    QPlainTextEdit *m_text;
    QPushButton *m_whole;
    QPushButton *m_copy = nullptr; // a menu
    QAction *m_save = nullptr;
    QPushButton *m_sendAgain = nullptr;
    QPushButton *m_sendBack = nullptr;
};

} // namespace bd::app
