// SPDX-License-Identifier: Apache-2.0
// A number with its unit. Up and down step by one of the last written digit; what the number means is the model's business.
import QtQuick
import Catenary

InputField {
    numeric: true
}
