import { createServer } from 'node:http'
import { createHttpClient } from '/work/main/src/channels/http-client.ts'
import { Agent } from 'undici'
import { Worker, isMainThread, parentPort } from 'node:worker_threads'
import { spawn } from 'node:child_process'
const child = spawn(process.execPath, ['-e', `require('http').createServer((q,r)=>{q.on('data',()=>{});q.on('end',()=>{const b=JSON.stringify({recipient_id:'1',message_id:'m_'+'x'.repeat(80)});r.writeHead(200,{'content-type':'application/json','content-length':b.length});r.end(b)})}).listen(0,function(){console.log(this.address().port)})`], { stdio: ['ignore','pipe','inherit'] })
const port = Number(String(await new Promise(r => child.stdout.once('data', r))))
const http = createHttpClient({ baseURL: `http://127.0.0.1:${port}`, timeoutMs: 10000 })
const agent = new Agent({ connections: 64, pipelining: 1 })
const body = { recipient: { id: '123' }, messaging_type: 'RESPONSE', message: { text: 'ấ'.repeat(500), metadata: 'x' } }
const viaAxios = () => http.post('/v25.0/1/messages', body, { headers: { Authorization: 'Bearer x' }, params: { appsecret_proof: 'abc' } })
const viaUndici = async () => { const a = await agent.request({ origin: `http://127.0.0.1:${port}`, path: '/v25.0/1/messages?appsecret_proof=abc', method: 'POST', headers: { authorization: 'Bearer x', 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(10000) }); return JSON.parse(await a.body.text()) }
const viaUndici2 = async () => { const a = await agent.request({ origin: `http://127.0.0.1:${port}`, path: '/v25.0/1/messages?appsecret_proof=abc', method: 'POST', headers: { authorization: 'Bearer x', 'content-type': 'application/json' }, body: JSON.stringify(body), headersTimeout:10000,bodyTimeout:10000 }); return JSON.parse(await a.body.text()) }
for (let r = 0; r < 3; r++) for (const [n, f] of Object.entries({ viaAxios, viaUndici, viaUndici2 })) { 
  const N = 4000; let left = N; const t = process.cpuUsage(); await Promise.all(Array.from({ length: 32 }, async () => { while (left-- > 0) await f() })); const u = process.cpuUsage(t); console.log(n, ((u.user + u.system) / N).toFixed(1), 'us', 'user', (u.user/N).toFixed(1)) }
child.kill(); process.exit()
