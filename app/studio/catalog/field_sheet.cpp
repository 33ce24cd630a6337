// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/field_sheet.h"

#include "app/studio/catalog/distribution_field.h"
#include "app/studio/catalog/workload_edits.h"
#include "app/studio/models/words.h"
#include "core/support/distribution.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

bool sameMean(const Json& a, const Json& b) {
    const auto left = support::Distribution::fromJson(a), right = support::Distribution::fromJson(b);
    return left && right && std::fabs(left->mean() - right->mean()) <= 1e-3 * std::fabs(right->mean());
}

} // namespace

FieldSheet::FieldSheet(DocumentController& document, DocumentController::CatalogSource catalog, QObject* parent)
    : QObject(parent), m_document(document), m_catalog(std::move(catalog)) {}

void FieldSheet::setFields(QList<Field> fields) {
    m_fields = std::move(fields);
    m_refusals.removeIf(
        [this](const std::pair<const QString&, Refusal&>& entry) { return field(entry.first) == nullptr; });
    fill();
    ++m_changes;
    emit changed();
}

void FieldSheet::setFindings(QHash<QString, QString> findings) {
    if (findings == m_findings) return;
    m_findings = std::move(findings);
    fill();
}

KeyedModel* FieldSheet::section(const QString& name) {
    KeyedModel*& model = m_sections[name];
    if (model == nullptr) {
        model = new KeyedModel(fieldRoles(), this);
        fill();
    }
    return model;
}

int FieldSheet::countIn(const QString& section) const {
    return static_cast<int>(
        std::count_if(m_fields.begin(), m_fields.end(), [&](const Field& field) { return field.section == section; }));
}

int FieldSheet::hiddenIn(const QString& section) const {
    return static_cast<int>(std::count_if(m_fields.begin(), m_fields.end(), [&](const Field& field) {
        return field.section == section && !field.primary;
    }));
}

void FieldSheet::fill() {
    for (auto& [name, model] : m_sections) {
        QList<KeyedModel::Row> rows;
        for (const Field& field : m_fields) {
            if (field.section != name) continue;
            rows.append(rowOf(field, m_refusals.value(field.path), m_findings.value(field.path)));
        }
        model->replace(std::move(rows));
    }
}

const Field* FieldSheet::field(const QString& path) const {
    const auto found =
        std::find_if(m_fields.begin(), m_fields.end(), [&](const Field& field) { return field.path == path; });
    return found == m_fields.end() ? nullptr : &*found;
}

bool FieldSheet::edit(const QString& path, const QString& text) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    const support::Result<Json> value = parseValue(*at->parameter, text, at->required);
    return value ? apply(*at, *value) : refuse(path, value.error());
}

bool FieldSheet::choose(const QString& path, const QString& value) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    const std::string word = value.toStdString();
    if (const std::optional<design::WorkloadId> workload = workloadOfPath(path)) {
        if (path.endsWith(QLatin1String(".arrival.process"))) return changeProcess(*workload, path, word);
        if (path.endsWith(QLatin1String(".arrival.given_as"))) return changeRate(*workload, path, word == "population");
    }
    if (word == "custom" && path.endsWith(QLatin1String(".distance"))) return apply(*at, Json{{"latency_ms", 1}}, true);
    return apply(*at, value.isEmpty() ? Json() : Json(word));
}

bool FieldSheet::setFlag(const QString& path, bool on) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    if (path.endsWith(QLatin1String(".policy.retry_forever"))) return retryForever(path, on);
    return apply(*at, Json(on));
}

bool FieldSheet::setLaw(const QString& path, const QString& law) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    // Going back to a law finds what it was left with, unless the mean has moved since.
    m_laws.insert(path + QLatin1Char('|') + lawOf(at->value), at->value);
    const Json kept = m_laws.value(path + QLatin1Char('|') + law);
    return apply(*at, sameMean(kept, at->value) ? kept : withLaw(*at->parameter, at->value, law));
}

bool FieldSheet::setArgument(const QString& path, const QString& name, const QString& text) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    const QString law = lawOf(at->value);
    if (text.trimmed().isEmpty() && (law.isEmpty() || law == QLatin1String("constant")) && !at->required)
        return reset(path);
    const QScopedValueRollback part(m_part, name);
    const support::Result<Json> value = withArgument(at->value, name, text);
    return value ? apply(*at, *value) : refuse(path, value.error());
}

bool FieldSheet::setPart(const QString& path, const QString& name, const QString& text) {
    const Field* at = field(path);
    if (at == nullptr) return false;
    const auto& parts = at->parameter->fields;
    const auto part = std::find_if(parts.begin(), parts.end(),
                                   [&](const catalog::Parameter& p) { return p.name == name.toStdString(); });
    if (part == parts.end()) return false;
    const QScopedValueRollback guard(m_part, name);
    Json whole = at->value.is_object() ? at->value : Json::object();
    if (text.trimmed().isEmpty()) {
        whole.erase(part->name);
    } else {
        const support::Result<Json> value = parseValue(*part, text);
        if (!value)
            return refuse(path, QString::fromStdString(part->label) + QStringLiteral(": ") +
                                    said(path, value.error().message, value.error().hint));
        whole[part->name] = *value;
    }
    return apply(*at, whole.empty() ? Json() : whole);
}

