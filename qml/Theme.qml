// SPDX-License-Identifier: Apache-2.0
// The one place for colour, spacing, radius, type scale and motion of the views. `dark` and `reducedMotion` are set by
// the window from the settings; everything else follows.
pragma Singleton
import QtQuick

QtObject {
    id: theme

    /// Set by Main.qml.
    property bool dark: false
    property bool reducedMotion: false

    // Colour
    readonly property color canvas: dark ? "#14161A" : "#FAFAF8"
    readonly property color panel: dark ? "#1C1F25" : "#FFFFFF"
    readonly property color raised: dark ? "#23272F" : "#FFFFFF"    ///< menus, dialogs, cards above a panel
    readonly property color sunken: dark ? "#171A1F" : "#F4F4F1"    ///< fields, wells
    readonly property color line: dark ? "#2D313A" : "#E3E3DE"
    readonly property color lineStrong: dark ? "#6B7380" : "#8A9099" ///< borders of controls, 3:1 on the panel
    readonly property color text: dark ? "#E6E8EB" : "#1F2328"
    readonly property color quiet: dark ? "#9AA3AF" : "#5F6773"
    readonly property color accent: dark ? "#8C9BFF" : "#3F51D9"
    readonly property color onAccent: dark ? "#14161A" : "#FFFFFF"
    readonly property color accentTint: dark ? "#2A2F4D" : "#ECEEFC" ///< selected rows
    readonly property color hover: dark ? "#262A32" : "#F0F0EC"
    readonly property color pressed: dark ? "#2D313A" : "#E6E6E1"
    readonly property color good: dark ? "#58C08A" : "#177245"
    readonly property color close: dark ? "#E5A84B" : "#A15C00"     ///< near saturation
    readonly property color missed: dark ? "#FF8A80" : "#B3261E"    ///< objective missed, error
    readonly property color scrim: dark ? "#B0000000" : "#66000000"
    readonly property color shadow: dark ? "#80000000" : "#24000000"

    /// The thin edge colour of a catalog group.
    function groupColour(group: string): color {
        const light = {"edge": "#5B7089", "compute": "#3B6FC9", "data": "#0F7F83", "messaging": "#7B54C4",
            "ml-serving": "#B85A14", "llm": "#C03A6B", "training": "#6F7A1C", "operations": "#56636E", "external": "#9A7B4F"};
        const night = {"edge": "#8FA6C0", "compute": "#7FA8F2", "data": "#4FC0C3", "messaging": "#B394F0",
            "ml-serving": "#EE9A5B", "llm": "#F284AA", "training": "#B5C05A", "operations": "#9AA8B4", "external": "#CDB082"};
        const table = dark ? night : light;
        return table[group] ?? quiet;
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
