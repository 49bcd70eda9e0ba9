import { describe, expect, it } from 'vitest'
import { readSendAnswer } from '../../../src/channels/messenger/send-answer.ts'

const MINUTE = 60_000
const refusal = (error: Readonly<Record<string, unknown>>, status = 400, headers = {}) =>
  readSendAnswer({ status, headers, data: { error: { message: 'x', type: 'OAuthException', ...error } } })

describe('an error of the Send API', () => {
  it.each([
    ['1', 'retry_later', undefined],
    ['1/99', 'operator', undefined],
    ['1/1357046', 'unknown', undefined],
    ['2', 'retry_later', undefined],
    ['2/2018344', 'operator', undefined],
    ['3', 'operator', undefined],
    ['4', 'slow_down', MINUTE],
    ['4/2018022', 'slow_down', MINUTE],
    ['4/2018354', 'retry_later', 60 * MINUTE],
    ['9/2018352', 'retry_later', 60 * MINUTE],
    ['10', 'operator', undefined],
    ['10/2018278', 'outside_window', undefined],
    ['10/2018065', 'outside_window', undefined],
    ['10/2018108', 'unreachable', undefined],
    ['10/2018028', 'operator', undefined],
    ['10/2018300', 'retry_later', 5 * MINUTE],
    ['10/1893063', 'slow_down', 30 * MINUTE],
    ['100/2534122', 'slow_down', 30 * MINUTE],
    ['2534029', 'slow_down', 30 * MINUTE],
    ['17', 'slow_down', MINUTE],
    ['32', 'slow_down', MINUTE],
    ['341', 'slow_down', MINUTE],
    ['100', 'rejected', undefined],
    ['100/2018001', 'unreachable', undefined],
    ['100/2018109', 'rejected', undefined],
    ['100/2018032', 'rejected', undefined],
    ['100/2018008', 'rejected', undefined],
    ['100/33', 'rejected', undefined],
    ['102', 'token_invalid', undefined],
    ['190', 'token_invalid', undefined],
    ['190/458', 'token_invalid', undefined],
    ['190/460', 'token_invalid', undefined],
    ['190/463', 'token_invalid', undefined],
    ['190/467', 'token_invalid', undefined],
    ['190/492', 'token_invalid', undefined],
    ['200', 'operator', undefined],
    ['200/1545041', 'unreachable', undefined],
    ['200/2018027', 'rejected', undefined],
    ['230', 'operator', undefined],
    ['299', 'operator', undefined],
    ['300', 'rejected', undefined],
    ['368', 'slow_down', 30 * MINUTE],
    ['551', 'unreachable', undefined],
    ['551/1545041', 'unreachable', undefined],
    ['613', 'slow_down', MINUTE],
    ['613/1893016', 'slow_down', MINUTE],
    ['1200', 'retry_later', undefined],
    ['10303', 'rejected', undefined],
    ['36000', 'rejected', undefined],
    ['80006', 'slow_down', MINUTE],
    ['1893047', 'unreachable', undefined],
    ['2300052', 'unreachable', undefined],
    ['2300028', 'retry_later', 60 * MINUTE],
    ['2300000', 'operator', undefined],
    ['2300071', 'quota', undefined],
    ['2300018', 'rejected', undefined],
    ['999999', 'rejected', undefined],
  ] as const)('%s means %s', (name, reason, retryAfterMs) => {
    const [code, subcode] = name.split('/').map(Number)
    const { outcome } = refusal({ code, ...(subcode === undefined ? {} : { error_subcode: subcode }) })
    expect(outcome).toEqual({
      type: 'failed',
      reason,
      code: name,
      detail: expect.stringMatching(/\w+/),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  })

  it.each([
    { name: 'under status 200', error: { code: 551 }, status: 200, reason: 'unreachable' },
    { name: 'with a code as text', error: { code: '190', error_subcode: '460' }, status: 401, reason: 'token_invalid' },
    { name: 'called passing', error: { code: 100, is_transient: true }, status: 400, reason: 'retry_later' },
    { name: 'of a code nobody knows, under status 500', error: { code: 777 }, status: 500, reason: 'retry_later' },
    { name: 'of a dead token, under status 500', error: { code: 190 }, status: 500, reason: 'token_invalid' },
    {
      name: 'of a closed window, called passing',
      error: { code: 10, error_subcode: 2018278, is_transient: true },
      status: 400,
      reason: 'outside_window',
    },
  ])('$name is $reason', ({ error, status, reason }) => {
    expect(refusal(error, status).outcome).toMatchObject({ type: 'failed', reason })
  })

  it.each([
    { code: 100, error_subcode: undefined, shapeRefused: true },
    { code: 100, error_subcode: 2018008, shapeRefused: true },
    { code: 36000, error_subcode: undefined, shapeRefused: true },
    { code: 100, error_subcode: 2018001, shapeRefused: false },
    { code: 100, error_subcode: 33, shapeRefused: false },
    { code: 190, error_subcode: undefined, shapeRefused: false },
    { code: 999, error_subcode: undefined, shapeRefused: false },
  ])('$code/$error_subcode may be about the shape of the message: $shapeRefused', ({ shapeRefused, ...error }) => {
    expect(refusal(error).shapeRefused).toBe(shapeRefused)
  })

  it.each([
    {
      name: 'the longest of the business limits',
      headers: {
        'x-business-use-case-usage':
          '{"7766554433":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":5},{"type":"pages","estimated_time_to_regain_access":19}]}',
      },
      retryAfterMs: 19 * MINUTE,
    },
    {
      name: 'the limit of the app',
      headers: { 'x-app-usage': '{"call_count":100,"estimated_time_to_regain_access":3}' },
      retryAfterMs: 3 * MINUTE,
    },
    {
      name: 'a minute where the headers do not say',
      headers: {
        'x-app-usage': '{"call_count":100}',
        'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":0}]}',
      },
      retryAfterMs: MINUTE,
    },
    { name: 'a minute where the headers are no JSON', headers: { 'x-app-usage': 'full' }, retryAfterMs: MINUTE },
  ])('rests the account for $name', ({ headers, retryAfterMs }) => {
    expect(refusal({ code: 80006 }, 400, headers).outcome).toMatchObject({ reason: 'slow_down', retryAfterMs })
  })
})

describe('an answer that is no error', () => {
  it.each([
    {
      name: 'a message id',
      status: 200,
      data: { recipient_id: '1', message_id: 'm_1' },
      expected: { type: 'sent', externalId: 'm_1' },
    },
    {
      name: 'no message id',
      status: 200,
      data: { recipient_id: '1' },
      expected: { reason: 'unknown', code: 'http 200' },
    },
    { name: 'HTML under 200', status: 200, data: '<html>', expected: { reason: 'unknown', code: 'http 200' } },
    { name: 'HTML of a gateway', status: 502, data: '<html>', expected: { reason: 'retry_later', code: 'http 502' } },
    {
      name: 'HTML of a throttle',
      status: 429,
      data: '<html>',
      expected: { reason: 'slow_down', retryAfterMs: MINUTE },
    },
    { name: 'a redirect', status: 302, data: '', expected: { reason: 'retry_later', code: 'http 302' } },
    {
      name: 'an error that has no code, beside an id',
      status: 200,
      data: { error: {}, message_id: 'm_1' },
      expected: { reason: 'unknown' },
    },
    {
      name: 'a message id under an error status',
      status: 500,
      data: { message_id: 'm_1' },
      expected: { reason: 'retry_later' },
    },
  ])('with $name', ({ status, data, expected }) => {
    const reading = readSendAnswer({ status, headers: {}, data })
    expect(reading.outcome).toMatchObject(expected)
    expect(reading.shapeRefused).toBe(false)
  })
})
