import {childrenOf, type Node, nameOf, nodesAt} from './syntax.js'

/** A name that a program uses without having declared it: what it takes from the world it runs in. */
export interface FreeName {
  name: string
  node: Node
  /** What it stands in. */
  parent: Node
}

export const freeNamesIn = (program: Node): FreeName[] => namesIn(program, program, new Set())

function namesIn(node: Node, parent: Node, known: ReadonlySet<string>): FreeName[] {
  if (node.type === 'Identifier') {
    const name = nameOf(node) ?? ''
    return known.has(name) ? [] : [{name, node, parent}]
  }
  const declared = namesDeclaredBy(node)
  const inside = declared.length === 0 ? known : new Set([...known, ...declared])
  return usedParts(node).flatMap((part) => namesIn(part, node, inside))
}

/** What runs of a node, without types and without names that stand for nothing but themselves, as that of a property. */
function usedParts(node: Node): Node[] {
  if (isOnlyType(node)) return []
  const label = node['computed'] === true ? undefined : labels[node.type]
  return childrenOf(node, label === undefined ? [] : [label])
}

const labels: Partial<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  AccessorProperty: 'key',
  TSEnumMember: 'id',
  ExportSpecifier: 'exported',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
}

function isOnlyType(node: Node): boolean {
  if (node['declare'] === true || node['exportKind'] === 'type') return true
  if (node.type.startsWith('TS')) return !typesThatRun.test(node.type)
  return namesOfOthers.includes(node.type) || isReExport(node)
}

const namesOfOthers = ['ImportDeclaration', 'MetaProperty', 'ExportAllDeclaration']
const isReExport = (node: Node): boolean =>
  node.type === 'ExportNamedDeclaration' && nodesAt(node, 'source').length > 0
const typesThatRun =
  /^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TS(TypeAssertion|ParameterProperty|ExportAssignment)$|^TSEnum|^TSModule/

/** The names that hold inside of a node. A `var` counts for its block alone: the lint lets nobody write one. */
function namesDeclaredBy(node: Node): string[] {
  const statements = blocks.test(node.type) ? [node['body'], node['init'], node['left']] : []
  return [
    ...statements.flat().flatMap((each) => declaredBy(each as Node | null)),
    ...nodesAt(node, 'cases').flatMap((each) => nodesAt(each, 'consequent').flatMap(declaredBy)),
    ...['params', 'param'].flatMap((key) => nodesAt(node, key).flatMap(boundBy)),
    ...(/^(Function|Class)Expression$/.test(node.type) ? nodesAt(node, 'id').flatMap(boundBy) : []),
  ]
}

const blocks = /^(Program|BlockStatement|StaticBlock|TSModuleBlock|For(In|Of)?Statement)$/

/** The names that a statement declares for those around it. */
function declaredBy(statement: Node | null | undefined): string[] {
  if (!statement || statement['declare'] === true) return []
  if (statement.type.startsWith('Export')) return nodesAt(statement, 'declaration').flatMap(declaredBy)
  if (statement.type === 'ImportDeclaration')
    return nodesAt(statement, 'specifiers').flatMap((each) => nodesAt(each, 'local').flatMap(boundBy))
  if (statement.type === 'VariableDeclaration')
    return nodesAt(statement, 'declarations').flatMap((each) => nodesAt(each, 'id').flatMap(boundBy))
  return declarations.test(statement.type) ? nodesAt(statement, 'id').flatMap(boundBy) : []
}

const declarations = /^((Function|Class)Declaration|TS(Enum|Module|ImportEquals)Declaration)$/

/** The names in a pattern such as `{a, b: [c = 1], ...d}`. */
function boundBy(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [nameOf(pattern) ?? '']
  const parts = ['properties', 'value', 'elements', 'left', 'argument', 'parameter']
  return parts.flatMap((key) => nodesAt(pattern, key).flatMap(boundBy))
}
