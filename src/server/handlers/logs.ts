import {recordedExplanationJson} from '../../api/explanation.js'
import {logRecordJson} from '../../api/log-record.js'
import type {LogQuery} from '../../model/log-filter.js'
import {json} from '../answer.js'
import {type Caller, seesAll} from '../caller.js'
import type {Handlers} from '../desk.js'
import {lines} from '../lines.js'
import {ownRecord} from '../own.js'
import {itemsFor} from '../placeless.js'

export const logs: Handlers<'listLogs' | 'getLog' | 'explainLog'> = {
  listLogs({query, caller, isGone}, {tame, listTurns}) {
    const records = itemsFor(caller, tame.logs.list(visible(query, caller)))
    // By the key alone nothing is found but by looking at everything.
    return lines(seesAll(caller) ? records : listTurns.of(caller.keyId, records, isGone), logRecordJson)
  },

  async getLog({param, caller}, {tame}) {
    return json(logRecordJson(await ownRecord(tame, caller, param('log_id'))))
  },

  async explainLog({param, caller}, {tame}) {
    const logId = param('log_id')
    await ownRecord(tame, caller, logId)
    return json(recordedExplanationJson(await tame.logs.explain(logId)))
  },
}

const visible = (query: LogQuery, caller: Caller): LogQuery =>
  seesAll(caller) ? query : {...query, keyId: caller.keyId}