bool FieldSheet::step(const QString& path, int steps) {
    const Field* at = field(path);
    if (at == nullptr || !at->value.is_number()) return false;
    const double value = at->value.get<double>();
    double size = 1.0;
    if (at->parameter->type != catalog::ParameterType::Integer && value != 0.0)
        size = std::pow(10.0, std::floor(std::log10(std::fabs(value)) + 1e-9) - 1.0);
    // Whole multiples of the step, so that 0.3 does not become 0.30000000000000004.
    const double next = std::round((value + steps * size) / size) * size;
    const double tidy = QByteArray::number(next, 'g', 12).toDouble();
    if (at->parameter->type == catalog::ParameterType::Integer)
        return apply(*at, Json(static_cast<std::int64_t>(tidy)));
    return apply(*at, Json(tidy));
}

bool FieldSheet::reset(const QString& path) {
    const Field* at = field(path);
    return at != nullptr && apply(*at, Json());
}

bool FieldSheet::acceptAnyway(const QString& path) {
    const Field* at = field(path);
    const Json pending = m_refusals.value(path).pending;
    return at != nullptr && !pending.is_null() && apply(*at, pending, true);
}

void FieldSheet::forget(const QString& path) {
    if (m_refusals.remove(path) > 0) fill();
}

void FieldSheet::begin() {
    m_gesture = m_document.beginGesture();
}

void FieldSheet::end() {
    m_gesture = 0;
    m_document.endGesture();
}

bool FieldSheet::apply(const Field& field, const Json& value, bool anyway) {
    const QString path = field.path;
    if (value.is_null() && field.authored.is_null()) { // nothing to take away
        forget(path);
        return true;
    }
    if (!value.is_null() && !anyway) {
        if (const std::optional<support::Finding> finding = m_catalog()->check(*field.parameter, value)) {
            return refuse(path, said(path, finding->message, finding->hint),
                          finding->severity == support::Severity::Error ? Json() : value);
        }
    }
    return commit(path, design::SetValue{path.toStdString(), value}, field.others);
}

bool FieldSheet::commit(const QString& path, const design::Edit& edit, const QStringList& others) {
    if (const support::Result<design::Design> tried = design::apply(m_document.design(), edit); !tried)
        return refuse(path, tried.error());
    forget(path);
    if (others.isEmpty()) return m_document.apply(edit, m_gesture);
    // The fields are made anew with every edit.
    const QStringList further = others;
    const Json value = std::get<design::SetValue>(edit).value;
    const quint64 gesture = m_gesture != 0 ? m_gesture : m_document.beginGesture();
    bool applied = m_document.apply(edit, gesture);
    for (const QString& other : further)
        applied = m_document.apply(design::SetValue{other.toStdString(), value}, gesture) && applied;
    if (m_gesture == 0) m_document.endGesture();
    return applied;
}

bool FieldSheet::refuse(const QString& path, const QString& message, const Json& pending) {
    m_refusals.insert(path, {message, m_part, pending});
    fill();
    return false;
}

bool FieldSheet::refuse(const QString& path, const support::Error& error) {
    return refuse(path, said(path, error.message, error.hint));
}

QString FieldSheet::said(const QString& path, const std::string& message, const std::string& hint) const {
    const design::Design& design = m_document.design();
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const std::string where = path.toStdString();
    return joined(inWords(message, design, *catalog, where), inWords(hint, design, *catalog, where));
}

bool FieldSheet::retryForever(const QString& path, bool on) {
    const QString id = path.section(QLatin1Char('.'), 1, 1);
    const design::Connection* connection = m_document.design().connection(design::ConnectionId(id.toStdString()));
    if (connection == nullptr) return false;
    design::Connection changed = *connection;
    if (!changed.policy) changed.policy.emplace();
    changed.policy->retries = on ? std::nullopt : std::optional(0);
    if (*changed.policy == design::Policy{}) changed.policy.reset();
    return commit(path, design::ReplaceConnection{std::move(changed)});
}

bool FieldSheet::changeProcess(const design::WorkloadId& id, const QString& path, const std::string& process) {
    const design::Workload* workload = m_document.design().workload(id);
    return workload != nullptr && commit(path, design::ReplaceWorkload{withProcess(*workload, process)});
}

bool FieldSheet::changeRate(const design::WorkloadId& id, const QString& path, bool population) {
    const design::Workload* workload = m_document.design().workload(id);
    return workload != nullptr && commit(path, design::ReplaceWorkload{withRateGivenAs(*workload, population)});
}

} // namespace catenary::studio
