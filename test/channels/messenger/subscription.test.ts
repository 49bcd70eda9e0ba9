import { expect, it } from 'vitest'
import { verifySubscription } from '../../../src/channels/messenger/subscription.ts'
import { page } from './account.ts'

const good = {
  'hub.mode': 'subscribe',
  'hub.verify_token': 'chosen-by-the-operator',
  'hub.challenge': '1158201444',
}
const second = { ...page, verifyToken: 'token-of-another-app' }

it.each([
  { name: 'the right token', query: good, answer: '1158201444' },
  { name: "another account's token", query: { ...good, 'hub.verify_token': second.verifyToken }, answer: '1158201444' },
  { name: 'a challenge that is no number', query: { ...good, 'hub.challenge': 'a<b' }, answer: 'a<b' },
  { name: 'a wrong token', query: { ...good, 'hub.verify_token': 'guess' }, answer: null },
  { name: 'no token', query: { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, answer: null },
  {
    name: 'a token given twice',
    query: { ...good, 'hub.verify_token': ['chosen-by-the-operator', 'x'] },
    answer: null,
  },
  { name: 'another mode', query: { ...good, 'hub.mode': 'unsubscribe' }, answer: null },
  { name: 'no challenge', query: { ...good, 'hub.challenge': undefined }, answer: null },
  { name: 'an empty query', query: {}, answer: null },
])('the handshake with $name answers $answer', ({ query, answer }) => {
  expect(verifySubscription(query, [page, second])).toBe(answer)
})
