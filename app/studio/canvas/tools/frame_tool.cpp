// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/frame_tool.h"

namespace catenary::studio {

void FrameTool::press(const Pointer& at) {
    m_down = at.button == Qt::LeftButton;
    if (!m_down) return;
    m_stage.selection().clear();
    MarqueeTool::press(at);
    MarqueeTool::move(at);
}

void FrameTool::move(const Pointer& at) {
    if (m_down) MarqueeTool::move(at);
}

void FrameTool::release(const Pointer&) {
    if (!m_down) return;
    Stage& stage = m_stage;
    stage.leave();
    stage.actions().group();
    const std::string group = stage.selection().current().toStdString();
    if (stage.document().design().group(design::GroupId(group)) != nullptr)
        stage.beginRename(group);
    else
        emit stage.document().editRefused(DocumentController::tr("There is no component in this frame."),
                                          DocumentController::tr("Draw it around the components of the group."));
}

void FrameTool::cancel() {
    if (m_down) MarqueeTool::cancel();
    m_down = false;
}

} // namespace catenary::studio
