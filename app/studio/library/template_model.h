// SPDX-License-Identifier: Apache-2.0
//
// library: the designs one can begin from: the templates compiled into the program, and the files opened last.
#pragma once

#include "app/studio/models/keyed_model.h"

namespace catenary::studio {

/// The reference systems. Read on a worker; empty until then. Roles: title, summary, size ("12 components"), target
/// ("p99 under 100 ms").
class TemplateModel : public KeyedModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
public:
    explicit TemplateModel(QObject* parent = nullptr);
};

} // namespace catenary::studio
