#include "common/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyle>
#include <QStyleHints>
#include <QWidget>

#include "common/desktopscheme.h"

namespace bd::app {

namespace {

constexpr const char *lookProperty = "look";

QFont sized(int pixels, QFont::Weight weight = QFont::Normal)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setFamilies({QStringLiteral("Inter"), font.family()});
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QString lookName(Look look)
{
    switch (look) {
    case Look::Primary: return QStringLiteral("primary");
    case Look::Danger: return QStringLiteral("danger");
    case Look::Destroy: return QStringLiteral("destroy");
    case Look::Link: return QStringLiteral("link");
    case Look::Title: return QStringLiteral("title");
    case Look::Heading: return QStringLiteral("heading");
    case Look::Strong: return QStringLiteral("strong");
    case Look::Muted: return QStringLiteral("muted");
    case Look::Code: return QStringLiteral("code");
    case Look::Small: return QStringLiteral("small");
    case Look::Problem: return QStringLiteral("problem");
    }
    return {};
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.surface);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Button, theme.surface);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.problem);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onColor);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Light, theme.surface);
    palette.setColor(QPalette::Midlight, theme.border);
    palette.setColor(QPalette::Mid, theme.border);
    palette.setColor(QPalette::Dark, theme.muted);
    palette.setColor(QPalette::Shadow, theme.muted);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.muted);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.border);
    return palette;
}

bool looksDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

void use(QApplication &app, Scheme scheme)
{
    const Theme &theme = scheme == Scheme::Dark ? Theme::dark() : Theme::light();
    app.setFont(textFont());
    app.setPalette(paletteOf(theme));
    app.setStyleSheet(styleSheetOf(theme));
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme = [] {
        Theme t;
        t.window = QColor(0xF5F6F8);
        t.surface = QColor(0xFFFFFF);
        t.border = QColor(0xDFE3EA);
        t.text = QColor(0x1A1F28);
        t.muted = QColor(0x596273);
        t.accent = QColor(0x2563C9);
        t.accentGround = QColor(0xE8F0FD);
        t.good = QColor(0x1B7A4B);
        t.goodGround = QColor(0xE3F4EA);
        t.waiting = QColor(0x8A5A00);
        t.waitingGround = QColor(0xFBF0D9);
        t.problem = QColor(0xB3261E);
        t.problemGround = QColor(0xFCE8E6);
        t.starting = QColor(0x4A6FA5);
        t.neutral = QColor(0xAAB2C0);
        t.onColor = QColor(0xFFFFFF);
        return t;
    }();
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme = [] {
        Theme t;
        t.window = QColor(0x14171C);
        t.surface = QColor(0x1B1F26);
        t.border = QColor(0x303743);
        t.text = QColor(0xE6EAF1);
        t.muted = QColor(0x9BA6B6);
        t.accent = QColor(0x7FB0FF);
        t.accentGround = QColor(0x1E2C45);
        t.good = QColor(0x58C98F);
        t.goodGround = QColor(0x16302A);
        t.waiting = QColor(0xE6B955);
        t.waitingGround = QColor(0x352B16);
        t.problem = QColor(0xFF8A80);
        t.problemGround = QColor(0x3A1E1D);
        t.starting = QColor(0x7FA3D6);
        t.neutral = QColor(0x566071);
        t.onColor = QColor(0x14171C);
        t.isDark = true;
        return t;
    }();
    return theme;
}

const Theme &Theme::of(const QWidget *widget)
{
    return looksDark(widget ? widget->window()->palette() : QApplication::palette()) ? dark() : light();
}

Scheme desktopScheme(QApplication &app)
{
    const auto *desktop = app.findChild<DesktopScheme *>();
    if (desktop && desktop->scheme()) {
        return *desktop->scheme();
    }
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (app.styleHints()->colorScheme() != Qt::ColorScheme::Unknown) {
        return app.styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
    }
#endif
    // Ours hides the desktop's palette for as long as it is set.
    const QPalette ours = app.palette();
    app.setPalette(QPalette());
    const Scheme scheme = looksDark(app.palette()) ? Scheme::Dark : Scheme::Light;
    app.setPalette(ours);
    return scheme;
}

void applyTheme(QApplication &app, Scheme scheme)
{
    app.setStyle(QStringLiteral("Fusion"));
    delete app.findChild<DesktopScheme *>();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::disconnect(app.styleHints(), &QStyleHints::colorSchemeChanged, &app, nullptr);
#endif
    if (scheme != Scheme::FollowDesktop) {
        use(app, scheme);
        return;
    }
    const auto follow = [&app] { use(app, desktopScheme(app)); };
    auto *desktop = new DesktopScheme(DesktopScheme::sessionBus(), &app);
    QObject::connect(desktop, &DesktopScheme::changed, &app, follow);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(app.styleHints(), &QStyleHints::colorSchemeChanged, &app, follow);
#endif
    follow();
}

void setLook(QWidget *widget, Look look)
{
    widget->setProperty(lookProperty, lookName(look));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QFont textFont()
{
    return sized(13);
}

QFont titleFont()
{
    return sized(20, QFont::Bold);
}

QFont smallFont()
{
    return sized(11);
}

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(12);
    return font;
}

} // namespace bd::app
