// SPDX-License-Identifier: Apache-2.0
// The one place for colour, spacing, radius, type scale and motion of the views. `dark` and `reducedMotion` are set by
// the window from the settings; everything else follows.
pragma Singleton
import QtQuick
import Catenary.Studio

QtObject {
    id: theme

    /// Set by Main.qml.
    property bool dark: false
    property bool reducedMotion: false

    // Colour, from the table the pictures are drawn with
    readonly property ThemeTable source: ThemeTable {}
    readonly property var table: dark ? source.dark : source.light
    readonly property color canvas: table.canvas
    readonly property color panel: table.panel
    readonly property color raised: table.raised           ///< menus, dialogs, cards above a panel
    readonly property color sunken: dark ? "#171A1F" : "#F4F4F1" ///< fields, wells
    readonly property color line: table.line
    readonly property color lineStrong: table.border       ///< borders of controls, 3:1 on the panel
    readonly property color text: table.text
    readonly property color quiet: table.quiet
    readonly property color accent: table.accent
    readonly property color accentInk: table["onAccent"] ///< on a ground of accent; a name beginning with "on" would be a handler
    readonly property color accentTint: dark ? "#2A2F4D" : "#ECEEFC" ///< selected rows
    readonly property color hover: dark ? "#262A32" : "#F0F0EC"
    readonly property color pressed: dark ? "#2D313A" : "#E6E6E1"
    readonly property color good: table.good
    readonly property color close: table.close             ///< near saturation
    readonly property color missed: table.missed           ///< objective missed, error
    readonly property color scrim: dark ? "#B0000000" : "#66000000"
    readonly property color shadow: dark ? "#80000000" : "#24000000"

    /// The thin edge colour of a catalog group.
    function groupColour(group: string): color {
        return table["group:" + group] ?? table["group:"] ?? quiet;
    }

    // Space: multiples of 4
    readonly property int s1: 4
    readonly property int s2: 8
    readonly property int s3: 12
    readonly property int s4: 16
    readonly property int s5: 20
    readonly property int s6: 24
    readonly property int s8: 32
    readonly property int s10: 40
    readonly property int radius: 6
    readonly property int cardRadius: 10
    readonly property int controlHeight: 28
    readonly property int rowHeight: 32
    readonly property int paletteWidth: 280
    readonly property int inspectorWidth: 320

    // Type
    readonly property string family: "Inter"
    readonly property int tiny: 11
    readonly property int small: 12
    readonly property int body: 13
    readonly property int large: 15
    readonly property int heading: 18
    readonly property int display: 24
    readonly property int clock: 40

    // Motion, in ms
    readonly property int fast: reducedMotion ? 0 : 120
    readonly property int slow: reducedMotion ? 0 : 180
    readonly property int easing: Easing.OutCubic
}
