// One diagnosis, whole: what happened, the proof, how to be sure, what helps, and last what destroys.
#pragma once

#include "common/card.h"
#include "diagnose/diagnose.h"

class QLabel;
class QPushButton;

namespace bd::app {

class DiagnosisCard : public Card
{
    Q_OBJECT

public:
    explicit DiagnosisCard(const diagnose::Diagnosis &diagnosis, QWidget *parent = nullptr);

    const diagnose::Diagnosis &diagnosis() const { return m_diagnosis; }
    void setBusy(bool busy); // an operation on the project goes on

Q_SIGNALS:
    void stepWanted(const bd::diagnose::Step &step, const QString &service);
    void copyWanted(const QString &text);

private:
    void addHeading(const QString &text);
    void addStep(const diagnose::Step &step, const QString &mark, bool destroys);
    void addSteps(const QString &heading, const std::vector<diagnose::Step> &steps, bool isNumbered);
    void addReading();

    diagnose::Diagnosis m_diagnosis;
    QList<QPushButton *> m_actions;
};

} // namespace bd::app
