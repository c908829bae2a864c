/** The parts of undici that send requests: its entry would bring fetch, caches and mocks along, and take 50 ms to load. */
declare module 'undici/lib/dispatcher/pool.js' {
  import {Pool} from 'undici'
  export default Pool
}

declare module 'undici/lib/api/api-request.js' {
  import type {Dispatcher} from 'undici'
  export default function request(
    this: Dispatcher,
    options: Dispatcher.RequestOptions,
  ): Promise<Dispatcher.ResponseData>
}
