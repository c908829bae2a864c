import {parseAst} from 'rolldown/parseAst'

/** A node of a syntax tree, as ESTree and typescript-eslint name them. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

export const parseSource = (file: string, text: string): Node =>
  parseAst(text, {lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts'}) as unknown as Node

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** The nodes directly in a node, without those under some of its keys. */
export const childrenOf = (node: Node, but: readonly string[] = []): Node[] =>
  Object.entries(node)
    .filter(([key]) => !but.includes(key))
    .flatMap(([, value]) => value)
    .filter(isNode)

/** The nodes under one key: one, several or none. */
export const nodesAt = (node: Node, key: string): Node[] => [node[key]].flat().filter(isNode)

/** What a name, or a text that is a name, says. */
export const nameOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined
  if (node.type === 'Identifier') return String(node['name'])
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
}
