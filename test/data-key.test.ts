import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deriveKey, sandboxDataKey, sealerFor } from '../src/data-key.ts'
import { describeOnBothEngines } from './support/databases.ts'

describe('the sandbox’s data key', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'key-')), 'var/data.key')

  it('is made once, kept for its owner alone', () => {
    const key = sandboxDataKey(path)
    expect(key).toHaveLength(32)
    expect(sandboxDataKey(path)).toEqual(key)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})

describe('a derived key', () => {
  it('is the same each time, another for another purpose, and not the data key', () => {
    const key = Buffer.alloc(32, 1)
    expect(deriveKey(key, 'cookies')).toEqual(deriveKey(key, 'cookies'))
    expect(deriveKey(key, 'cookies')).not.toEqual(deriveKey(key, 'sessions'))
    expect(deriveKey(key, 'cookies')).not.toEqual(key)
  })
})

describeOnBothEngines('a database', (context) => {
  it('opens with the key it was begun with, and with no other', async () => {
    await sealerFor(Buffer.alloc(32, 1), context.db)
    const again = await sealerFor(Buffer.alloc(32, 1), context.db)
    expect(again.open(again.seal('Nguyễn Văn A'))).toBe('Nguyễn Văn A')
    await expect(sealerFor(Buffer.alloc(32, 2), context.db)).rejects.toThrow(
      'DATA_KEY is not the key with which this database was begun',
    )
  })
})
