import { expect, it } from 'vitest'
import { readAttachments } from '../../../src/channels/messenger/attachments.ts'

const like = { sticker_id: 369239263222822, url: 'https://cdn.example.test/like.png' }

it.each([
  { name: 'nothing', items: [], expected: [] },
  {
    name: 'video and audio',
    items: [
      { type: 'video', payload: { url: 'https://cdn.example.test/v.mp4' } },
      { type: 'audio', payload: { url: 'https://cdn.example.test/a.mp4' } },
    ],
    expected: [
      { type: 'video', url: 'https://cdn.example.test/v.mp4' },
      { type: 'audio', url: 'https://cdn.example.test/a.mp4' },
    ],
  },
  {
    name: 'a sticker in its old shape',
    items: [{ type: 'image', payload: like }],
    expected: [{ type: 'sticker', url: like.url }],
  },
  {
    name: 'a sticker sent in both shapes',
    items: [
      { type: 'image', payload: { ...like, sticker_id: '369239263222822' } },
      { type: 'sticker', payload: like },
    ],
    expected: [{ type: 'sticker', url: like.url }],
  },
  {
    name: 'a picture beside a sticker',
    items: [
      { type: 'sticker', payload: like },
      { type: 'image', payload: { url: 'https://cdn.example.test/1.jpg' } },
    ],
    expected: [
      { type: 'sticker', url: like.url },
      { type: 'image', url: 'https://cdn.example.test/1.jpg' },
    ],
  },
  {
    name: 'a reel given by its path',
    items: [{ type: 'reel', payload: { url: '/reel/1/', title: 'Ngày 10/10', reel_video_id: '12345678901234567' } }],
    expected: [{ type: 'link', url: 'https://www.facebook.com/reel/1/', title: 'Ngày 10/10' }],
  },
  {
    name: 'a shared post',
    items: [{ type: 'post', payload: { url: 'https://www.facebook.com/p/1' } }],
    expected: [{ type: 'link', url: 'https://www.facebook.com/p/1', title: null }],
  },
  {
    name: 'a shared link',
    items: [{ type: 'fallback', payload: { url: 'https://dichvucong.gov.vn', title: 'Cổng' } }],
    expected: [{ type: 'link', url: 'https://dichvucong.gov.vn', title: 'Cổng' }],
  },
  {
    name: 'a fallback whose parts stand beside an empty payload',
    items: [{ type: 'fallback', payload: null, url: 'https://dichvucong.gov.vn', title: 'Cổng' }],
    expected: [{ type: 'link', url: 'https://dichvucong.gov.vn', title: 'Cổng' }],
  },
  {
    name: "a fallback that points into the sender's phone",
    items: [{ type: 'fallback', payload: { url: 'file:///data/user/0/x.jpg', title: 'x' } }],
    expected: [{ type: 'link', url: null, title: 'x' }],
  },
  {
    name: 'a script for a link',
    items: [{ type: 'fallback', payload: { url: 'javascript:alert(1)' } }],
    expected: [{ type: 'link', url: null, title: null }],
  },
  {
    name: 'a place',
    items: [{ type: 'location', payload: { coordinates: { lat: 13.98, long: 108 } } }],
    expected: [{ type: 'location', latitude: 13.98, longitude: 108 }],
  },
  {
    name: 'a place that is none',
    items: [{ type: 'location', payload: { coordinates: { lat: 913, long: 'x' } } }],
    expected: [{ type: 'other', platformType: 'location' }],
  },
  {
    name: 'a kind of tomorrow',
    items: [{ type: 'appointment_booking', payload: { slot: 1 } }],
    expected: [{ type: 'other', platformType: 'appointment_booking' }],
  },
  {
    name: 'no attachments at all',
    items: [null, 5, 'image', { payload: 3 }],
    expected: Array.from({ length: 4 }, () => ({ type: 'other', platformType: 'unreadable' })),
  },
])('reads $name', ({ items, expected }) => {
  expect(readAttachments(items)).toEqual(expected)
})
