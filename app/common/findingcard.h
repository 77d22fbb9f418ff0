// Something that needs somebody: the finding first, its mend beside it, and the raw proof behind a click. Problems of
// the stack and errors alike.
#pragma once

#include "base/error.h"
#include "common/card.h"

class QAction;
class QBoxLayout;
class QLabel;
class QPushButton;

namespace bd::app {

class RawText;

struct Finding {
    Card::Edge edge = Card::Edge::Problem;
    QString title;
    QString text;
    QString raw;    // untrusted; empty: there is nothing to show
    QString accept; // what the primary button says it does; empty: no button
    bool dismissible = false;
    QStringList verb = {}; // that does the same on the command line; empty: none does
    bool operator==(const Finding &) const = default;
};

// Cancelled is no error: nothing is wrong, and it looks so.
Finding findingOf(const Error &error, const QString &accept = {});

Finding dismissible(Finding finding); // with a button that puts it away

// Of a look that failed, over what an earlier one has shown.
Finding staleFinding(const Error &error);

class FindingCard : public Card
{
    Q_OBJECT

public:
    explicit FindingCard(QWidget *parent = nullptr);

    void setFinding(const Finding &finding);
    const Finding &finding() const { return m_finding; }
    void setAcceptEnabled(bool enabled);

    // Puts its controls behind `before` in the order of the Tab key, and gives the last of them.
    QWidget *orderAfter(QWidget *before);

    QPushButton *acceptButton() const { return m_accept; }
    QPushButton *proofButton() const { return m_proof; }
    QPushButton *dismissButton() const { return m_dismiss; }

Q_SIGNALS:
    void accepted();
    void dismissed();
    void commandLineWanted(const QStringList &verb);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillAcceptButton();

    Finding m_finding;
    QBoxLayout *m_row;
    QLabel *m_title;
    QLabel *m_text;
    QAction *m_copy; // in the menu of the card and its buttons
    QPushButton *m_proof;
    QPushButton *m_accept;
    QPushButton *m_dismiss;
    RawText *m_raw;
};

} // namespace bd::app
