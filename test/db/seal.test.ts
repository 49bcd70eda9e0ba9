import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import { createSealer } from '../../src/db/seal.ts'

const sealer = createSealer(Buffer.alloc(32, 1))
const value = { name: 'Nguyễn Văn An', phone: '0912345678', tags: ['🇻🇳', null, 3.5] }

describe('seal', () => {
  it.each([
    { name: 'an object', value },
    { name: 'null', value: null },
    { name: 'an empty text', value: '' },
    { name: 'a long text', value: 'ạ'.repeat(100_000) },
  ])('gives back $name', ({ value }) => {
    expect(sealer.open(sealer.seal(value))).toEqual(value)
  })

  it('never writes the same bytes twice, nor any nonce', () => {
    const seals = Array.from({ length: 1000 }, () => sealer.seal(value))
    expect(new Set(seals.map((sealed) => sealed.toString('hex'))).size).toBe(1000)
    expect(new Set(seals.map((sealed) => sealed.subarray(1, 13).toString('hex'))).size).toBe(1000)
  })

  it('shows nothing of the value', () => {
    const sealed = sealer.seal(value)
    expect(sealed.includes('0912345678')).toBe(false)
    expect(sealed.includes('Nguy')).toBe(false)
  })

  it('refuses another key and says what to check', () => {
    const other = createSealer(Buffer.alloc(32, 2))
    const attempt = () => other.open(sealer.seal(value))
    expect(attempt).toThrow(AppError)
    expect(attempt).toThrow(/DATA_KEY/)
  })

  it('refuses bytes of which any one was changed', () => {
    const sealed = sealer.seal(value)
    const opened = [...sealed.keys()].filter((index) => {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(sealed.readUInt8(index) ^ 1, index)
      try {
        sealer.open(changed)
        return true
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return false
      }
    })
    expect(opened).toEqual([])
  })

  it.each([0, 1, 12, 28, 29])('refuses what was cut off after %i bytes', (length) => {
    expect(() => sealer.open(sealer.seal(value).subarray(0, length))).toThrow(AppError)
  })
})
