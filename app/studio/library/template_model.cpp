// SPDX-License-Identifier: Apache-2.0
#include "app/studio/library/template_model.h"

#include "app/studio/models/figure_text.h"
#include "core/design/codec.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace catenary::studio {

namespace {

/// "p99 under 100 ms" of the first latency objective; empty where there is none.
QString targetOf(const design::Design& design) {
    for (const design::Objective& objective : design.objectives) {
        const QString metric = QString::fromStdString(objective.metric);
        if (!metric.startsWith(QLatin1String("latency_")) || !objective.at_most) continue;
        return QStringLiteral("%1 under %2")
            .arg(metric.section(QLatin1Char('_'), 1, 1), figureText(*objective.at_most, QStringLiteral("ms")));
    }
    return {};
}

QList<KeyedModel::Row> readTemplates() {
    QList<KeyedModel::Row> rows;
    constexpr std::string_view folder = "templates/", suffix = ".catenary";
    for (const support::EmbeddedFile& file : support::embeddedFiles()) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(suffix)) continue;
        const support::Result<design::Decoded> decoded = design::decode(file.content, std::string(file.path));
        if (!decoded) {
            qWarning("%s", support::describe(decoded.error()).c_str());
            continue;
        }
        const design::Design& design = decoded->design;
        const std::string_view id = file.path.substr(folder.size(), file.path.size() - folder.size() - suffix.size());
        rows.append({QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())),
                     {QString::fromStdString(design.title), QString::fromStdString(design.summary),
                      QStringLiteral("%1 components").arg(design.components.size()), targetOf(design)}});
    }
    return rows;
}

} // namespace

TemplateModel::TemplateModel(QObject* parent) : KeyedModel({"title", "summary", "size", "target"}, parent) {
    auto* watcher = new QFutureWatcher<QList<Row>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        replace(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(readTemplates));
}

} // namespace catenary::studio
