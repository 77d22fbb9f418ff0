#include "volumes/volumewords.h"

#include <QCoreApplication>
#include <QLocale>

#include "base/text.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Volumes)
};

} // namespace

QString purposeText(const stack::ProjectVolume &volume)
{
    if (volume.holds) {
        return stack::purposeText(*volume.holds);
    }
    return volume.isNobodys() ? Tr::tr("nobody’s now") : Tr::tr("another service’s");
}

QString nameText(const stack::ProjectVolume &volume)
{
    const QString name = plainText(volume.volume.name, 255);
    return volume.isAnonymous ? Tr::tr("%1… (anonymous)").arg(name.left(12)) : name;
}

QString usesText(const stack::ProjectVolume &volume)
{
    QStringList uses;
    for (const guard::VolumeUse &use : volume.uses) {
        uses += Tr::tr("%1 at %2")
                    .arg(plainText(use.service.isEmpty() ? use.name : use.service, 100),
                         plainText(use.destination, 300));
    }
    return uses.isEmpty() ? Tr::tr("nobody") : uses.join(QStringLiteral(", "));
}

QString reasonText(snapshot::Manifest::Reason reason)
{
    using Reason = snapshot::Manifest::Reason;
    switch (reason) {
    case Reason::ByHand: return Tr::tr("by hand");
    case Reason::BeforeReset: return Tr::tr("before a reset");
    }
    return {};
}

QString contentText(const snapshot::Manifest &snapshot)
{
    if (!snapshot.isOfRecords()) {
        return Tr::tr("%Ln volume(s)", nullptr, static_cast<int>(snapshot.volumes.size()));
    }
    return Tr::tr("%Ln topic(s), %1 records", nullptr, static_cast<int>(snapshot.topics.size()))
        .arg(QLocale().toString(snapshot.records()));
}

} // namespace bd::app
