import type {AlwaysRaises, Run} from '../client/sdk/agent-client.js'
import type {CallOptions, ExecuteOptions, GateOptions} from '../client/sdk/call-options.js'
import {createGuards} from '../client/sdk/guards.js'
import type {BackgroundOptions, Task} from '../client/sdk/task.js'
import type {Arguments} from '../model/call.js'
import type {Decision} from '../model/decision.js'
import {Client, type ClientOptions} from './client.js'

let shared: Client | undefined

/** The client of all that names no other. Made, with the settings of this place, when it is first asked for. */
export function sharedClient(): Client {
  shared ??= new Client()
  return shared
}

/** Says once how the shared client is to ask. Whatever was asked before is finished first by the one before. */
export async function configure(options: ClientOptions): Promise<void> {
  const before = shared
  shared = new Client(options)
  await before?.close()
}

/** Asks the shared client. */
export const enforce = (tool: string, args?: Arguments, options?: CallOptions): Promise<Decision> =>
  sharedClient().enforce(tool, args, options)

/** Has the shared client ask, and wait for the person where one has to agree. */
export const gate = (tool: string, args?: Arguments, options?: GateOptions): Promise<Decision> =>
  sharedClient().gate(tool, args, options)

/** Has the shared client ask, and run the tool as soon as it may. */
export const background = <Result>(
  tool: string,
  args: Arguments,
  run: Run<Result>,
  options?: BackgroundOptions<Result>,
): Promise<Task> => sharedClient().background(tool, args, run, options)

/** Has the shared client ask, run and report. */
export function execute<Result>(
  tool: string,
  args: Arguments,
  run: Run<Result>,
  options?: ExecuteOptions & AlwaysRaises,
): Promise<Result>
export function execute<Result>(
  tool: string,
  args: Arguments,
  run: Run<Result>,
  options: ExecuteOptions,
): Promise<Result | undefined>
export function execute<Result>(
  tool: string,
  args: Arguments,
  run: Run<Result>,
  options: ExecuteOptions = {},
): Promise<Result | undefined> {
  return sharedClient().execute(tool, args, run, options)
}

export const {enforcePolicy, withApproval, logAction, inBackground} = createGuards(sharedClient)
