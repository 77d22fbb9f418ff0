// The cluster: what keeps it together, its brokers and their settings, its rules and features. Looks only.
#pragma once

#include <optional>

#include <QWidget>

#include "cluster/clusterfacts.h"

class QAbstractItemModel;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabBar;

namespace bd::app {

class AclModel;
class BrokerModel;
class Card;
class ElidedLabel;
class FeatureModel;
class FindingCard;
class RowTable;
class SettingModel;

class ClusterView : public QWidget
{
    Q_OBJECT

public:
    enum Tab { BrokersTab, SettingsTab, RulesTab, FeaturesTab };

    explicit ClusterView(QWidget *parent = nullptr);

    void setFacts(const ClusterFactsPtr &facts);
    void setFailure(const std::optional<Error> &failure); // of the last look; what is shown was true before

    QTabBar *tabs() const { return m_tabs; }
    RowTable *brokers() const { return m_brokers; }
    RowTable *settings() const { return m_settings; }
    RowTable *rules() const { return m_rules; }
    RowTable *features() const { return m_features; }
    FindingCard *mappedCard() const { return m_mapped; }
    FindingCard *failureCard() const { return m_failure; }
    QLineEdit *filter() const { return m_filter; }
    QCheckBox *onlySet() const { return m_onlySet; }
    QComboBox *brokerChoice() const { return m_choice; }

Q_SIGNALS:
    void watchedChanged(bool watched); // it is on screen, or no longer

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFacts();
    QWidget *makeTabs();
    QWidget *makeControls();
    void connectParts();
    RowTable *addTable(const QString &name, QAbstractItemModel *model, QLabel *&sentence);
    void showTab(int tab);
    void showNumbers();
    void showChoice();
    void showSettings();
    void showSentence(QLabel *sentence, RowTable *table, const QString &text);
    void openBroker(const QModelIndex &index);

    ClusterFactsPtr m_facts; // none: nothing is known yet
    BrokerModel *m_brokerModel;
    SettingModel *m_settingModel;
    AclModel *m_aclModel;
    FeatureModel *m_featureModel;
    FindingCard *m_failure;
    FindingCard *m_mapped;
    QLabel *m_empty;
    QWidget *m_factsCard = nullptr;
    QWidget *m_tabsCard = nullptr;
    ElidedLabel *m_sentence = nullptr;
    QLabel *m_kind = nullptr;
    QLabel *m_controller = nullptr;
    QLabel *m_release = nullptr;
    QLabel *m_topics = nullptr;
    QLabel *m_partitions = nullptr;
    QLabel *m_underReplicated = nullptr;
    QLabel *m_leaderless = nullptr;
    QTabBar *m_tabs = nullptr;
    QWidget *m_controls = nullptr;
    QComboBox *m_choice = nullptr;
    QCheckBox *m_onlySet = nullptr;
    QLineEdit *m_filter = nullptr;
    QStackedWidget *m_stack = nullptr;
    RowTable *m_brokers = nullptr;
    RowTable *m_settings = nullptr;
    RowTable *m_rules = nullptr;
    RowTable *m_features = nullptr;
    QLabel *m_noBrokers = nullptr;
    QLabel *m_noSettings = nullptr;
    QLabel *m_noRules = nullptr;
    QLabel *m_noFeatures = nullptr;
};

} // namespace bd::app
