// SPDX-License-Identifier: Apache-2.0
#include "app/studio/commands/command_model.h"

#include "app/studio/models/each.h"

#include <QKeySequence>

#include <algorithm>

namespace catenary::studio {

namespace {

QString folded(const QString& text) {
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_D))
        if (!c.isMark()) plain.append(c.toLower());
    return plain;
}

QString shortcutText(const QVariant& shortcut) {
    const QKeySequence sequence =
        shortcut.canConvert<QKeySequence>() && !shortcut.canConvert<QString>() ? shortcut.value<QKeySequence>()
        : shortcut.typeId() == QMetaType::Int ? QKeySequence(static_cast<QKeySequence::StandardKey>(shortcut.toInt()))
                                              : QKeySequence(shortcut.toString());
    return sequence.toString(QKeySequence::NativeText);
}

/// Menu texts have "&" before their key and "…" behind; neither is searched for.
QString plainText(const QVariant& text) {
    return text.toString().remove(QLatin1Char('&'));
}

} // namespace

double fuzzyScore(const QString& query, const QString& text) {
    const QString wanted = folded(query.simplified());
    const QString offered = folded(text);
    double score = 0;
    qsizetype at = 0, last = -2;
    for (const QChar c : wanted) {
        if (c == QLatin1Char(' ')) continue;
        qsizetype found = -1;
        // The beginning of a later word is preferred to a letter within this one.
        for (qsizetype i = at; i < offered.size() && found < 0; ++i)
            if (offered[i] == c && (i == last + 1 || i == 0 || !offered[i - 1].isLetterOrNumber())) found = i;
        if (found < 0) found = offered.indexOf(c, at);
        if (found < 0) return -1;
        score += found == last + 1 ? 3 : found == 0 || !offered[found - 1].isLetterOrNumber() ? 2 : 0.5;
        last = found;
        at = found + 1;
    }
    // Between equals the shorter text is the nearer one.
    return score + 1.0 / (1.0 + static_cast<double>(offered.size()));
}

CommandModel::CommandModel(DocumentController& document, const PaletteModel& palette, const KeyedModel& templates,
                           QObject* parent)
    : QObject(parent), m_document(document), m_palette(palette), m_templates(templates),
      m_rows({"name", "group", "shortcut", "available", "sign"}) {}

void CommandModel::add(QObject* action, const QString& group) {
    if (action != nullptr) m_commands.push_back({action, group});
}

void CommandModel::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    refresh();
    emit queryChanged();
}

void CommandModel::refresh() {
    struct Scored {
        double score;
        KeyedModel::Row row;
    };
    std::vector<Scored> found;
    const auto offer = [&](const QString& key, const QString& text, const QString& group, const QString& shortcut,
                           bool enabled, const char* glyph, double handicap, double least = -1) {
        const double score = m_query.trimmed().isEmpty()
                                 ? 0
                                 : std::max({fuzzyScore(m_query, text),
                                             fuzzyScore(m_query, group + QLatin1Char(' ') + text) - 0.5, least});
        if (score >= 0 && !text.isEmpty())
            found.push_back({score - handicap - (enabled ? 0 : 2),
                             {key, {text, group, shortcut, enabled, QString::fromLatin1(glyph)}}});
    };
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const QObject* action = m_commands[i].action;
        if (action == nullptr) continue;
        offer(QStringLiteral("action:%1").arg(i), plainText(action->property("text")), m_commands[i].group,
              shortcutText(action->property("shortcut")), action->property("enabled").toBool(), "command", 0);
    }
    // Without a query only commands are listed: the palette is not a table of contents.
    if (!m_query.trimmed().isEmpty()) {
        for (const design::Component& component : each(m_document.design().components))
            offer(QStringLiteral("component:") + QString::fromStdString(component.id.str()),
                  QString::fromStdString(component.title()), tr("Component"), {}, true, "component", 0.25);
        // What a kind is found by need not be in its name: products, other words for it.
        if (m_placing)
            for (const QVariant& choice : m_palette.choices(m_query, {})) {
                const QVariantMap kind = choice.toMap();
                offer(QStringLiteral("kind:") + kind.value(QStringLiteral("id")).toString(),
                      kind.value(QStringLiteral("title")).toString(), tr("Add to the canvas"), {}, true, "plus", 0.3,
                      0.3);
            }
        for (int row = 0; row < m_templates.count(); ++row)
            offer(QStringLiteral("template:") + m_templates.rows()[row].key,
                  m_templates.at(row, QStringLiteral("title")).toString(), tr("Template"), {}, true, "template", 0.5);
    }
    std::stable_sort(found.begin(), found.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
    QList<KeyedModel::Row> rows;
    for (Scored& entry : found) rows.append(std::move(entry.row));
    m_rows.replace(std::move(rows));
}

bool CommandModel::run(const QString& key) {
    const QString what = key.section(QLatin1Char(':'), 0, 0);
    const QString id = key.section(QLatin1Char(':'), 1);
    if (what == QLatin1String("component")) {
        emit componentChosen(id);
        return true;
    }
    if (what == QLatin1String("kind")) {
        emit kindChosen(id);
        return true;
    }
    if (what == QLatin1String("template")) {
        emit templateChosen(id);
        return true;
    }
    const std::size_t index = id.toUInt();
    if (index >= m_commands.size() || m_commands[index].action == nullptr) return false;
    QObject* action = m_commands[index].action;
    if (!action->property("enabled").toBool()) return false;
    // Called later, so that the palette is closed and the keyboard back where it was.
    return QMetaObject::invokeMethod(action, "trigger", Qt::QueuedConnection) ||
           QMetaObject::invokeMethod(action, "trigger", Qt::QueuedConnection, Q_ARG(QObject*, nullptr));
}

} // namespace catenary::studio
