import { it, expect } from 'vitest'
import { startSystem, eventually } from '../support/system.ts'
it('x', async () => {
  for (const kind of ['none', 'zalo', 'messenger'] as const) {
  await using s = await startSystem()
  if (kind === 'zalo') { const p = s.zalo.person('2000000000000000002')
  expect(await p.writes('quen mat khau vneid')).toBe(200)
  await eventually('answer', () => p.received().length > 0) }
  if (kind === 'messenger') { const m = s.messenger.person('24681012141618202')
  expect(await m.writes('dang ky vneid muc 2 can gi')).toBe(200)
  await eventually('answer', () => m.received().length > 0) }
  const t3 = performance.now()
  console.log(kind, 'exit', await s.stop(), performance.now() - t3)
  }
}, 60000)
