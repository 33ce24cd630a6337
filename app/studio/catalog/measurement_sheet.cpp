// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/measurement_sheet.h"

#include "app/studio/catalog/field.h"
#include "app/studio/models/figure_text.h"
#include "core/catalog/pasted_rows.h"
#include "core/network/lower_component.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr auto name_ = "calibration";

/// "Users 8 · Input tokens 1024 · …" of the members a row has.
QString wordsOf(const catalog::Parameter& parameter, const Json& row) {
    QStringList words;
    for (const catalog::Parameter& field : parameter.fields) {
        const Json value = row.value(field.name, Json());
        if (value.is_null()) continue;
        QString said = QString::fromStdString(field.label) + QLatin1Char(' ') + valueText(field, value);
        const bool counted = field.unit.empty() || field.unit == "1" || field.unit == "token" || field.unit == "gpu";
        if (!counted) said += QChar(QChar::Nbsp) + unitText(QString::fromStdString(field.unit));
        words.append(said);
    }
    return words.join(QStringLiteral(" · "));
}

/// Words of the core for a dialog: without marks of code, and without the number of a row that is judged alone.
QString plain(const std::string& words) {
    QString said = QString::fromStdString(words).remove(QLatin1Char('`'));
    for (const char* row : {"row 1 of calibration: ", "row 1 of calibration "})
        if (said.startsWith(QLatin1String(row))) said.remove(0, static_cast<int>(std::char_traits<char>::length(row)));
    return said;
}

Json alone(const Json& row) {
    return Json::array({row});
}

QString shortNumber(double factor) {
    return exactText(std::round(factor * 100) / 100);
}

QString summaryOf(const inference::Calibrated& by) {
    const QString factor = MeasurementSheet::tr("Every computed time × %1, the geometric mean of measured ÷ computed.")
                               .arg(shortNumber(by.factor));
    if (!by.band) return factor;
    return factor + QLatin1Char(' ') +
           MeasurementSheet::tr("Four fifths of further figures should take × %1 to × %2 of that.")
               .arg(shortNumber(by.band->low), shortNumber(by.band->high));
}

} // namespace

MeasurementSheet::MeasurementSheet(DocumentController& document, DocumentController::CatalogSource catalog,
                                   QObject* parent)
    : QObject(parent), m_document(document), m_catalog(std::move(catalog)),
      m_rows({"line", "words", "factor", "problem"}) {}

const design::Component* MeasurementSheet::component() const {
    return m_document.design().component(design::ComponentId(m_component.toStdString()));
}

const catalog::Parameter* MeasurementSheet::parameter(const catalog::Catalog& catalog) const {
    const design::Component* of = component();
    const catalog::Kind* kind = of == nullptr ? nullptr : catalog.kind(of->kind);
    return kind == nullptr ? nullptr : catalog.parameter(*kind, name_);
}

void MeasurementSheet::begin(const QString& component) {
    m_component = component;
    const auto catalog = m_catalog();
    const catalog::Parameter* rows = parameter(*catalog);
    const design::Component* of = this->component();
    const Json* authored = of == nullptr ? nullptr : design::findParameter(of->parameters, name_);
    m_text = rows == nullptr || authored == nullptr ? QString()
                                                    : QString::fromStdString(catalog::pastedText(*rows, *authored));
    understand();
}

void MeasurementSheet::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    understand();
}

QString MeasurementSheet::name() const {
    const design::Component* of = component();
    return of == nullptr ? QString() : QString::fromStdString(of->title());
}

bool MeasurementSheet::ofTokens() const {
    const auto catalog = m_catalog();
    const catalog::Parameter* rows = parameter(*catalog);
    return rows != nullptr && std::ranges::any_of(rows->fields, [](const auto& of) { return of.name == "tpot_ms"; });
}

QString MeasurementSheet::columns() const {
    const auto catalog = m_catalog();
    const catalog::Parameter* rows = parameter(*catalog);
    QStringList names;
    if (rows != nullptr)
        for (const catalog::Parameter& field : rows->fields) names.append(QString::fromStdString(field.name));
    return names.join(QStringLiteral(", "));
}

QString MeasurementSheet::example() const {
    return ofTokens() ? QStringLiteral("concurrency, input_tokens, output_tokens, tpot_ms, ttft_ms\n"
                                       "8, 1024, 256, 11.5, 95\n32, 1024, 256, 18.2, 310")
                      : QStringLiteral("batch, time_ms\n1, 2.4\n32, 21.5");
}

