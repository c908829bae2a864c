import {createHmac, createPrivateKey, createPublicKey, verify} from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest'
import {signCheckpoint} from '../../src/ledger/checkpoint/checkpoint.js'
import {emptyRoot} from '../../src/ledger/hash.js'
import type {Notaries} from '../../src/ledger/notary.js'
import {createNotaries, ledgersDirectory} from '../../src/runtime/notaries.js'
import {createWorkplace} from '../helpers/workplace.js'

const name = '0192f0c1-2b3c-7d4e-8f90-123456789abc'
const origin = `tame/ledger/${name}`

let directory = ''
let notaries: Notaries

beforeEach(() => {
  const base = mkdtempSync(path.join(tmpdir(), 'tame-notaries-'))
  onTestFinished(() => rmSync(base, {recursive: true, force: true}))
  directory = path.join(base, 'tame', 'ledgers')
  notaries = createNotaries({directory, place: '/data/tame.db'})
})

const keyFile = (): string => path.join(directory, `${name}.key`)
const modeOf = (file: string): number => statSync(file).mode & 0o777

describe('a ledger’s key', () => {
  test('lies beside the user’s configuration', () => {
    const place = createWorkplace()
    expect(ledgersDirectory(place)).toBe(place.pathOf('~/.config/tame/ledgers'))
  })

  test('is made once, and readable by its owner alone', async () => {
    const made = await notaries.create(origin)
    expect([modeOf(keyFile()), modeOf(directory)]).toEqual([0o600, 0o700])
    const opened = await notaries.open(origin)
    expect([opened.publicKey, opened.seal('a')]).toEqual([made.publicKey, made.seal('a')])
    expect((await notaries.create(origin)).publicKey).toBe(made.publicKey)
    expect(readdirSync(directory).filter((file) => file.endsWith('.partial'))).toEqual([])
  })

  test('signs what others can verify', async () => {
    const {publicKey, sign} = await notaries.create(origin)
    const key = createPublicKey({
      key: {kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'base64').toString('base64url')},
      format: 'jwk',
    })
    expect(verify(null, Buffer.from('né'), key, Buffer.from(sign('né'), 'base64'))).toBe(true)
  })

  test('seals the same text alike, and none as another ledger’s does', async () => {
    const other = await notaries.create(origin.replace('0192', '0193'))
    const {seal} = await notaries.create(origin)
    expect(seal('a')).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set([seal('a'), seal('b'), other.seal('a')]).size).toBe(3)
  })

  test('seals by its PKCS #8, as it did before for what is recorded', async () => {
    const {seal} = await notaries.create(origin)
    const der = createPrivateKey(readFileSync(keyFile())).export({format: 'der', type: 'pkcs8'})
    const sealingKey = createHmac('sha256', der).update('seal').digest()
    expect(seal('a')).toBe(createHmac('sha256', sealingKey).update('a').digest('hex'))
  })

  test('is read anew when another was put in its place', async () => {
    const before = await notaries.create(origin)
    rmSync(keyFile())
    const after = await createNotaries({directory, place: '/data/tame.db'}).create(origin)
    expect((await notaries.open(origin)).publicKey).toBe(after.publicKey)
    expect(after.publicKey).not.toBe(before.publicKey)
  })

  test('is not made by opening, nor by asking', async () => {
    await expect(notaries.open(origin)).rejects.toMatchObject({
      code: 'LEDGER_KEY_MISSING',
      exitCode: 5,
      message: expect.stringContaining(keyFile()),
    })
    expect([await notaries.lastKept(origin), await notaries.made()]).toEqual([undefined, []])
    expect(existsSync(directory)).toBe(false)
  })

  test('is the same for two who make it at once', async () => {
    const others = Array.from({length: 8}, () => createNotaries({directory, place: '/data/tame.db'}))
    const made = await Promise.all(others.map((each) => each.create(origin)))
    expect(new Set(made.map(({publicKey}) => publicKey)).size).toBe(1)
  })

  test.each<[string, string, () => void]>([
    ['others may read', 'LEDGER_KEY_UNSAFE', () => chmodSync(keyFile(), 0o640)],
    ['is no key', 'LEDGER_KEY_BROKEN', () => writeFileSync(keyFile(), 'hello')],
    [
      'is no file',
      'LEDGER_KEY_UNSAFE',
      () => {
        rmSync(keyFile())
        mkdirSync(keyFile())
      },
    ],
  ])('that %s is not used', async (_, code, change) => {
    await notaries.create(origin)
    change()
    await expect(notaries.open(origin)).rejects.toMatchObject({code, exitCode: 5})
  })

  test('of another user is not used', async () => {
    await notaries.create(origin)
    const theirs = createNotaries({directory, place: '/data/tame.db', owner: 4711})
    await expect(theirs.open(origin)).rejects.toMatchObject({code: 'LEDGER_KEY_UNSAFE'})
  })

  test('is not put where others may write', async () => {
    mkdirSync(directory, {recursive: true})
    chmodSync(directory, 0o777)
    await expect(notaries.create(origin)).rejects.toMatchObject({code: 'LEDGER_KEY_UNSAFE'})
    expect(readdirSync(directory)).toEqual([])
  })

  test.each(['tame/ledger/../../../evil', 'tame/ledger/', '/etc/passwd', `${origin}/x`])(
    'is not looked for by the name %s, which no ledger has',
    async (origin) => {
      await expect(notaries.open(origin)).rejects.toMatchObject({code: 'LEDGER_INVALID'})
      await expect(notaries.create(origin)).rejects.toMatchObject({code: 'LEDGER_INVALID'})
    },
  )
})

describe('the checkpoint that is kept', () => {
  const ofSize = async (size: number) =>
    signCheckpoint(await notaries.create(origin), {origin, size, root: emptyRoot})

  test('is the largest there was', async () => {
    const [small, large] = [await ofSize(9), await ofSize(10)]
    for (const checkpoint of [small, large, small]) await notaries.keep(checkpoint)
    expect(await notaries.lastKept(origin)).toBe(large.note)
    expect(modeOf(path.join(directory, `${name}.checkpoint`))).toBe(0o600)
  })

  test('is the largest of those that are kept at once', async () => {
    const all = await Promise.all(Array.from({length: 8}, (_, size) => ofSize(size)))
    await Promise.all(all.map((each) => notaries.keep(each)))
    expect(await notaries.lastKept(origin)).toBe(all.at(-1)?.note)
  })

  test('is not replaced where it can’t be read', async () => {
    const checkpoint = await ofSize(9)
    const file = path.join(directory, `${name}.checkpoint`)
    writeFileSync(file, 'hello')
    await expect(notaries.keep(checkpoint)).rejects.toMatchObject({code: 'CHECKPOINT_NOT_KEPT'})
    expect(readFileSync(file, 'utf8')).toBe('hello')
  })

  test('that can’t be read is not taken for none', async () => {
    await notaries.create(origin)
    mkdirSync(path.join(directory, `${name}.checkpoint`))
    await expect(notaries.lastKept(origin)).rejects.toMatchObject({
      code: 'CHECKPOINT_UNREADABLE',
      exitCode: 5,
    })
  })
})

test('the ledgers made at a place are remembered for that place', async () => {
  const [first, second] = [origin, origin.replace('0192', '0193')]
  for (const each of [first, second, second]) await notaries.create(each)
  const elsewhere = createNotaries({directory, place: '/data/other.db'})
  expect([await notaries.made(), await elsewhere.made()]).toEqual([[first, second], []])
})
