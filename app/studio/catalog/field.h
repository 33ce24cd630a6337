// SPDX-License-Identifier: Apache-2.0
//
// catalog: choosing and describing what a design is made of. `Field` is one value of the design as the inspector edits
// it: what is in force, who said so, and what it may be. component_fields, connection_fields and workload_fields make
// them; `FieldSheet` (field_sheet.h) shows and edits them; `Inspector` follows the selection. palette_model.h lists the
// kinds.
#pragma once

#include "app/studio/models/keyed_model.h"
#include "core/catalog/catalog.h"
#include "core/design/design.h"

#include <QString>
#include <QVariant>

#include <optional>

namespace catenary::studio {

using support::Json;

struct Field {
    enum class Origin {
        Default,  ///< of the station or the format: nobody said anything
        Kind,     ///< the kind's own default, or what follows from it
        Author,   ///< set in this design
        Override, ///< set in this design over what the kind says
    };

    QString path;    ///< PATH of the value; the key of the row
    QString section; ///< "about", "load", "capacity", "cost", "reliability", "policy", "network"
    const catalog::Parameter* parameter = nullptr; ///< label, unit, type, range, default; outlives the field
    Json value;                                    ///< in force; null: not set
    Json authored;                                 ///< as it stands in the design; null: not there
    Origin origin = Origin::Default;
    QString follows;       ///< the expression a derived value comes from
    QVariantList choices;  ///< {value, text, detail} of a choice or reference
    bool primary = true;   ///< shown at once, not under "more"
    bool required = false; ///< has neither a default nor a meaning without a value
    QString note;          ///< what there is to say of the value in force; may be empty
    QString unset;         ///< what holds, and why, while the value is not set; empty: nothing
    QStringList others;    ///< PATHs of the same parameter in further elements, changed together with it

    /// There is a default, and the value is not it.
    [[nodiscard]] bool resettable() const;
};

/// Why the last try at a field was refused.
struct Refusal {
    QString message;
    QString part; ///< the argument or member that was tried; empty: the value itself
    Json pending; ///< what may be taken all the same; null: nothing
};

/// Role names of the rows made by `rowOf`, for the model that holds them.
[[nodiscard]] QList<QByteArray> fieldRoles();
/// The row of a field; `finding` is what the check of the design says of it.
[[nodiscard]] KeyedModel::Row rowOf(const Field& field, const Refusal& refusal, const QString& finding);

/// Parameters of a component's kind, own ones first, then those of its station and of every component.
[[nodiscard]] QList<Field> componentFields(const design::Component& component, const catalog::Catalog& catalog);
/// What components of one kind have in common, to be changed in all of them; a value they do not share is not set.
[[nodiscard]] QList<Field> sharedFields(const std::vector<const design::Component*>& components,
                                        const catalog::Catalog& catalog);
[[nodiscard]] QList<Field> connectionFields(const design::Connection& connection, const design::Design& design,
                                            const catalog::Catalog& catalog);
[[nodiscard]] QList<Field> workloadFields(const design::Workload& workload, const design::Design& design);

/// What the author typed, as a value of the parameter's type. Numbers may have k, M, G, T behind them and spaces
/// within. The error is a sentence for the place under the field. Empty text: null, where the parameter has a default
/// or may be unset; `required` refuses it.
[[nodiscard]] support::Result<Json> parseValue(const catalog::Parameter& parameter, const QString& text,
                                               bool required = false);

/// A value for an editor, exact: "12.5", "lognormal, mean 12, cv 1.2", "yes".
[[nodiscard]] QString valueText(const catalog::Parameter& parameter, const Json& value);
[[nodiscard]] QString rangeText(const catalog::Parameter& parameter); ///< "18 to 58 ms"; empty without a range
[[nodiscard]] QString sourceText(const catalog::SourceNote& source);  ///< "Title, 2020 (official, read)"

} // namespace catenary::studio
