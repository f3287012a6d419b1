"""Every word on screen, in English."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "tagline": "the spring model of the contrastive loss",
    "other_language": "中文界面",
    "board": "Spring board: points tied by the springs of the contrastive loss",
    "keys_short": "Press question mark for the keys.",
    "tools": "Tools",
    "view": "View",
    "charts": "Loss curves and readouts",
    "controls": "Controls",
    "time": "Time",
    # bar at the top
    "undo": "Undo (Ctrl+Z)",
    "redo": "Redo (Ctrl+Shift+Z)",
    "reset": "Reset to the preset",
    "reset_short": "Reset",
    "clear": "Remove all points",
    "clear_short": "Clear",
    "link": "Copy a link to exactly this scene",
    "link_short": "Copy link",
    "open": "Open a scene file",
    "open_short": "Open",
    "save": "Save the scene as a file",
    "save_short": "Save",
    "help": "Help and keys (?)",
    "close": "Close",
    # tools
    "tool_move": "Add and move points (Esc)",
    "tool_similar": "Tie two points by a similar spring (S)",
    "tool_dissimilar": "Tie two points by a dissimilar spring (D)",
    "tool_cut": "Cut springs (X)",
    "zoom_in": "Zoom in (+)",
    "zoom_out": "Zoom out (−)",
    "fit": "Fit everything (0)",
    # what to do
    "hint": "Click to add a point · drag to move it · click a point to see its springs",
    "hint_ring": "Click to add a point · drag to move it · drag the handle to change m",
    "hint_tied": "Click to add a point tied to the selected one · drag to move it · drag the handle to change m",
    "hint_loose": "Click to add a point without springs · drag to move it · click a point to see its springs",
    "hint_empty": "Click anywhere to place a point; choose its class on the right",
    "hint_similar": "Click two points, or drag from one to the other: similar spring · click a spring to flip it",
    "hint_dissimilar": "Click two points, or drag from one to the other: dissimilar spring · click a spring to flip it",
    "hint_cut": "Click a spring to cut it, or two points to cut what ties them",
    "hint_second": "Now the second point",
    "hint_recorded": "Click a point to see its springs · point at a spring to find its dot on the curves",
    "hint_recorded_seen": "Solid points are similar to the selected one, hollow ones dissimilar",
    "note_selected": "Drawn: the {shown} springs of the selected point, of {total}",
    "note_acting": "Lines (solid pulls, dashed pushes): the {shown} springs that act, of {total}",
    "note_some": "Lines (solid pulls, dashed pushes): one in {every} of the {shown} springs that act, of {total}",
    "note_arrows": "arrow = force × {scale}",
    # selected point
    "selected_point": "Selected point",
    "point": "Point {i}",
    "class_of_point": "Class of the selected point",
    "class_name": "Class {name}",
    "pin": "Pin",
    "unpin": "Unpin",
    "pinned": "pinned",
    "delete_point": "Delete the point (Del)",
    "delete_short": "Delete",
    "deselect": "Deselect (Esc)",
    "spoken_selected": "Point {i} selected, class {name} {pinned}",
    # loss curves and readouts
    "curves": "Every spring on its loss curve",
    "curves_label": "Partial losses over distance, with one dot for each spring",
    "curve_similar": "similar ½d²",
    "curve_dissimilar": "dissimilar ½(m−d)²",
    "axis_distance": "distance d",
    "axis_loss": "loss",
    "read_mean": "loss, mean (1/2N Σ)",
    "read_sum": "loss, sum (paper)",
    "read_parts": "of it similar + dissimilar",
    "read_residual": "residual (largest force)",
    "read_springs": "springs of each kind",
    "read_state": "state",
    "help_mean": "Contrastive loss as a mean over the N springs, 1/(2N) Σ",
    "help_sum": "Contrastive loss as the sum of the partial losses, equations 2 to 4 of the paper",
    "help_parts": "The two parts of the sum: similar springs and dissimilar springs",
    "help_residual": "The largest force on a point that is free; at equilibrium it is zero",
    "help_springs": "Number of springs of each kind; dissimilar ones push only below the margin",
    "help_state": "What the points are doing",
    "springs_counts": "{similar} + {dissimilar} ({pushing} push)",
    "phase_playing": "settling · step {step}",
    "phase_playing_diverged": "flying apart · step {step}",
    "phase_playing_cycling": "swinging · step {step}",
    "phase_paused": "paused · step {step}",
    "phase_equilibrium": "at equilibrium · step {step}",
    "phase_saddle": "at rest, but unstable: press Nudge",
    "phase_saddle_recorded": "at rest, but unstable: symmetry holds it",
    "phase_cycling": "cycling: the step is too large",
    "phase_diverged": "diverged: the step is too large",
    "phase_max_steps": "not at rest yet · play goes on",
    "phase_max_steps_recorded": "not at rest yet · step {step}",
    "waiting": "waiting for the server; nothing is lost",
    "spoken": "{state}; {n} points, loss {loss}",
    # controls
    "scene": "Scene",
    "own_scene": "Own scene",
    "own_scene_lesson": "A scene of your own, from a link or a file. Choose a preset to start from another.",
    "margin": "Margin m",
    "margin_value": "m = {value}",
    "margin_help": "Dissimilar points nearer than m push.",
    "step": "Step η",
    "step_help": "In stable steps; beyond 2 it may not settle.",
    "step_beyond": "Past stability: may swing or fly apart.",
    "times_stable": "{value} × stable",
    "momentum": "Momentum",
    "momentum_help": "0: plain descent. More: points overshoot.",
    "next_class": "Class of the next point",
    "next_class_help": "Same class: similar. Other: dissimilar.",
    "springs": "Springs",
    "springs_labels": "by class",
    "springs_neighbours": "by neighbours",
    "springs_pairs": "by hand",
    "springs_help": "By hand, the zigzag tools tie, flip and cut.",
    "untie": "untie all",
    "untie_help": "Remove all springs",
    "show": "Show on the board",
    "show_springs": "springs",
    "show_springs_help": "Draw springs",
    "show_every": "every spring",
    "show_every_help": "Draw every spring, however many",
    "show_forces": "forces",
    "show_forces_help": "Draw the force on each point as an arrow",
    "show_margin": "margin",
    "show_margin_help": "Draw the circle of radius m round the selected point",
    "show_trails": "trails",
    "show_trails_help": "Draw the path of each point",
    "seed": "Random start",
    "shuffle": "Random positions from the next seed",
    "shuffle_short": "Shuffle",
    "nudge": "Nudge: move every free point a tiny bit, to leave a saddle",
    "nudge_short": "Nudge",
    "seed_help": "Same seed, same positions.",
    # time
    "play": "Play (Space)",
    "pause": "Pause (Space)",
    "restart": "Restart (Home)",
    "back": "One frame back (,)",
    "step_forward": "One frame forward (.)",
    "speed": "Speed",
    "scrub": "Time",
    "step_of": "step {step} of {last}",
    "loss_over_time": "loss over time",
    # links and files
    "link_opens": "This link opens exactly this scene, as it stands now.",
    "link_opens_start": "This link opens the start of this motion.",
    "link_copied": "It is on the clipboard.",
    "link_here": "Copy it:",
    "link_start": "link to the start instead",
    "link_now": "link to this moment instead",
    "link_too_long": "This scene is too large for a link (over 4000 characters). Save it as a file instead:",
    "file_too_large": "{name}: {size} bytes is not allowed; expected at most {most}",
    "refused": "{field}: {value} is not allowed; expected {allowed}",
    # help
    "help_title": "How to use the board",
    "help_text": (
        "Click empty space to add a point of the chosen class. Drag a point, and the others react while you hold it.\n"
        "Click a point to see from it: solid points are similar to it, hollow ones dissimilar. Drag the handle of its circle to change the margin m.\n"
        "Red zigzags are springs: single lines attract at any distance, double lines push while shorter than the margin. Where there are many, solid lines attract and dashed ones push. Blue arrows are forces.\n"
        "Each dot on the loss curves is a spring; point at one to find the other. The loss over time lies behind the time slider.\n"
        "Wheel or pinch zooms, dragging empty space pans. Shift with a spring tool keeps the other spring of the pair."
    ),
    "keys": (
        "] [\tselect next, previous point\n"
        "Arrows\tmove the point, or the view\n"
        "A, Enter\tadd a point in the middle\n"
        "1 … 8\tclass\n"
        "P\tpin, unpin\n"
        "Del\tdelete the point\n"
        "S, D, X\ttie similar, dissimilar, cut\n"
        "Enter\ttie to the point selected then\n"
        "M, Shift+M\tmargin up, down\n"
        "Space\tplay, pause\n"
        ", .\tone frame back, forward\n"
        "Home, End\tstart, end\n"
        "+ − 0\tzoom, fit\n"
        "Ctrl+Z\tundo\n"
        "Ctrl+Shift+Z\tredo\n"
        "Esc\tdeselect, leave the tool\n"
        "PgDn, PgUp\tnext, previous scene"
    ),
    "help_text_recorded": (
        "Points settle under the springs of the contrastive loss. Click a point to see from it: solid points are similar to it, hollow ones dissimilar. The dotted circle has the radius of the margin m.\n"
        "Red zigzags are springs: single lines attract at any distance, double lines push while shorter than the margin. Where there are many, solid lines attract and dashed ones push. Blue arrows are forces.\n"
        "Each dot on the loss curves is a spring; point at one to find the other. The loss over time lies behind the time slider.\n"
        "Wheel or pinch zooms, dragging pans."
    ),
    "help_text_margins": "The margin slider and the handle of the circle show the same start at another margin.",
    "keys_recorded": (
        "] [\tselect next, previous point\n"
        "Esc\tdeselect\n"
        "Space\tplay, pause\n"
        ", .\tone frame back, forward\n"
        "Home, End\tstart, end\n"
        "Arrows\tmove the view\n"
        "+ − 0\tzoom, fit"
    ),
    "keys_margins": "M, Shift+M\tnext, previous margin",
}

#: Words in figures.
FIGURES: Final[dict[str, str]] = {
    "energy": "Energy $(E_W)$",
    "loss_axis": "Loss $(L)$",
    "margin_at": "margin: $m$",
    "similar": "similar",
    "dissimilar": "dissimilar",
    "distance": "distance $d$",
    "partial_loss": "partial loss",
    "key_similar": "similar to the centre",
    "key_dissimilar": "dissimilar to it",
    "key_attract": "attract-only spring",
    "key_repulse": "$m$-repulse-only spring",
    "key_force": "force",
    "step": "step {step}",
    "steps": "steps of gradient descent",
    "loss": "loss",
    "loss_is": "loss {loss}",
    "margin_is": "margin {margin}",
    "all_lines": "Lines (solid pulls, dashed pushes): all {total} springs",
    "one_line_in": "Lines (solid pulls, dashed pushes): one in {every} of all {total} springs",
    "many_dots": "{dots} of the {total} springs are shown as dots",
}

#: Words on the other pages than the playground.
PAGES: Final[dict[str, str]] = {
    "player_needs": "This page plays an animation. It needs JavaScript, and a browser of 2023 or later.",
}

#: Phrases of the errors' «what is allowed», to be put into other languages; English has them already.
ALLOWED: Final[tuple[tuple[str, str], ...]] = ()
