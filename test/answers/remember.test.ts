import { describe, expect, it } from 'vitest'
import { remember } from '../../src/answers/remember.ts'

describe('what is remembered', () => {
  const computed: string[] = []
  const upper = remember(2, (key) => {
    computed.push(key)
    return { text: key.toUpperCase() }
  })

  it('is computed once, and forgotten when others were asked for later', () => {
    expect(upper('a')).toBe(upper('a'))
    upper('b')
    upper('a')
    upper('c')
    expect(computed).toEqual(['a', 'b', 'c'])
    upper('a')
    expect(computed).toEqual(['a', 'b', 'c'])
    expect(upper('b')).toEqual({ text: 'B' })
    expect(computed).toEqual(['a', 'b', 'c', 'b'])
  })
})
