import {hash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import type {KeptTask, TaskShelf} from '../client/sdk/task.js'
import {replaceFile} from '../disk/replace-file.js'

/** A task as a file has it. */
interface TaskJson {
  place: string
  key: string
  task_id: string
  tool_name: string
  session_id: string | null
  approval_id: string
  created_at: string
}

/** Keeps the tasks of the programs of one place, a file each. What is torn or of another form is not there. */
export function createTaskFiles(directory: () => string, place: string): TaskShelf {
  const fileOf = (key: string): string =>
    join(directory(), `${hash('sha256', JSON.stringify([place, key]))}.json`)
  return {
    async find(key) {
      const task = read(fileOf(key), place)
      return task?.key === key ? task : undefined
    },
    async list() {
      const names = namesIn(directory())
      const tasks = names.flatMap((name) => read(join(directory(), name), place) ?? [])
      return tasks.sort((one, other) => one.createdAtMs - other.createdAtMs)
    },
    async put(task) {
      mkdirSync(directory(), {recursive: true, mode: 0o700})
      replaceFile(fileOf(task.key), `${JSON.stringify(taskJson(task, place))}\n`, {mode: 0o600})
    },
    async remove(key) {
      rmSync(fileOf(key), {force: true})
    },
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

function read(file: string, ofPlace: string): KeptTask | undefined {
  try {
    const json = JSON.parse(readFileSync(file, 'utf8')) as TaskJson
    const {place, key, task_id: id, tool_name: tool, session_id: sessionId, approval_id: approvalId} = json
    if (place !== ofPlace || typeof key !== 'string' || typeof approvalId !== 'string') return undefined
    return {key, id, tool, sessionId, approvalId, createdAtMs: Date.parse(json.created_at)}
  } catch {
    return undefined
  }
}

const taskJson = (
  {key, id, tool, sessionId, approvalId, createdAtMs}: KeptTask,
  place: string,
): TaskJson => ({
  place,
  key,
  task_id: id,
  tool_name: tool,
  session_id: sessionId,
  approval_id: approvalId,
  created_at: new Date(createdAtMs).toISOString(),
})
