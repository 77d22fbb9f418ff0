// The findings, by service, the worst service first; those that can be mended may be ticked.
#pragma once

#include <optional>
#include <set>

#include <QAbstractItemModel>

#include "audit/auditfacts.h"

namespace bd::app {

class AuditModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        ShapeRole = Qt::UserRole + 1, // int of StatePill::Shape; a service: none
        FoundRole,                    // what is there
        CountRole                     // of a service: how many of its findings are problems
    };

    explicit AuditModel(QObject *parent = nullptr);

    // Ticks stay where they were made or taken away; what is new and can be mended is ticked.
    void setFacts(const AuditFactsPtr &facts);
    void setAll(bool all); // what is right, too

    const audit::Finding *finding(const QModelIndex &index) const; // none: a service
    QModelIndex indexOf(const FindingKey &key) const;
    std::set<FindingKey> ticked() const;
    std::optional<Qt::CheckState> allTicked() const; // of what can be mended; nothing: nothing can
    void tickAll(bool ticked);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void tickedChanged();

private:
    struct Group {
        QString service;
        std::vector<const audit::Finding *> findings; // of m_facts
        int problems = 0;
    };
    void group();
    QVariant groupData(const Group &group, int role) const;
    QVariant findingData(const audit::Finding &finding, int role) const;

    AuditFactsPtr m_facts;
    bool m_all = false;
    std::vector<Group> m_groups;
    std::set<FindingKey> m_unticked;
};

} // namespace bd::app
