import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {PolicyDesk} from '../../model/tame.js'
import type {Server} from './server.js'

export const createRemotePolicyDesk = (server: Server): PolicyDesk => ({
  current: (): Promise<PolicyInForce> => server.ask('getPolicy'),
  async text(hash: string): Promise<string> {
    const {text} = await server.ask('getPolicyText', {params: {hash}})
    return text
  },
})
