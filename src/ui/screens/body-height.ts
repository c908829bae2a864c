import type {Size} from './screen.js'

/** The head, the line that says what goes on, and the keys. */
const aroundLines = 3

/** The lines between the head and the foot of a page. */
export const bodyHeight = ({rows}: Size): number => Math.max(1, rows - aroundLines)
