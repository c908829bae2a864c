import type {SuiteRun} from '../../../model/suite-run.js'
import type {Canvas} from '../../theme.js'
import {githubText} from './github.js'
import {junitText} from './junit.js'
import {prettyText} from './pretty.js'
import {tapText} from './tap.js'

/** How a run can be printed, beside JSON. */
const formats = {pretty: prettyText, junit: junitText, tap: tapText, github: githubText} as const

export type SuiteFormat = keyof typeof formats

export const reportText = (format: SuiteFormat, run: SuiteRun, canvas: Canvas): string =>
  formats[format](run, canvas)
