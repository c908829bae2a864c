// A program that, told to by a line on its stdin, answers an approval and then makes the call: its directory, the approval, the
// answer and the call are its argument. Prints what each came to.
import {once} from 'node:events'
import {openTame, TameError} from 'tame'

const {cwd, id, answer, call} = JSON.parse(process.argv[2] ?? '{}')
const tame = await openTame({cwd})
const codeOf = (error) => (error instanceof TameError ? error.code : error.stack)

process.stdout.write('open\n')
await once(process.stdin, 'data')
const answered = await tame.approvals.answer(id, answer).then(({status}) => status, codeOf)
const ran = await tame.enforce(call).then(({effect}) => effect, codeOf)
await tame.close()
process.stdout.write(`${JSON.stringify({answered, ran})}\n`)
process.exit()
