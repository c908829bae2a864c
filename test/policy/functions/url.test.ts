import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {checkDomain, host, prepareHostIn} from '../../../src/policy/functions/url.js'
import {runs} from '../../helpers/runs.js'

const strange = fc.oneof(
  fc.string({unit: 'binary'}),
  fc
    .string({
      unit: fc.constantFrom(
        'a',
        '.',
        '/',
        '\\',
        '@',
        ':',
        '#',
        '?',
        '[',
        ']',
        '%',
        '0',
        'x',
        ' ',
        '\t',
        'é',
        '．',
        'ß',
      ),
    })
    .map((text) => `http://${text}`),
)

function answerOrAmbiguous<Answer>(ask: () => Answer): Answer | 'ambiguous' {
  try {
    return ask()
  } catch (error) {
    if (error instanceof AmbiguousInput) return 'ambiguous'
    throw error
  }
}

describe('host', () => {
  test('agrees with the WHATWG parser wherever it answers', () => {
    fc.assert(
      fc.property(strange, (text) => {
        const answer = answerOrAmbiguous(() => host(text))
        fc.pre(answer !== 'ambiguous' && answer !== '')
        expect(new URL(text).hostname.replace(/\.$|[[\]]/g, '')).toBe(answer)
      }),
      runs(3000),
    )
  })

  test('agrees with the grammar of RFC 3986 wherever it answers for a plain name', () => {
    fc.assert(
      fc.property(strange, (text) => {
        const answer = answerOrAmbiguous(() => host(text))
        fc.pre(/^[a-z.]+$/.test(answer) && answer !== 'ambiguous')
        const authority = /^[^:/?#]+:\/\/([^/?#]*)/.exec(text.trimEnd())?.[1] ?? ''
        expect(
          authority
            .replace(/^[^@]*@/, '')
            .replace(/:\d*$/, '')
            .replace(/\.$/, ''),
        ).toBe(answer)
      }),
      runs(3000),
    )
  })

  test('finds the host of every ordinary URL', () => {
    const ordinary = fc
      .webUrl({withQueryParameters: true, withFragments: true})
      .filter((url) => !/^\w+:\/\/[^/?#]*[?#][^/]*@/.test(url))
    fc.assert(
      fc.property(ordinary, (url) => {
        expect(host(url)).toBe(new URL(url).hostname)
      }),
    )
  })
})

describe('host_in', () => {
  test('throws nothing but that a text is ambiguous', () => {
    fc.assert(
      fc.property(strange, strange, (url, domain) => {
        const ask = (...domains: string[]) => answerOrAmbiguous(() => prepareHostIn(domains)(url))
        expect([true, false, 'ambiguous']).toContain(ask('a.com'))
        expect([true, false, 'ambiguous']).toContain(ask(domain))
      }),
      runs(2000),
    )
  })
})

describe('a domain in a policy', () => {
  test.each([
    ['example.com', undefined],
    ['Example.COM.', undefined],
    ['münchen.de', undefined],
    ['localhost', undefined],
    ['127.0.0.1', undefined],
    ['[::1]', undefined],
    [
      '*.example.com',
      '"*.example.com" is not a domain; write "example.com", which covers its subdomains too',
    ],
    ['.example.com', '".example.com" is not a domain; write "example.com", which covers its subdomains too'],
    ['https://example.com', '"https://example.com" is not a domain; leave out scheme, port and path'],
    ['example.com:443', '"example.com:443" is not a domain; leave out scheme, port and path'],
    ['example.com/a', '"example.com/a" is not a domain; leave out scheme, port and path'],
    ['', '"" is not a domain; leave out scheme, port and path'],
    ['exa*mple.com', '"exa*mple.com" is not a domain: the host of the URL holds what no host name has'],
    ['a..b', '"a..b" is not a domain: the host of the URL holds what no host name has'],
  ])('%j: %s', (given, problem) => {
    expect(checkDomain(given)).toBe(problem)
  })
})
