import { describe, expect, it } from 'vitest'
import { isSignedWith, macOf, readSignatureHeader } from '../../../src/channels/zalo-oa/signature.ts'

const CONTENT = {
  appId: '1000000000000000001',
  body: Buffer.from(
    '{"app_id":"1000000000000000001","sender":{"id":"2000000000000000002"},"user_id_by_app":"3000000000000000003","recipient":{"id":"4000000000000000004"},"event_name":"user_send_text","message":{"text":"Xin chào, đăng ký lớp học","msg_id":"aa11bb22cc33dd44ee55"},"timestamp":"1795161600000"}',
  ),
  timestamp: '1795161600000',
}
const MAC = '178b24ad94c365963c9c59c60a18b2f1ab4308b95566d0fd35095ed542ad7996'

describe('zalo webhook signature', () => {
  it('is the published one of a known event', () => {
    expect(CONTENT.body).toHaveLength(295)
    expect(macOf(CONTENT, 'demoOaSecretKey123').toString('hex')).toBe(MAC)
  })

  it.each([
    { name: 'as Zalo writes it', header: `mac=${MAC}` },
    { name: 'without its prefix', header: MAC },
    { name: 'in capitals and with spaces', header: ` MAC = ${MAC.toUpperCase()} ` },
    { name: 'given twice', header: [`mac=${MAC}`, 'mac=00'] },
  ])('is accepted $name', ({ header }) => {
    const mac = readSignatureHeader(header)
    expect(mac && isSignedWith('demoOaSecretKey123', CONTENT, mac)).toBe(true)
    expect(mac && isSignedWith('demoAppSecret', CONTENT, mac)).toBe(false)
  })

  it.each([
    { name: 'no header', header: undefined },
    { name: 'an empty header', header: '' },
    { name: 'an empty list', header: [] },
    { name: 'too few digits', header: `mac=${MAC.slice(2)}` },
    { name: 'too many digits', header: `mac=${MAC}00` },
    { name: 'letters that are no digits', header: `mac=${MAC.replace('1', 'g')}` },
  ])('is not read from $name', ({ header }) => {
    expect(readSignatureHeader(header)).toBeNull()
  })
})
