import * as z from 'zod/mini'
import {key, newKey, newKeyBody} from '../key.js'
import type {OperationTable} from '../operation.js'

/** Who may ask. */
export const keys = {
  listKeys: {
    method: 'GET',
    path: '/api/v1/keys',
    role: 'admin',
    summary: 'List all keys, without what they say',
    form: 'json',
    answer: z.object({keys: z.array(key)}),
  },
  createKey: {
    method: 'POST',
    path: '/api/v1/keys',
    role: 'admin',
    summary: 'Make a key; what it says is shown this once',
    body: newKeyBody,
    form: 'json',
    answer: newKey,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/api/v1/keys/{key_id}',
    role: 'admin',
    summary: 'Revoke a key',
    form: 'json',
    answer: key,
    failures: {404: 'There is no such key'},
  },
} as const satisfies OperationTable
