// The two buttons of the top bar that hold more than one text.
#pragma once

#include <QPushButton>

namespace bd::app {

// «kc-backend ~/code/kc-backend ▾»: the name stays readable, the path gives way.
class ProjectButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ProjectButton(QWidget *parent = nullptr);

    void setProject(const QString &name, const QString &path); // name empty: «Open a project»
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString shownName() const;

    QString m_name;
    QString m_path;
};

// «Find anything» with its key beside it.
class FindButton : public QPushButton
{
    Q_OBJECT

public:
    FindButton(const QString &text, const QString &key, QWidget *parent = nullptr);

    void setShort(bool isShort); // only the key is shown
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_words;
    QString m_key;
    bool m_isShort = false;
};

} // namespace bd::app
