import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '../../src/console/password.ts'

describe('password hashes', () => {
  it('know their password, typed in either Unicode form, and no other', async () => {
    const stored = await hashPassword('mật khẩu của tỉnh'.normalize('NFD'))
    expect(await verifyPassword('mật khẩu của tỉnh'.normalize('NFC'), stored)).toBe(true)
    expect(await verifyPassword('mat khau cua tinh', stored)).toBe(false)
  })

  it('differ for the same password', async () => {
    expect(await hashPassword('a')).not.toBe(await hashPassword('a'))
  })

  it('name their cost, so that one made at another cost is still understood', async () => {
    // Made by node:crypto: scryptSync('a', 'salt', 32, {N: 16, r: 1, p: 1}).
    const cheap = 'scrypt$4$1$1$c2FsdA==$yeYj7iWjt4AQAdco3uOGbexOjwbzPep2rmxGB128Kwo='
    expect(await verifyPassword('a', cheap)).toBe(true)
    expect(await verifyPassword('b', cheap)).toBe(false)
  })

  it.each(['', 'a', 'scrypt$15$8$3$$', 'bcrypt$15$8$3$c2FsdA==$AA=='])('are never %j', async (stored) => {
    expect(await verifyPassword('a', stored)).toBe(false)
  })
})
