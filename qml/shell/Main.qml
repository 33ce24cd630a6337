// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Catenary
import Catenary.Studio

Window {
    id: window

    required property Studio studio

    width: studio.settings.windowSize.width
    height: studio.settings.windowSize.height
    minimumWidth: 960
    minimumHeight: 600
    visible: true
    color: Theme.canvas
    title: studio.document.isOpen ? studio.document.title + " — Catenary" : "Catenary"

    Binding {
        target: Theme
        property: "dark"
        value: window.studio.settings.dark
    }
    Binding {
        target: Theme
        property: "reducedMotion"
        value: window.studio.settings.reducedMotion
    }
}
