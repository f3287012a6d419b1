// Types of the data that travels between the parts of the board; no code.

/**
 * One trajectory as Python sent it.
 * @typedef {object} Run
 * @property {number} serial
 * @property {number} origin
 * @property {number} n number of points
 * @property {number} frames number of frames
 * @property {number[]} labels
 * @property {string[]} classes names of the classes, empty where classes are numbers
 * @property {Set<number>} pinned
 * @property {number[]} held
 * @property {number} margin
 * @property {number} step multiple of the stable step
 * @property {number} momentum
 * @property {number} stable
 * @property {string} preset
 * @property {number} seed
 * @property {number} offset
 * @property {string} status
 * @property {string} unit what its steps are: step, epoch, … or a word of one's own
 * @property {number} given frames that a recorded run was made from; 0 of a simulated one
 * @property {string[]} names of the points, or none
 * @property {boolean} ends whether the trajectory goes as far as Python looks ahead by itself
 * @property {boolean} more whether a longer one can be had
 * @property {Rest | null} rest how the loss curves where it ends at rest
 * @property {Float32Array | null} mode softest mode there, n × 2, the farthest going 1
 * @property {"plane" | "circle"} domain
 * @property {Law} law
 * @property {number} strongest force on a free point in the first frame
 * @property {number} level how far it looks ahead
 * @property {"labels" | "neighbours" | "pairs"} kind
 * @property {[number, number]} counts similar and dissimilar springs
 * @property {number} cursor frame that was shown when its entry was left
 * @property {boolean} later whether it can be asked for of which kind the rest is
 * @property {boolean} smooth whether frames may be so far apart that the way between them is to be rounded
 * @property {Float32Array} positions frames × n × 2
 * @property {Float32Array} forces frames × n × 2
 * @property {Float64Array} numbers frames × COLUMNS
 */

/**
 * What the board knows of the law of force: how far dissimilar and similar springs reach, in margins, and how losses grow with
 * the margin.
 * @typedef {{reach: [number, number], degree: number}} Law
 */

/**
 * What Python says of an equilibrium.
 * @typedef {object} Rest
 * @property {"stable" | "saddle" | "flat"} kind
 * @property {"empty" | "pinned" | "alone" | "untied" | "stable" | "saddle" | "flat"} case the kind, if that tells
 * @property {number} unstable how many directions lead down
 * @property {number} flat how many cost nothing
 * @property {"all" | "pin" | "circle" | "none"} together which motions of all points together are not among them
 * @property {boolean} hinges whether pairs are just where they cease to push
 * @property {Strain | null} strain which springs keep the loss above zero, if any
 */

/**
 * Springs that act where the points are at rest, and what they work against.
 * @typedef {{stretched: number, pressed: number, between_pins: number, against: "springs" | "pins" | "circle" | "none"}} Strain
 */

/**
 * Listed pairs (i, j), i < j: where those of each i begin, and after the last, and each j.
 * @typedef {{from: Uint32Array, to: Uint16Array}} Rows
 */

/**
 * A setting that has a slider: its range and places, decimals (null: as many as a length needs), the id of the text that its
 * number stands in, and by domain the limit that is marked, and from where on a value is beyond it.
 * @typedef {object} SliderSetting
 * @property {string} id
 * @property {number} min
 * @property {number} max
 * @property {number} step
 * @property {number | null} decimals
 * @property {string} unit
 * @property {Record<string, [number, number]> | null} limits
 * @property {boolean} simulated whether it is of the descent, so that it does not apply to a recorded run
 */

/**
 * What the controls offer; comes with the texts.
 * @typedef {object} Choices
 * @property {{id: string, title: string, lesson: string, random: boolean, focus: number | null}[]} presets
 * @property {number[]} [margins] all there are, where they are few; then `sliders` are not there
 * @property {number} [own] the one of them that the scene came with
 * @property {SliderSetting[]} sliders
 * @property {{id: string, on: boolean}[]} view what may be drawn
 * @property {number} points
 * @property {number} kinds free points up to which the kind of an equilibrium is told
 * @property {number} text
 * @property {{most: number, accept: string}} file what is opened besides scenes: most bytes, and ends of names
 * @property {number} curveEnd how far the table of the curves goes, in margins
 * @property {[number, number][]} curveAxes how far their axes may go: distance in margins, loss at margin 1
 * @property {{id: string, title: string, short: string, address: string}[]} [pages] of the app, where there are others
 * @property {Formats[]} exports by kind
 * @property {Record<string, string>} types of files, by the end of the name
 * @property {Look} look
 * @property {{coordinate: number, seed: number, view: number, scale: [number, number], restore: number}} limits
 */

/**
 * What is chosen of a file: numbers of columns, −1 for no class.
 * @typedef {object} FileChoice
 * @property {boolean | null} header whether the first row of a text has the names of columns; null where that is no question
 * @property {number[]} columns
 * @property {number} label
 * @property {number} margin
 * @property {boolean} scaled whether coordinates are scaled so that their median distance is the margin
 * @property {"random" | "classes"} sample which points are taken, where there are too many
 * @property {number} seed
 */

