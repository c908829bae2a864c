import {describeTame} from '../../contracts/describe-tame.js'
import {createReopenedPlace} from '../../helpers/reopened-place.js'
import {openServedPlace} from '../../helpers/served-place.js'

describeTame('on a server, its store opened anew for each question', (policy) =>
  openServedPlace(policy, createReopenedPlace),
)
