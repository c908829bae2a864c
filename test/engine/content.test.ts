import {expect, test} from 'vitest'
import {createEnginePlace} from '../helpers/engine-place.js'
import {tamper} from '../helpers/tampered.js'

test.each(['body', 'content'])(
  'an event whose %s somebody changed is answered with what is wrong',
  async (column) => {
    const place = createEnginePlace('version: "1"\nrules:\n  - {name: all, tools: ["*"], action: allow}\n')
    const tame = place.open()
    const call = {tool: 'read', args: {}}
    await tame.enforce(call, {eventId: 'e'})
    await tame.close()
    await tamper(place.databaseFile, `UPDATE entries SET ${column} = 'x' WHERE kind = 'decision'`)
    await expect(place.open().enforce(call, {eventId: 'e'})).rejects.toMatchObject({
      code: 'LEDGER_BROKEN',
      message: 'The ledger is not as it was recorded: entry 3 can’t be read',
      exitCode: 5,
    })
  },
)
