import {describeTame} from '../../contracts/describe-tame.js'
import {openServedPlace} from '../../helpers/served-place.js'

describeTame('on a server', (policy) => openServedPlace(policy))
