import {domainFunctions} from './domain.js'
import type {Method, PolicyFunction} from './function.js'
import {generalFunctions} from './general.js'
import {mapMethods} from './map-methods.js'
import {textMethods} from './text-methods.js'

/** Every function a condition can call. */
export const functions: ReadonlyMap<string, PolicyFunction> = new Map<string, PolicyFunction>(
  [...generalFunctions, ...domainFunctions].map((each) => [each.name, each]),
)

/** Every method; text and maps have none of the same name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [...textMethods, ...mapMethods].map((each) => [each.name, each]),
)
