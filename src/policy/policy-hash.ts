import {hash} from 'node:crypto'

/** SHA-256 of a policy file's text, by which decisions name it. */
export const policyHash = (text: string): string => hash('sha256', text)
