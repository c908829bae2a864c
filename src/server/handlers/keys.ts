import {keyJson} from '../../api/key.js'
import {json} from '../answer.js'
import type {Handlers} from '../desk.js'

export const keys: Handlers<'listKeys' | 'createKey' | 'revokeKey'> = {
  async listKeys(_, {tame}) {
    return json({keys: (await tame.keys.list()).map(keyJson)})
  },

  async createKey({body: {name, role}}, {tame}) {
    const {key, secret} = await tame.keys.create(name, role)
    return json({key: keyJson(key), secret})
  },

  async revokeKey({param}, {tame}) {
    return json(keyJson(await tame.keys.revoke(param('key_id'))))
  },
}
