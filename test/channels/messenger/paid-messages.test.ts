import { describe, expect, it } from 'vitest'
import { createMessengerChannel } from '../../../src/channels/messenger/adapter.ts'
import { callOf, createPaidWay } from '../../../src/channels/messenger/paid-messages.ts'
import type { MessengerAccount } from '../../../src/channels/messenger/settings.ts'
import type { Choice, Message } from '../../../src/core/messages.ts'
import { page, person } from './account.ts'

const paying: MessengerAccount = { ...page, paid: { adAccount: '55', campaign: '77', priceDong: 400 } }
const way = createPaidWay([paying])
const reply = (label: string): Choice => ({ type: 'reply', label, payload: `topic:${label}` })
const link: Choice = { type: 'url', label: 'Xem', url: 'https://gialai.gov.vn' }
const text = (said: string, choices?: readonly Choice[]): Message => ({
  type: 'text',
  text: said,
  ...(choices && { choices }),
})

describe('a paid message', () => {
  it('costs what its Page says; a Page without a price has none', () => {
    expect(way.priceDong(paying.id)).toBe(400)
    expect(createPaidWay([page]).priceDong(page.id)).toBeNull()
  })

  it.each<{ name: string; message: Message; said: object }>([
    { name: 'a text alone', message: text('Lớp mới.'), said: { text: 'Lớp mới.' } },
    { name: 'a text of 640 letters', message: text('ế'.repeat(640)), said: { text: 'ế'.repeat(640) } },
    {
      name: 'buttons of every kind, none of which vanishes',
      message: text('Lớp mới.', [reply('Đăng ký'), link, { type: 'phone', label: 'Gọi', phone: '0269 3824 404' }]),
      said: {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'Lớp mới.',
            buttons: [
              { type: 'postback', title: 'Đăng ký', payload: 'topic:Đăng ký' },
              { type: 'web_url', title: 'Xem', url: 'https://gialai.gov.vn' },
              { type: 'phone_number', title: 'Gọi', payload: '+842693824404' },
            ],
          },
        },
      },
    },
  ])('says $name, by the token', ({ message, said }) => {
    expect(way.render(message, 't-1')).toEqual({ body: { paid: { token: 't-1', message: said } } })
  })

  it.each<{ name: string; message: Message }>([
    { name: 'a longer text', message: text('ế'.repeat(641)) },
    { name: 'four buttons', message: text('a', [reply('1'), reply('2'), reply('3'), link]) },
    { name: 'a number that no button can call', message: text('a', [{ type: 'phone', label: 'Gọi', phone: '1022' }]) },
    { name: 'a picture', message: { type: 'image', url: 'https://gialai.gov.vn/a.png', alt: 'a' } },
  ])('cannot be $name', ({ message }) => {
    expect(way.render(message, 't-1')).toBeNull()
  })

  it('goes to the ad account, under its campaign, with the token in place of the person', () => {
    const part = way.render(text('Lớp mới.'), 't-1')
    expect(callOf(paying, { contact: person }, part?.body, 'gd:1')).toEqual({
      node: 'act_55',
      body: {
        message_id: '77',
        messenger_delivery_data: { subscription_token: 't-1' },
        message: { text: 'Lớp mới.' },
      },
    })
  })

  it('is not sent in another way when its Page is no longer set up for it', () => {
    expect(callOf(page, { contact: person }, way.render(text('a'), 't-1')?.body, 'gd:1')).toBeNull()
  })

  it('is asked for by the platform’s own button', () => {
    const channel = createMessengerChannel({ accounts: [paying], apiUrl: 'http://localhost:1' })
    expect(channel.render({ type: 'consent_request', title: 'Nhận tin của Gia Lai' })).toEqual([
      {
        body: {
          attachment: {
            type: 'template',
            payload: {
              template_type: 'notification_messages',
              title: 'Nhận tin của Gia Lai',
              notification_messages_timezone: 'Asia/Ho_Chi_Minh',
              payload: 'PAID',
            },
          },
        },
      },
    ])
  })
})
