import {describeTame} from '../contracts/describe-tame.js'
import {createEnginePlace} from '../helpers/engine-place.js'

describeTame('in this process', createEnginePlace)
