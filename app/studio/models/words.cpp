// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/words.h"

#include "app/studio/catalog/format_parameters.h"
#include "app/studio/estimate/estimate_rows.h"

#include <QRegularExpression>

#include <algorithm>

namespace catenary::studio {

namespace {

QString quoted(const QString& word) {
    return QChar(0x201C) + word + QChar(0x201D);
}

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// The declaration of `name`, which may lead into a structure ("autoscaling.max").
const catalog::Parameter* within(const catalog::Parameter* parameter, const QString& rest) {
    if (parameter == nullptr || rest.isEmpty()) return parameter;
    for (const catalog::Parameter& field : parameter->fields)
        if (text(field.name) == rest) return &field;
    return parameter;
}

const catalog::Parameter* declared(const QString& name, const design::Design& design, const catalog::Catalog& catalog,
                                   const std::string& where) {
    const std::string head = name.section(QLatin1Char('.'), 0, 0).toStdString();
    const QString rest = name.section(QLatin1Char('.'), 1);
    const design::ComponentId id(elementOf(design, where).toStdString());
    const design::Component* component = design.component(id);
    if (const catalog::Kind* kind = component != nullptr ? catalog.kind(component->kind) : nullptr)
        if (const catalog::Parameter* found = catalog.parameter(*kind, head)) return within(found, rest);
    if (const catalog::Parameter* found = formatParameterNamed(name.toStdString()); found != nullptr && !component)
        return found;
    for (const catalog::Kind& kind : catalog.kinds())
        if (const catalog::Parameter* found = catalog.parameter(kind, head)) return within(found, rest);
    return formatParameterNamed(name.toStdString());
}

QString nameOf(const QString& word, const design::Design& design, const catalog::Catalog& catalog,
               const std::string& where) {
    const std::string name = word.toStdString();
    if (design.hasId(name)) return titleOf(design, word);
    if (const catalog::Parameter* parameter = declared(word, design, catalog, where);
        parameter != nullptr && !parameter->label.empty())
        return text(parameter->label);
    if (const catalog::Kind* kind = catalog.kind(name)) return text(kind->title);
    if (const catalog::Hardware* hardware = catalog.hardware(name); hardware && !hardware->title.empty())
        return text(hardware->title);
    if (const catalog::Model* model = catalog.model(name); model && !model->title.empty()) return text(model->title);
    const std::vector<std::string>& metrics = objectiveMetrics();
    if (std::find(metrics.begin(), metrics.end(), name) != metrics.end()) return metricText(name).label;
    return QString(word).replace(QLatin1Char('_'), QLatin1Char(' '));
}

/// "3 replica" → "3 replicas"; a unit that is measured, not counted, stays.
QString withPlurals(QString message) {
    static const QRegularExpression counted(
        QStringLiteral("(?<![\\w.])([0-9][0-9.e+]*) (replica|request|token|core|item|worker|call|byte|user|shard|"
                       "partition|consumer|connection|node|image|page|document|hour|GPU)\\b(?![/_-])"));
    QRegularExpressionMatchIterator matches = counted.globalMatch(message);
    qsizetype shift = 0;
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.captured(1) == QLatin1String("1")) continue;
        message.insert(match.capturedEnd(2) + shift, QLatin1Char('s'));
        ++shift;
    }
    return message;
}

} // namespace

QString inWords(const std::string& message, const design::Design& design, const catalog::Catalog& catalog,
                const std::string& where) {
    const QStringList pieces = text(message).trimmed().split(QLatin1Char('`'));
    QString said;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const bool ticked = i % 2 == 1 && i + 1 < pieces.size();
        if (ticked)
            said += quoted(nameOf(pieces[i], design, catalog, where));
        else
            said += (i % 2 == 1 ? QStringLiteral("`") : QString()) + withPlurals(pieces[i]);
    }
    if (said.isEmpty()) return said;
    said[0] = said[0].toUpper();
    const QChar last = said.back();
    if (last.isLetterOrNumber() || last == QLatin1Char(')') || last == QChar(0x201D)) said += QLatin1Char('.');
    return said;
}

QString inQuotes(const std::string& message) {
    static const QRegularExpression ticked(QStringLiteral("`([^`]*)`"));
    return text(message).replace(ticked, QChar(0x201C) + QStringLiteral("\\1") + QChar(0x201D));
}

QString joined(const QString& sentence, const QString& next) {
    return sentence.isEmpty() ? next : next.isEmpty() ? sentence : sentence + QLatin1Char(' ') + next;
}

} // namespace catenary::studio
