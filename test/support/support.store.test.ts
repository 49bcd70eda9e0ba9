import { expect, it } from 'vitest'
import type { SupportRequestId } from '../../src/db/schema.ts'
import { listOpenRequests, recordSupportRequest } from '../../src/support/support.store.ts'
import { describeOnBothEngines } from './databases.ts'
import { account, NOW, person, sealer } from './samples.ts'

describeOnBothEngines('support requests', (context) => {
  const ask = (id: string, question: string | null, at: number, contact = person(1)) =>
    recordSupportRequest(context.db, sealer, { id: id as SupportRequestId, contact, question, at })

  it('lists those nobody has closed, oldest first', async () => {
    await ask('r2', 'Quên mật khẩu VNeID', NOW + 2)
    await ask('r1', null, NOW + 1, person(2))
    await ask('r3', 'đã xong', NOW, person(3))
    await context.db
      .updateTable('support_requests')
      .set({ status: 'closed', closed_at: NOW })
      .where('id', '=', 'r3' as SupportRequestId)
      .execute()

    expect(await listOpenRequests(context.db, sealer, 10)).toEqual([
      { id: 'r1', contact: person(2), question: null, at: NOW + 1 },
      { id: 'r2', contact: person(1), question: 'Quên mật khẩu VNeID', at: NOW + 2 },
    ])
    expect(await listOpenRequests(context.db, sealer, 1)).toMatchObject([{ id: 'r1' }])
  })

  it('belongs to the account of the person and keeps the question sealed', async () => {
    await ask('r1', 'số 0912345678', NOW)
    const row = await context.db.selectFrom('support_requests').selectAll().executeTakeFirstOrThrow()
    expect(row.account_id).toBe(account)
    expect(row.sealed_question?.includes('0912345678')).toBe(false)
  })
})
