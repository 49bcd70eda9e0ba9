import { Agent } from 'undici'

/** The least that sending can be: `send-loop.ts <origin> <seconds> <at once>` makes the same calls as fast as it can, and prints how many a second. */
const [origin = '', seconds = '', atOnce = ''] = process.argv.slice(2)
const CONNECTIONS = 64
const BODY = JSON.stringify({
  recipient: { id: '24681012000000000' },
  messaging_type: 'RESPONSE',
  message: {
    text: 'Mời bà con đến ngày hội toàn dân học tập số. '.repeat(4),
    metadata: 'b1-messenger:1/24681012000000000',
  },
})

const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 })
const end = performance.now() + Number(seconds) * 1000
let calls = 0

async function loop(): Promise<void> {
  while (performance.now() < end) {
    const answer = await agent.request({
      origin,
      path: '/v25.0/100200300700000/messages',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: BODY,
    })
    await answer.body.text()
    calls += 1
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, loop))
console.log(calls / Number(seconds))
await agent.close()
