import {describeTame} from '../contracts/describe-tame.js'
import {createReopenedPlace} from '../helpers/reopened-place.js'

describeTame('in this process, its store opened anew for each question', createReopenedPlace)
