"""Every limit on outside input, once.

The library's limits let a scene of a million points be made in a second or two and in a few times its own memory; whatever
looks at all pairs one by one has a limit of its own. The app's are lower, so that a board answers at the speed of the hand and
one visitor cannot starve another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COORDINATE_MAX: Final = 1e6  #: largest |x| or |y| of a point
MARGIN_MIN: Final = 1e-6  #: the margin m
MARGIN_MAX: Final = 1e6
LABEL_MAX: Final = 1_000_000  #: labels are whole numbers 0 … LABEL_MAX
FEATURE_MAX: Final = 1e100  #: largest number of points in many dimensions, of which neighbours are looked for
KNN_DISTANCES_MAX: Final = 10_000_000_000  #: pairs of points looked at for the nearest, those of 100,000: a minute or two
CLASS_NAME_MAX: Final = 100  #: characters of the name of a class
CLASS_NAMES_MAX: Final = 1_000  #: classes that have names; classes that are numbers may be more

STEP_SIZE_MAX: Final = 1e3  #: step size η of `simulate`
STEPS_MAX: Final = 10_000_000  #: most steps of `simulate`
PAIRS_MAX: Final = 20_000_000  #: springs that are looked at one by one; where every pair has one, those of 6,325 points
PUSHES_MAX: Final = 1_700_000_000  #: pairs near each other, looked at at once: those of 58,000 points; 20 seconds at most
PUSHES_COMPILED_MAX: Final = 15_000_000_000  #: the same with Numba, those of 173,000 points
PUSHES_GENERIC_MAX: Final = 300_000_000  #: all pairs, with another law than the paper's: those of 24,000 points
STABILITY_POINTS_MAX: Final = 2_000  #: free points whose Hessian is taken apart: 10 to 20 seconds, 650 MB
STABILITY_PAIRS_MAX: Final = 20_000_000  #: springs at free points, and free points × points, that a Hessian is made of
EQUILIBRIA_SPRINGS_MAX: Final = 2_000_000  #: springs whose lengths tell resting states apart: a second for each
EQUILIBRIA_SEEDS_MAX: Final = 10_000  #: starts that the resting states are looked for from
EVALUATIONS_MAX: Final = 10_000_000  #: times that `settle` looks at loss and forces
FRAMES_MIN: Final = 2  #: frames kept of a run
FRAMES_MAX: Final = 10_000
POINT_FRAMES_MAX: Final = 20_000_000  #: frames × points of a trajectory: 640 MB
SCRIPT_POINT_FRAMES: Final = 50_000  #: frames × points of a recorded run that a script has in its text: 2 MB
UNIT_MAX: Final = 30  #: characters of the word for what the steps of a run are: epoch, …
POINT_NAME_MAX: Final = 100  #: characters of the name of a point
SEED_MAX: Final = 2**32 - 1  #: seed of whatever is random
COUNT_MAX: Final = 2**53  #: of whatever is numbered: up to here JavaScript has every whole number
VIEW_MAX: Final = 1e7  #: how far a board's view may be from the origin, and its largest scale
VIEW_SCALE_MIN: Final = 1e-4  #: the smallest scale of a board's view

LANDSCAPE_SIDE_MIN: Final = 2  #: rows and columns of a landscape's grid
LANDSCAPE_CELLS_MAX: Final = 1_000_000  #: rows × columns; the app's are far fewer
LANDSCAPE_SPRINGS_MAX: Final = 20_000  #: dissimilar springs at the point
LANDSCAPE_WORK_MAX: Final = 3_000_000_000  #: cells × these springs: a quarter of a minute
LEVELS_MIN: Final = 2  #: bands of colour between the levels of a drawn landscape
LEVELS_MAX: Final = 40

DIAGNOSE_PAIRS_MAX: Final = 200_000_000  #: pairs whose distances are summed up: those of 20,000 points; some 20 seconds
DIAGNOSE_DIMENSIONS_MAX: Final = 4_096  #: of an embedding
DIAGNOSE_WORK_MAX: Final = 100_000_000_000  #: pairs × dimensions of it: 20,000 points in 500, 14,000 in 1,000
CLASS_TABLE_MAX: Final = 1_000  #: classes between which distances are told apart

FIGURE_POINTS_MAX: Final = 5_000  #: of a scene in a picture: more cannot be told apart
FIGURE_NAMES_MAX: Final = 1_000  #: of a scene whose points are all named, or have a circle each
FILM_POINTS_MAX: Final = 2_000  #: of a scene that is drawn again and again
ANIMATION_FRAMES_MAX: Final = 1_000  #: frames of an animation, and pictures of a film
ANIMATION_PIXELS_MAX: Final = 500_000_000  #: of all frames together; a GIF is made in about a byte for each
FPS_MAX: Final = 50  #: browsers play a GIF of more frames a second slowly
SIZE_MIN: Final = 120  #: width and height of an animation, in pixels
SIZE_MAX: Final = 2_160
SECONDS_MIN: Final = 0.2  #: that the motion of an animation lasts
SECONDS_MAX: Final = 60.0
PAUSE_MAX: Final = 10.0  #: seconds for which its last frame stays
LOOPS: Final = ("forever", "once")  #: how often a GIF plays, or a number of times
VIEWS: Final = ("motion", "board")  #: of an animation from the board: all of the motion, or what is in view there
LOOP_MAX: Final = 1_000  #: times that a GIF plays
LETTERS: Final = ("outlines", "font")  #: what the letters of an SVG are: shapes, or text in a font that its reader has
DPI_MIN: Final = 50  #: dots per inch of a picture
DPI_MAX: Final = 600
ANIMATION_INCHES_MIN: Final = 1.2  #: width and height: there is less room than words need below that
COLUMNS_MAX: Final = 20_000  #: of a table
PROJECTION_WORK_MAX: Final = 10_000_000_000  #: rows × columns × the fewer of both: principal components in some 10 seconds
RECORD_MAX: Final = 4_000_000  #: characters of a row of a table that is read
ENTRIES_MAX: Final = 1_000  #: files of an archive that is read
SCALE_MIN: Final = 1e-9  #: what coordinates that are read may be multiplied by
SCALE_MAX: Final = 1e9
CSV_ROWS_MAX: Final = 5_000_000  #: rows of a CSV of a run
SWEEP_RUNS_MAX: Final = 1_000_000  #: of a sweep: margins × seeds
SWEEP_NUMBERS_MAX: Final = 20_000_000  #: runs × points of a sweep, whose resting positions are all kept


@dataclass(frozen=True, slots=True)
class SceneLimits:
    """How large a scene may be.

    Attributes
    ----------
    points : int
        Most points.
    springs : int
        Most explicitly listed springs, similar and dissimilar together. Springs that follow from labels or neighbours are
        bounded by the number of points.
    text : int
        Longest scene file, in characters; the fullest scene fits.
    token : int
        Longest link token, in characters; a scene whose token would be longer has a file and no link.
    names : int
        Most characters of all class names together.
    file : int
        Longest file of points, in bytes, packed and unpacked.
    cells : int
        Most cells of a table, rows × columns.
    """

    points: int
    springs: int
    text: int
    token: int
    names: int = CLASS_NAMES_MAX * CLASS_NAME_MAX
    file: int = 400_000_000
    cells: int = 10_000_000


#: A scene in Python and on the command line.
LIBRARY: Final = SceneLimits(points=1_000_000, springs=20_000_000, text=400_000_000, token=8_000_000)
#: A scene in the app.
APP: Final = SceneLimits(
    points=2_000, springs=100_000, text=3_000_000, token=64_000, names=10_000, file=16_000_000, cells=2_000_000
)

ANSWER_BYTES: Final = 1_000_000  #: of the largest answer to a board, whatever is on it
MOTION_BYTES: Final = 560_000  #: of these, positions and forces in all frames
LIVE_BYTES: Final = 160_000  #: the same while something is dragged, when one answer follows the other
KIND_POINTS: Final = 300  #: free points up to which the app tells of which kind an equilibrium is: a tenth of a second
FILE_BYTES: Final = 5_000_000  #: of a file of points that a browser sends; a message has them in four thirds as many characters
FILE_CHARACTERS: Final = 4 * -(-FILE_BYTES // 3)  #: of such a file as base64, as it is sent
FILE_NAME_MAX: Final = 300  #: characters of its name
RESTORE_MAX: Final = 6_000_000  #: characters of all scenes of a history that a board gives back to a restarted server

LINK_TEXT_MAX: Final = 32_000_000  #: characters of a scene file that a link unpacks to

#: A link longer than this is not offered by the app: proxies and chat programs cut longer addresses.
LINK_MAX: Final = 4_000

RECORDING_RUNS: Final = 41  #: most runs, each at a margin of its own, that a standalone player holds
RECORDING_POINT_FRAMES: Final = 300_000  #: frames × points of all of them together: a file of a few megabytes
RECORDING_BYTES: Final = 64_000_000  #: that the recording in a page unpacks to, where it is read
RECORDING_FRAMES_FEWEST: Final = 30  #: of a run, unless more margins are asked for: where there are many points, fewer margins
TITLE_MAX: Final = 200  #: characters of a title or of a label

FIGURE_MARGIN_MIN: Final = 0.05  #: of the paper's diagrams, whose points are drawn in units of their own margin, 1
FIGURE_MARGIN_MAX: Final = 5.0
INCHES_MIN: Final = 1.0  #: width and height of a figure
INCHES_MAX: Final = 40.0
ARROW_MAX: Final = 1e3  #: length of an arrow, times the force
ANGLE_MAX: Final = 10.0  #: of an arrow, in radians
BOARD_WORDS: Final = (0.5, 3.0)  #: size of the board's words, against that on a laptop

EXPORTS_AT_ONCE: Final = 2  #: exports of the app, each in a process of its own, for all visitors of a server together
EXPORTS_WAITING: Final = 20  #: exports that wait their turn; more are turned away
EXPORT_SECONDS: Final = 120.0  #: that one may take
EXPORT_PATIENCE: Final = 15.0  #: seconds after which one ends that is no longer asked about: the tab was closed
EXPORT_BYTES: Final = 64_000_000  #: of the file that comes of it

SWEEP_APP_RUNS_MAX: Final = 20_000  #: runs of a sweep in the app: margins × seeds, there and back where they continue
SWEEP_APP_NUMBERS_MAX: Final = 500_000  #: its runs × points, 8 MB of positions that a session keeps
SWEEP_KEPT_MAX: Final = 2_000_000  #: runs × points of all sweeps that the server keeps for others who ask for the same
SWEEP_PROCESSES: Final = 2  #: that compute sweeps, for all visitors of a server together
SWEEP_PATIENCE: Final = 15.0  #: seconds after which one ends that is no longer asked about
SWEEP_STABILITY_SECONDS: Final = 10.0  #: of work that the app spends on how stable the equilibria of a sweep are
