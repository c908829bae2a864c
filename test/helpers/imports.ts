import {childrenOf, isNode, type Node, nameOf, nodesAt} from './syntax.js'

/** A module that a file asks for. */
export interface ModuleUse {
  /** What it is called; undefined when only running the program would tell. */
  module: string | undefined
  /** The values taken from it by name; undefined when it is taken whole. */
  names: readonly string[] | undefined
  /** Whether it is asked for only when the program gets there. */
  isLate: boolean
}

/** Every module a syntax tree names: static, dynamic, re-exported, in types, and in the way of CommonJS. */
export function modulesUsedIn(node: Node): ModuleUse[] {
  const own = moduleOf(node)
  const inside = childrenOf(node).flatMap(modulesUsedIn)
  if (own === undefined) return inside
  const isLate = node.type === 'ImportExpression'
  return [{module: textOf(own), names: namesTakenBy(node), isLate}, ...inside]
}

/** The part of a node that says which module it asks for. */
function moduleOf(node: Node): Node | undefined {
  if (node.type === 'TSExternalModuleReference') return nodesAt(node, 'expression')[0]
  if (node.type === 'CallExpression') return isRequire(node['callee']) ? argumentOf(node) : undefined
  return moduleKinds.test(node.type) ? nodesAt(node, 'source')[0] : undefined
}

const moduleKinds = /^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/

/** A call without an argument asks for a module as well: for one that nobody can see here. */
const argumentOf = (call: Node): Node => nodesAt(call, 'arguments')[0] ?? call

const isRequire = (callee: unknown): boolean =>
  ['require', 'getBuiltinModule'].includes(
    nameOf(callee) ?? nameOf(isNode(callee) ? callee['property'] : undefined) ?? '',
  )

function textOf(node: Node): string | undefined {
  if (node.type !== 'TemplateLiteral') return node.type === 'Literal' ? nameOf(node) : undefined
  const [only, ...more] = nodesAt(node, 'quasis')
  const {cooked} = (only?.['value'] ?? {}) as {cooked?: string}
  return more.length === 0 ? cooked : undefined
}

function namesTakenBy(node: Node): string[] | undefined {
  if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') return undefined
  const specifiers = nodesAt(node, 'specifiers').filter((each) => !isOfType(each) && !isOfType(node))
  const names = specifiers.map((each) => nameOf(each['imported'] ?? each['local']))
  const named = specifiers.every(({type}) => ['ImportSpecifier', 'ExportSpecifier'].includes(type))
  return named ? names.flatMap((name) => name ?? []) : undefined
}

const isOfType = (node: Node): boolean => node['importKind'] === 'type' || node['exportKind'] === 'type'
