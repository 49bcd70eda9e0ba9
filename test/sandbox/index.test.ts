import { afterAll, beforeAll, expect, it } from 'vitest'
import { SANDBOX_MESSENGER, SANDBOX_ZALO, type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { movableClock } from './support/clock.ts'
import { answerTo, PSID } from './support/messenger.ts'
import { CS, textTo, USER } from './support/zalo.ts'

const clock = movableClock()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ clock })
})
afterAll(() => sandbox.close())

it('shows what both platforms sent, the newest first', async () => {
  const json = { 'content-type': 'application/json' }
  await sandbox.zalo.person(USER).writes('Xin chào')
  await sandbox.messenger.person(PSID).writes('Xin chào')
  await fetch(sandbox.zalo.url + CS, {
    method: 'POST',
    headers: { ...json, access_token: SANDBOX_ZALO.tokens.accessToken },
    body: JSON.stringify(textTo(USER, 'Chào bác')),
  })
  clock.pass(1)
  await fetch(`${sandbox.messenger.url}/v25.0/me/messages`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${SANDBOX_MESSENGER.pageToken}` },
    body: JSON.stringify(answerTo(PSID, { text: 'Chào bạn' })),
  })
  expect(sandbox.messages()).toEqual([
    { platform: 'messenger', at: clock.now(), to: PSID, kind: 'text', text: 'Chào bạn', buttons: [] },
    { platform: 'zalo-oa', at: clock.now() - 1, to: USER, kind: 'text', text: 'Chào bác', buttons: [] },
  ])
  expect(sandbox.messages(1)).toHaveLength(1)
})