/**
 * What Python says of a file, and of what would come of it; what `springsim/app/session/opening.py` writes.
 * @typedef {object} Told
 * @property {"table" | "scene" | "run"} kind
 * @property {string} problem why nothing would come of it; empty if something would, and then all that follows is there
 * @property {number} points most that fit on the board
 * @property {FileChoice} choice
 * @property {number} rows
 * @property {number} width columns of the table
 * @property {{name: string, numbers: boolean}[]} columns those that are offered
 * @property {"line" | "row"} counted
 * @property {number} n points
 * @property {number} all points, of which some may have been taken
 * @property {number[]} labels
 * @property {{count: number, some: [number, string, number][]}} classes
 * @property {{count: number, some: [number, string, number][]}} left out
 * @property {{columns: number, parts: number[], percent: number} | null} projection
 * @property {{frames: number, unit: string, steps: number[], loss: number[], margin: number, recorded: boolean}} [run]
 * @property {number} scale
 * @property {{median: number, margins: number, similar: number | null, dissimilar: number | null, pushing: number | null,
 *   true: number | null, curves: TrueCurves | null} | null} distances
 */

/**
 * Both partial losses over the distances of an embedding, up to `far` and `top`: each as losses at even distances from 0 to
 * `far`, and as dots: distance, loss, and the share of the pairs of its kind.
 * @typedef {object} TrueCurves
 * @property {number} margin
 * @property {number} far
 * @property {number} top
 * @property {number | null} pushing percent of the dissimilar pairs
 * @property {{curve: number[], dots: [number, number, number][]}} similar
 * @property {{curve: number[], dots: [number, number, number][]}} dissimilar
 */

/** A colour on light and on dark ground. @typedef {{light: string, dark: string}} Tones */

/**
 * How everything looks; what each means stands in `springsim/look.py` and `springsim/palette.py`.
 * @typedef {object} Look
 * @property {{sizes: {points: number, radius: number, outline: number, seen: number, shaft: number, head: number, trail:
 * number}[], alone: number, roomy: number, power: number, least: number, small: number, thin: number, few: number,
 * telling: number, share: number, together: number, grown: number, shown: number, ring: number, band: number, count:
 * number[], sides: [number, number][], clear: number[]}} points
 * @property {{turns: number, straight: number, least: number, slim: number, legible: number, bold: number, most: number,
 * half: number, narrow: number, width: number, fine: number, head: number, place: number, roomy: number, double: number,
 * gap: number, apart: number, bar: number, beyond: number, slack: number}} zigzag
 * @property {{most: number, rest: number, many: number, width: number, thin: number, similar: number, dissimilar:
 * number, mine: number, faint: number, dash: number[], together: number, fine: number, work: number, full: number,
 * strong: number, deep: number}} lines
 * @property {{scales: number[], fits: number, longest: number, short: number, least: number, head: number, slope:
 * number, wing: number, faint: number}} arrows
 * @property {{inside: number, strength: number, width: number, dash: number[], radius: number, dots: number[], gap:
 * number, head: number, label: number, aside: number, angle: number}} ring
 * @property {{foot: number[], top: number[], stem: number, head: number, least: number, rim: number}} pin
 * @property {{reach: number, least: number, gap: number, width: number, strength: number, dash: number[], head: number,
 * beyond: number}} mode
 * @property {{strength: number, most: number}} trails
 * @property {{gap: number, grid: number, faint: number, outline: number, domain: number, plate: number, words: number}} ground
 * @property {string[]} colours
 * @property {{name: string, corners: number, outer: number, inner: number, turn: number}[]} shapes
 * @property {Tones} ink
 * @property {Tones} muted
 * @property {Tones} spring
 * @property {Tones} force
 */

/**
 * What comes in reply to commands, or at first.
 * @typedef {{head: any, arrays: Record<string, Uint8Array>}} Answer
 */

/**
 * A point of the screen or of the plane.
 * @typedef {{x: number, y: number}} Point
 */

/**
 * Colours of the current theme.
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} text
 * @property {string} muted
 * @property {string} background
 * @property {string} line
 * @property {string} spring
 * @property {string} force
 * @property {string} font
 * @property {number} size of words, against that for a laptop
 */

/**
 * Formats of exports of one kind, and what can be asked for besides.
 * @typedef {object} Formats
 * @property {string} kind
 * @property {Format[]} formats
 * @property {ExportOption[]} options
 * @property {string[]} shown settings of what is drawn that these may have otherwise than the board
 */

/**
 * What can be asked of an export: true or false, one of some values, a number in a range, or words.
 * @typedef {object} ExportOption
 * @property {string} id
 * @property {any} default
 * @property {string[]} formats that have it
 * @property {any[]} [values]
 * @property {{min: number, max: number, step: number}} [range]
 * @property {number} [longest] characters of words
 */

/**
 * A format of an export.
 * @typedef {object} Format
 * @property {string} id
 * @property {string} kind group in which it is offered
 * @property {string} made what is asked for by it; empty for the scene's own file
 * @property {boolean} once whether it is there at once
 * @property {boolean} drawn whether it shows points, of which there must be some
 */

export const COLUMNS = 7;
export const COLUMN = { loss: 0, mean: 1, similar: 2, dissimilar: 3, residual: 4, pushing: 5, step: 6 };
