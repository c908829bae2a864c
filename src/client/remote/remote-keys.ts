import type {Key, NewKey, Role} from '../../model/key.js'
import type {Keys} from '../../model/tame.js'
import type {Server} from './server.js'

export const createRemoteKeys = (server: Server): Keys => ({
  // Once: two attempts would make two keys, of which one is known to nobody.
  create: (name: string, role: Role): Promise<NewKey> => server.askOnce('createKey', {body: {name, role}}),
  async list(): Promise<readonly Key[]> {
    const {keys} = await server.ask('listKeys')
    return keys
  },
  revoke: (id: string): Promise<Key> => server.ask('revokeKey', {params: {key_id: id}}),
})