Json MeasurementSheet::complete(Json row, const catalog::Catalog& catalog) const {
    const design::Component& of = *component();
    const auto resolved = catalog.resolve(*catalog.kind(of.kind), of.parameters);
    if (!resolved) return row;
    for (const char* name : {"model", "hardware", "precision", "tensor_parallel"}) {
        const auto now = resolved->find(name);
        const bool has =
            std::ranges::any_of(parameter(catalog)->fields, [&](const auto& of) { return of.name == name; });
        if (has && now != resolved->end() && !now->second.value.is_null() && !row.contains(name))
            row[name] = now->second.value;
    }
    return row;
}

MeasurementSheet::Verdict MeasurementSheet::judged(const Json& rows, const catalog::Catalog& catalog) const {
    design::Component changed = *component();
    std::erase_if(changed.parameters, [](const auto& of) { return of.first == name_; });
    changed.parameters.emplace_back(name_, rows);
    support::Findings findings;
    const network::Station station = network::lowerComponent(changed, m_document.design(), catalog, findings);
    Verdict verdict;
    if (station.physics && station.physics->measured > 0) verdict.by = station.physics->calibration;
    for (const support::Finding& finding : findings) {
        if (finding.where != changed.id.str() + "." + name_) continue;
        if (finding.severity == support::Severity::Error) verdict.problem = plain(finding.message);
        if (finding.severity == support::Severity::Warning) verdict.doubt = plain(finding.hint);
    }
    if (verdict.problem.isEmpty() && !verdict.by)
        verdict.problem =
            tr("nothing is computed here to compare with: choose a model and hardware, and type no time in");
    return verdict;
}

void MeasurementSheet::understand() {
    const auto catalog = m_catalog();
    const catalog::Parameter* of = parameter(*catalog);
    m_summary.clear();
    m_problem.clear();
    m_note.clear();
    m_found = Json::array();
    m_ready = false;
    QList<KeyedModel::Row> rows;
    if (of != nullptr) {
        const catalog::PastedRows pasted = catalog::readPastedRows(*of, m_text.toStdString());
        m_problem = plain(pasted.problem);
        int wrong = 0;
        for (const catalog::PastedRows::Row& row : pasted.rows) {
            QString problem = plain(row.problem), factor;
            if (const auto finding = catalog->check(*of, alone(row.values));
                problem.isEmpty() && finding && finding->severity == support::Severity::Error)
                problem = plain(finding->message);
            if (problem.isEmpty()) {
                const Verdict verdict = judged(alone(row.values), *catalog);
                problem = verdict.problem;
                if (verdict.by) factor = tr("computed × %1").arg(shortNumber(verdict.by->factor));
            }
            if (!problem.isEmpty()) ++wrong;
            m_found.push_back(complete(row.values, *catalog));
            rows.append({QString::number(rows.size()), {row.line, wordsOf(*of, row.values), factor, problem}});
        }
        QStringList ignored;
        for (const std::string& column : pasted.ignored) ignored.append(QString::fromStdString(column));
        if (!ignored.isEmpty()) m_note = tr("Not used: %1").arg(ignored.join(QStringLiteral(", ")));
        if (wrong > 0)
            m_problem = wrong == 1 ? tr("One row cannot be used.") : tr("%1 rows cannot be used.").arg(wrong);
        const Json* authored = design::findParameter(component()->parameters, name_);
        if (m_problem.isEmpty() && !rows.isEmpty()) {
            const Verdict verdict = judged(m_found, *catalog);
            if (verdict.by) m_summary = summaryOf(*verdict.by);
            if (!verdict.doubt.isEmpty()) m_note = verdict.doubt;
            m_ready = authored == nullptr || *authored != m_found;
        } else if (m_problem.isEmpty() && authored != nullptr) {
            m_summary = tr("Without rows the measurements are taken away.");
            m_ready = true;
        }
    }
    m_rows.replace(std::move(rows));
    emit changed();
}

bool MeasurementSheet::take() {
    if (!m_ready || component() == nullptr) return false;
    const Json value = m_found.empty() ? Json() : m_found;
    const bool taken = m_document.apply(design::SetValue{m_component.toStdString() + "." + name_, value});
    understand();
    return taken;
}

} // namespace catenary::studio
