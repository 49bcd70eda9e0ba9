import { readPayload } from '/work/main/src/channels/zalo-oa/payload.ts'

const body = Buffer.from(
  JSON.stringify({
    app_id: '1',
    user_id_by_app: '3',
    event_name: 'user_seen_message',
    sender: { id: '4000' },
    recipient: { id: '200' },
    message: { msg_ids: ['m1'] },
    timestamp: '1790000000000',
  }),
)
for (let r = 0; r < 3; r++) {
  const t = process.cpuUsage()
  for (let i = 0; i < 20000; i++) readPayload(body)
  const u = process.cpuUsage(t)
  console.log('readPayload', ((u.user + u.system) / 20000).toFixed(2), 'us')
}
