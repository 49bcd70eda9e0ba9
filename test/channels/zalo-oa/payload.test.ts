import { describe, expect, it } from 'vitest'
import { instantOf, readPayload } from '../../../src/channels/zalo-oa/payload.ts'
import { NOW } from './fixtures.ts'

function read(json: string) {
  const reading = readPayload(Buffer.from(json))
  if (reading.type === 'malformed') throw new Error(reading.reason)
  return reading
}

describe('zalo payload', () => {
  it.each([
    { name: 'no JSON', body: 'event_name=follow' },
    { name: 'nothing', body: '' },
    { name: 'a text', body: '"follow"' },
    { name: 'a list', body: '[{"event_name":"follow"}]' },
    { name: 'null', body: 'null' },
    { name: 'an object without event name', body: '{"oa_id":"1"}' },
    { name: 'an event name that is no text', body: '{"event_name":{"a":1}}' },
    { name: 'an empty event name', body: '{"event_name":""}' },
    {
      name: 'nesting deeper than the stack',
      body: `{"event_name":"x","id":[12345678901234567890,${'['.repeat(200_000)}`,
    },
  ])('is malformed when it is $name', ({ body }) => {
    expect(readPayload(Buffer.from(body)).type).toBe('malformed')
  })

  it('keeps every digit of ids that come as numbers', () => {
    const { payload } = read('{"event_name":"x","sender":{"id":2468135790246813579},"oa_id": 4000000000000000004}')
    expect(payload.sender?.id).toBe('2468135790246813579')
    expect(payload.oa_id).toBe('4000000000000000004')
  })

  it('reads a field of a wrong type as null and the rest as it is', () => {
    const { payload } = read(
      '{"event_name":"x","sender":"me","recipient":{"id":["4"]},"message":{"text":{},"msg_id":"m1"}}',
    )
    expect(payload).toMatchObject({ sender: null, recipient: { id: null }, message: { text: null, msg_id: 'm1' } })
  })

  it('composes letters typed in parts and drops what storage refuses', () => {
    const { payload } = read(
      JSON.stringify({ event_name: 'x', message: { text: `${'chào'.normalize('NFD')}\0\uD800!` } }),
    )
    expect(payload.message?.text).toBe('chào\uFFFD!')
  })

  it('takes the last of a key given twice, as JSON does', () => {
    expect(read('{"event_name":"x","oa_id":"1","oa_id":"2"}').payload.oa_id).toBe('2')
  })

  it.each([
    { name: 'text', json: '{"event_name":"x","timestamp":"0012"}', signed: '0012' },
    { name: 'a number', json: '{"event_name":"x","timestamp":1795161600000}', signed: '1795161600000' },
    {
      name: 'a number with an exponent',
      json: '{"event_name":"x","timestamp" : 1.7951616e12}',
      signed: '1.7951616e12',
    },
    {
      name: 'a number beside another timestamp',
      json: '{"event_name":"x","data":{"timestamp":5.0},"timestamp":1795161600000.0}',
      signed: '1795161600000.0',
    },
    {
      name: 'a number beyond 2^53',
      json: '{"event_name":"x","timestamp":17951616000000001}',
      signed: '17951616000000001',
    },
    { name: 'no scalar', json: '{"event_name":"x","timestamp":[1]}', signed: '' },
    { name: 'missing', json: '{"event_name":"x"}', signed: '' },
  ])('signs a timestamp that is $name as it is written', ({ json, signed }) => {
    expect(read(json).signedTimestamp).toBe(signed)
  })
})

describe('the instant of a zalo event', () => {
  it.each([
    { name: 'milliseconds', text: String(NOW), instant: NOW },
    { name: 'seconds', text: String(NOW / 1000), instant: NOW },
    { name: 'an hour ago, as when Zalo tries again', text: String(NOW - 3_600_000), instant: NOW - 3_600_000 },
    { name: 'a minute ahead of our clock', text: String(NOW + 60_000), instant: NOW + 60_000 },
    { name: 'two days ahead', text: String(NOW + 2 * 86_400_000), instant: NOW },
    { name: "cut off, as in Zalo's own samples", text: '154390853474', instant: NOW },
    { name: 'zero', text: '0', instant: NOW },
    { name: 'negative', text: '-1', instant: NOW },
    { name: 'words', text: 'yesterday', instant: NOW },
    { name: 'blank', text: ' ', instant: NOW },
    { name: 'endless', text: '1e999', instant: NOW },
    { name: 'missing', text: null, instant: NOW },
  ])('of a timestamp that is $name', ({ text, instant }) => {
    expect(instantOf(text, NOW)).toBe(instant)
  })
})
