import { describe, expect, it } from 'vitest'
import { createSigner } from '../../../src/http/browser/signer.ts'

const signer = createSigner(Buffer.alloc(32, 1), 'visitor')
const signed = signer.sign('some.value')

describe('a signer', () => {
  it('gives back what it signed', () => {
    expect(signer.verify(signed)).toBe('some.value')
  })

  it.each([
    { name: 'nothing', given: '' },
    { name: 'a value without a signature', given: 'some.value' },
    { name: 'another value under the same signature', given: signed.replace('some', 'more') },
    { name: 'a cut signature', given: signed.slice(0, -1) },
    { name: 'what another key signed', given: createSigner(Buffer.alloc(32, 2), 'visitor').sign('some.value') },
    {
      name: 'what was signed for another purpose',
      given: createSigner(Buffer.alloc(32, 1), 'admin').sign('some.value'),
    },
  ])('refuses $name', ({ given }) => {
    expect(signer.verify(given)).toBeNull()
  })
})
