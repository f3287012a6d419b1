"""Every word on screen, in Chinese."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "tagline": "对比损失的弹簧模型",
    "other_language": "English interface",
    "board": "Spring board 弹簧板：由对比损失的弹簧相连的点",
    "keys_short": "按问号键查看快捷键。",
    "tools": "工具",
    "view": "视图",
    "charts": "损失曲线与读数",
    "controls": "控制",
    "time": "时间",
    "undo": "撤销 (Ctrl+Z)",
    "redo": "重做 (Ctrl+Shift+Z)",
    "reset": "恢复到预设场景",
    "reset_short": "恢复",
    "clear": "移除所有点",
    "clear_short": "清空",
    "link": "复制指向当前场景的链接",
    "link_short": "复制链接",
    "open": "打开场景文件",
    "open_short": "打开",
    "save": "把场景存为文件",
    "save_short": "保存",
    "help": "帮助与快捷键 (?)",
    "close": "关闭",
    "tool_move": "添加和移动点 (Esc)",
    "tool_similar": "用相似弹簧连接两点 (S)",
    "tool_dissimilar": "用不相似弹簧连接两点 (D)",
    "tool_cut": "剪断弹簧 (X)",
    "zoom_in": "放大 (+)",
    "zoom_out": "缩小 (−)",
    "fit": "显示全部 (0)",
    "hint": "点击空白处添加点 · 拖动可移动 · 点击某点查看它的弹簧",
    "hint_ring": "点击空白处添加点 · 拖动可移动 · 拖动手柄改变 m",
    "hint_tied": "点击添加与所选点相连的点 · 拖动可移动 · 拖动手柄改变 m",
    "hint_loose": "点击添加没有弹簧的点 · 拖动可移动 · 点击某点查看它的弹簧",
    "hint_empty": "点击任意处放置一个点；在右侧选择类别",
    "hint_similar": "依次点击两点或从一点拖到另一点：相似弹簧 · 点击弹簧可翻转",
    "hint_dissimilar": "依次点击两点或从一点拖到另一点：不相似弹簧 · 点击弹簧可翻转",
    "hint_cut": "点击弹簧剪断它，或依次点击两点剪断其间的弹簧",
    "hint_second": "现在选择第二个点",
    "hint_recorded": "点击一个点查看它的弹簧 · 指向弹簧可找到它在曲线上的圆点",
    "hint_recorded_seen": "实心点与所选点相似，空心点与它不相似",
    "note_selected": "已画出：所选点的 {shown} 根弹簧，共 {total} 根",
    "note_acting": "线条（实线吸引，虚线排斥）：起作用的 {shown} 根弹簧，共 {total} 根",
    "note_some": "线条（实线吸引，虚线排斥）：起作用的 {shown} 根弹簧中每 {every} 根画一根，共 {total} 根",
    "note_arrows": "箭头 = 力 × {scale}",
    "selected_point": "所选的点",
    "point": "点 {i}",
    "class_of_point": "所选点的类别",
    "class_name": "类别 {name}",
    "pin": "固定",
    "unpin": "取消固定",
    "pinned": "已固定",
    "delete_point": "删除该点 (Del)",
    "delete_short": "删除",
    "deselect": "取消选择 (Esc)",
    "spoken_selected": "已选择点 {i}，类别 {name} {pinned}",
    "curves": "每根弹簧在损失曲线上的位置",
    "curves_label": "部分损失随距离的变化，每根弹簧一个点",
    "curve_similar": "相似 ½d²",
    "curve_dissimilar": "不相似 ½(m−d)²",
    "axis_distance": "距离 d",
    "axis_loss": "损失",
    "read_mean": "损失，平均 (1/2N Σ)",
    "read_sum": "损失，求和（论文）",
    "read_parts": "其中相似 + 不相似",
    "read_residual": "残差（最大的力）",
    "read_springs": "两种弹簧数",
    "read_state": "状态",
    "help_mean": "对 N 根弹簧取平均的对比损失，1/(2N) Σ",
    "help_sum": "各部分损失之和，即论文的公式 2 至 4",
    "help_parts": "总和的两部分：相似弹簧与不相似弹簧",
    "help_residual": "自由点所受的最大的力；平衡时为零",
    "help_springs": "两种弹簧的数目；不相似弹簧只在距离小于间隔时推开",
    "help_state": "这些点正在做什么",
    "springs_counts": "{similar} + {dissimilar}（{pushing} 在推）",
    "phase_playing": "正在趋于平衡 · 第 {step} 步",
    "phase_playing_diverged": "正在飞散 · 第 {step} 步",
    "phase_playing_cycling": "来回摆动 · 第 {step} 步",
    "phase_paused": "已暂停 · 第 {step} 步",
    "phase_equilibrium": "平衡 · 第 {step} 步",
    "phase_saddle": "静止但不稳定：请按“轻推”",
    "phase_saddle_recorded": "静止但不稳定：仅靠对称维持",
    "phase_cycling": "循环往复：步长过大",
    "phase_diverged": "发散：步长过大",
    "phase_max_steps": "尚未静止 · 点播放继续",
    "phase_max_steps_recorded": "尚未静止 · 第 {step} 步",
    "waiting": "正在等待服务器；不会丢失任何内容",
    "spoken": "{state}；{n} 个点，损失 {loss}",
    "scene": "场景",
    "own_scene": "自定义场景",
    "own_scene_lesson": "来自链接或文件的场景。选择一个预设可从别处开始。",
    "margin": "间隔 m",
    "margin_value": "m = {value}",
    "margin_help": "不相似的点近于 m 时互相推开。",
    "step": "步长 η",
    "step_help": "以稳定步长为单位；超过 2 可能无法静止。",
    "step_beyond": "已超过稳定极限：点可能振荡或飞散。",
    "times_stable": "{value} × 稳定步长",
    "momentum": "动量",
    "momentum_help": "0 为梯度下降；越大越容易冲过头。",
    "next_class": "下一个点的类别",
    "next_class_help": "同类：相似。异类：不相似。",
    "springs": "弹簧",
    "springs_labels": "按类别",
    "springs_neighbours": "按近邻",
    "springs_pairs": "手动",
    "springs_help": "手动时用锯齿工具连接、翻转和剪断。",
    "untie": "全部解开",
    "untie_help": "移除所有弹簧",
    "show": "在画板上显示",
    "show_springs": "弹簧",
    "show_springs_help": "画出弹簧",
    "show_every": "每根弹簧",
    "show_every_help": "无论多少都画出每根弹簧",
    "show_forces": "力",
    "show_forces_help": "用箭头画出每个点所受的力",
    "show_margin": "间隔",
    "show_margin_help": "画出所选点周围半径为 m 的圆",
    "show_trails": "轨迹",
    "show_trails_help": "画出每个点走过的路",
    "seed": "随机起点",
    "shuffle": "用下一个种子生成随机位置",
    "shuffle_short": "打乱",
    "nudge": "轻推：让每个自由点移动一点点，以离开鞍点",
    "nudge_short": "轻推",
    "seed_help": "种子相同，位置相同。",
    "play": "播放（空格）",
    "pause": "暂停（空格）",
    "restart": "从头开始 (Home)",
    "back": "后退一帧 (,)",
    "step_forward": "前进一帧 (.)",
    "speed": "速度",
    "scrub": "时间",
    "step_of": "第 {step} / {last} 步",
    "loss_over_time": "损失随时间变化",
    "link_opens": "此链接打开的正是当前时刻的场景。",
    "link_opens_start": "此链接打开这段运动的起点。",
    "link_copied": "已复制到剪贴板。",
    "link_here": "请复制：",
    "link_start": "改为指向起点的链接",
    "link_now": "改为指向当前时刻的链接",
    "link_too_long": "这个场景太大，放不进链接（超过 4000 个字符）。请存为文件：",
    "file_too_large": "{name}：不允许 {size} 字节；最多 {most}",
    "refused": "{field}：不允许 {value}；应为{allowed}",
    "help_title": "如何使用弹簧板",
    "help_text": (
        "点击空白处添加一个所选类别的点。拖动一个点，按住时其他点会随之反应。\n"
        "点击一个点即以它为视角：实心点与它相似，空心点与它不相似。拖动圆环的手柄可改变间隔。\n"
        "红色锯齿是弹簧：单线在任何距离都吸引，双线只在短于间隔 m 时推开。弹簧很多时，实线吸引，虚线排斥。蓝色箭头是力。\n"
        "损失曲线上的每个圆点是一根弹簧；指向其一即可找到另一个。时间滑块的背景是损失随时间的变化。\n"
        "滚轮或双指缩放，拖动空白处平移。使用弹簧工具时按住 Shift 可保留该对点的另一种弹簧。"
    ),
    "keys": (
        "] [\t选择下一个、上一个点\n"
        "方向键\t移动点或视图\n"
        "A, Enter\t在中央添加点\n"
        "1 … 8\t类别\n"
        "P\t固定、松开\n"
        "Del\t删除该点\n"
        "S, D, X\t相似、不相似、剪断\n"
        "Enter\t与随后所选的点相连\n"
        "M, Shift+M\t增大、减小间隔\n"
        "空格\t播放、暂停\n"
        ", .\t后退、前进一帧\n"
        "Home, End\t开头、结尾\n"
        "+ − 0\t缩放、显示全部\n"
        "Ctrl+Z\t撤销\n"
        "Ctrl+Shift+Z\t重做\n"
        "Esc\t取消选择、离开工具\n"
        "PgDn, PgUp\t下一个、上一个场景"
    ),
    "help_text_recorded": (
        "各点在对比损失的弹簧作用下逐渐静止。点击一个点即以它为视角：实心点与它相似，空心点与它不相似。虚线圆的半径是间隔 m。\n"
        "红色锯齿是弹簧：单线在任何距离都吸引，双线只在短于间隔 m 时推开。弹簧很多时，实线吸引，虚线排斥。蓝色箭头是力。\n"
        "损失曲线上的每个圆点是一根弹簧；指向其一即可找到另一个。时间滑块的背景是损失随时间的变化。\n"
        "滚轮或双指缩放，拖动平移。"
    ),
    "help_text_margins": "拖动间隔滑块或圆环的手柄，可查看同一起点在其他间隔下的过程。",
    "keys_recorded": (
        "] [\t选择下一个、上一个点\n"
        "Esc\t取消选择\n"
        "空格\t播放、暂停\n"
        ", .\t后退、前进一帧\n"
        "Home, End\t开头、结尾\n"
        "方向键\t移动视图\n"
        "+ − 0\t缩放、显示全部"
    ),
    "keys_margins": "M, Shift+M\t下一个、上一个间隔",
}

#: Patterns of the errors' «what is allowed», and their translation.
#: Words in figures.
FIGURES: Final[dict[str, str]] = {
    "energy": "能量 $(E_W)$",
    "loss_axis": "损失 $(L)$",
    "margin_at": "间隔 $m$",
    "similar": "相似",
    "dissimilar": "不相似",
    "distance": "距离 $d$",
    "partial_loss": "部分损失",
    "key_similar": "与中心相似",
    "key_dissimilar": "与中心不相似",
    "key_attract": "只吸引的弹簧",
    "key_repulse": "只在 $m$ 内排斥的弹簧",
    "key_force": "力",
    "step": "第 {step} 步",
    "steps": "梯度下降的步数",
    "loss": "损失",
    "loss_is": "损失 {loss}",
    "margin_is": "间隔 {margin}",
    "all_lines": "线条（实线吸引，虚线排斥）：全部 {total} 根弹簧",
    "one_line_in": "线条（实线吸引，虚线排斥）：全部 {total} 根弹簧中每 {every} 根画一根",
    "many_dots": "{total} 根弹簧中的 {dots} 根画为圆点",
}

#: Words on the other pages than the playground.
PAGES: Final[dict[str, str]] = {
    "player_needs": "本页面播放动画，需要启用 JavaScript，并使用 2023 年及以后的浏览器。",
}

ALLOWED: Final[tuple[tuple[str, str], ...]] = (
    (r"a number from (\S+) to (\S+)", r"\1 到 \2 之间的数"),
    (r"a whole number from (\S+) to (\S+)", r"\1 到 \2 之间的整数"),
    (r"finite real numbers from (\S+) to (\S+)", r"\1 到 \2 之间的有限实数"),
    (r"whole numbers from (\S+) to (\S+)", r"\1 到 \2 之间的整数"),
    (r"pairs of point indices from (\S+) to (\S+)", r"由 \1 到 \2 的点序号组成的对"),
    (r"the index of a point, below (\S+)", r"小于 \1 的点序号"),
    (r"at most (\d+) characters", r"最多 \1 个字符"),
    (r"at most (\d+) levels", r"最多 \1 层"),
    (r"at most (\d+)", r"最多 \1"),
    (r"one of (.+)", r"以下之一：\1"),
    (r"each pair once, in either order", "每对只出现一次（不论顺序）"),
    (r"two different points", "两个不同的点"),
    (r"each key once", "每个键只出现一次"),
    (r"valid JSON", "有效的 JSON"),
    (r"(\d+) numbers", r"\1 个数"),
    (r"a link made by springsim, whole and unchanged", "由 springsim 生成的完整链接"),
    (r"(\d+); a later version needs a newer springsim", r"\1；更高的版本需要更新的 springsim"),
    (r'"springsim", the mark of a scene file', '"springsim"，即场景文件的标记'),
    (r"one for each of the (\d+) points", r"\1 个点各一个"),
    (r"one boolean for each of the (\d+) points", r"\1 个点各一个布尔值"),
    (r"indices of points from (\S+) to (\S+), each once", r"\1 到 \2 之间的点序号，每个只出现一次"),
    (r"no pairs, as there are no points", "没有点，也就不能有对"),
    (r"JSON text", "JSON 文本"),
    (r"a JSON object", "一个 JSON 对象"),
    (r"a JSON list", "一个 JSON 列表"),
    (r"at most (\d+) lists and objects", r"最多 \1 个列表和对象"),
    (r"numbers of at most (\d+) digits", r"最多 \1 位的数"),
    (r'"labels", "neighbours" or "pairs"', '"labels"、"neighbours" 或 "pairs"'),
    (r"the fields (.+)", r"以下字段：\1"),
    (r"no fields", "没有字段"),
    (r"true or false", "true 或 false"),
    (r"text", "文本"),
    (r"an object", "一个对象"),
    (r"two whole numbers", "两个整数"),
    (r"a list of (\d+) to (\d+) states", r"含 \1 到 \2 个状态的列表"),
    (r"a list of at most (\d+)", r"最多 \1 项的列表"),
    (r"another point than i", "与 i 不同的点"),
    (r"below the number of entries, (\d+)", r"小于状态的数目 \1"),
    (r"false where there is no preset", "没有预设时只能是 false"),
)
