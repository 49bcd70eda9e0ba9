import { describe, expect, it } from 'vitest'
import { createWebChannel, webContactOf } from '../../../src/channels/web/channel.ts'
import { type ChatItem, createWebHub } from '../../../src/channels/web/hub.ts'
import type { ProvinceId } from '../../../src/core/ids.ts'
import { NOW } from '../../support/samples.ts'

const GIA_LAI = 'gia-lai' as ProvinceId
const contact = webContactOf(GIA_LAI, 'v1')

function open() {
  const hub = createWebHub()
  return { hub, channel: createWebChannel({ provinces: [GIA_LAI], hub, clock: { now: () => NOW } }) }
}

describe('the web channel', () => {
  it('has an account for each province and contacts within it', () => {
    expect(open().channel.accounts).toMatchObject([{ id: 'web:gia-lai', province: 'gia-lai' }])
    expect(contact).toBe('web:gia-lai/v1')
  })

  it('hands a message to the open pages of its contact alone', async () => {
    const { hub, channel } = open()
    const heard: ChatItem[] = []
    hub.subscribe(contact, (item) => heard.push(item))
    hub.subscribe(webContactOf(GIA_LAI, 'v2'), () => expect.unreachable())
    const [part] = channel.render({ type: 'text', text: 'Chào bà con' })
    expect(await channel.send({ contact, part, key: 'k1' })).toEqual({ type: 'sent', externalId: null })
    const view = { type: 'text', text: 'Chào bà con', choices: [] }
    expect(heard).toEqual([{ key: 'out:k1', at: NOW, from: 'assistant', view }])
  })

  it('sends also while no page is open, and no more to one that was closed', async () => {
    const { hub, channel } = open()
    const [part] = channel.render({ type: 'text', text: 'Chào' })
    const close = hub.subscribe(contact, () => expect.unreachable())
    close()
    expect(await channel.send({ contact, part, key: 'k1' })).toMatchObject({ type: 'sent' })
  })

  it('has an address for each province that writes a code for the person', () => {
    const { channel } = open()
    expect(channel.chatLink?.(channel.accounts[0]?.id ?? ('' as never), 'dd-LC12-1-7K')).toBe(
      '/chat?province=gia-lai&text=dd-LC12-1-7K',
    )
  })

  it('rejects a part that is not one of the page', async () => {
    const outcome = await open().channel.send({ contact, part: { body: { text: 1 } }, key: 'k1' })
    expect(outcome).toMatchObject({ type: 'failed', reason: 'rejected' })
  })

  it('has no webhook', () => {
    const request = { body: Buffer.from('{}'), headers: {}, receivedAt: NOW }
    expect(open().channel.readWebhook(request)).toMatchObject({ type: 'malformed' })
  })
})
