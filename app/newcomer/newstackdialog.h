// «New stack»: a few choices, and beside them the compose file that comes of them, as it would be written.
#pragma once

#include <QDialog>

#include "base/error.h"
#include "newstack/newstack.h"

class QButtonGroup;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace bd::app {

class SourceView;

class NewStackDialog : public QDialog
{
    Q_OBJECT

public:
    explicit NewStackDialog(const QString &folder, QWidget *parent = nullptr);

    void setFreePort(quint16 port); // the first one, as somebody has looked meanwhile; a port that was chosen stays
    void setWritten(const Result<QString> &path); // closes it, unless that failed

    newstack::Choice choice() const;
    QString folder() const;
    QString problem() const; // that stands in the way; empty: none

    QLineEdit *folderField() const { return m_folder; }
    QLineEdit *nameField() const { return m_name; }
    QButtonGroup *coordination() const { return m_coordination; }
    QButtonGroup *brokers() const { return m_brokers; }
    QComboBox *family() const { return m_family; }
    QPlainTextEdit *topics() const { return m_topics; }
    QLineEdit *workers() const { return m_workers; }
    SourceView *preview() const { return m_preview; }
    QPushButton *writeButton() const { return m_write; }

Q_SIGNALS:
    void writeWanted(const QString &folder, const bd::newstack::Choice &choice);

private:
    QFormLayout *madeForm();
    void update();
    void nameAfterFolder();

    QString m_clusterId;
    bool m_isNamed = false; // by hand
    bool m_isPortChosen = false;
    QLineEdit *m_folder;
    QLineEdit *m_name;
    QButtonGroup *m_coordination;
    QButtonGroup *m_brokers;
    QComboBox *m_family;
    QLineEdit *m_image;
    QSpinBox *m_port;
    QPlainTextEdit *m_topics;
    QLineEdit *m_workers;
    QLabel *m_problem;
    SourceView *m_preview;
    QPushButton *m_write;
};

} // namespace bd::app
