import measured from 'string-width'

/** What is written so, which is nearly all, is as wide as it is long: measuring it would be most of the work of drawing a frame. */
const plain = /^[ -~·—…“”’]*$/

/** The columns that a text takes on a terminal. */
export const widthOf = (text: string): number => (plain.test(text) ? text.length : measured(text))
