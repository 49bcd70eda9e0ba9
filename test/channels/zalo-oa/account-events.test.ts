import { describe, expect, it } from 'vitest'
import { GROUP_ID, OA_ID, readSigned, USER_ID } from './fixtures.ts'

describe('groups and the account', () => {
  it.each(
    ['text', 'image', 'link', 'audio', 'location', 'video', 'business_card', 'sticker', 'gif', 'file'].flatMap(
      (kind) => [`user_send_group_${kind}`, `oa_send_group_${kind}`],
    ),
  )('%s is a group event', (name) => {
    const fields = {
      oa_id: OA_ID,
      sender: { id: USER_ID },
      recipient: { id: GROUP_ID },
      message: { msg_id: 'm1', text: '[@1] a' },
    }
    expect(readSigned(name, fields)).toMatchObject({ type: 'group', contact: null, groupId: GROUP_ID, kind: name })
  })

  it.each([
    'create_group',
    'user_join_group',
    'user_request_join_group',
    'reject_request_join_group',
    'add_group_admin',
    'remove_group_admin',
    'update_group_info',
    'accept_request_join_group',
    'react_request_join_group',
    'react_request_join_group_accept',
    'user_out_group',
    'user_leave_group',
    'delete_group',
    'disperse_group',
  ])('%s is a group event', (name) => {
    expect(readSigned(name, { oa_id: OA_ID, group_id: GROUP_ID, users: [{ id: USER_ID }] })).toMatchObject({
      type: 'group',
      groupId: GROUP_ID,
      kind: name,
    })
  })

  it.each([
    { name: 'permission_revoked', kind: 'access_revoked', fields: {}, detail: {} },
    {
      name: 'add_user_to_tag',
      kind: 'tag',
      fields: { tag: { name: 'lớp 1', user_ids: [USER_ID] } },
      detail: { tag: 'lớp 1' },
    },
    { name: 'remove_user_from_tag', kind: 'tag', fields: { tag: { name: 'lớp 1' } }, detail: { tag: 'lớp 1' } },
    { name: 'remove_tag', kind: 'tag', fields: { tag: {} }, detail: {} },
    { name: 'widget_interaction_accepted', kind: 'widget', fields: { data: { user_id: USER_ID } }, detail: {} },
    { name: 'widget_failed_to_sync_user_external_id', kind: 'widget', fields: {}, detail: {} },
    { name: 'update_user_info', kind: 'other', fields: {}, detail: {} },
    {
      name: 'change_template_status',
      kind: 'template',
      fields: { template_id: 900001, status: { prev_status: 'PENDING_REVIEW', new_status: 'ENABLE' }, reason: 'ok' },
      detail: { template_id: '900001', from: 'PENDING_REVIEW', to: 'ENABLE', reason: 'ok' },
    },
    { name: 'change_template_quality', kind: 'template', fields: { template_id: '1' }, detail: { template_id: '1' } },
    { name: 'change_oa_template_tags', kind: 'template', fields: {}, detail: {} },
    { name: 'change_template_quota', kind: 'quota', fields: {}, detail: {} },
    {
      name: 'change_oa_daily_quota',
      kind: 'quota',
      fields: { quota: { prev_value: 500, new_value: 2000 } },
      detail: { from: '500', to: '2000' },
    },
    { name: 'event_journey_acknowledged', kind: 'other', fields: {}, detail: {} },
    { name: 'event_journey_time_out', kind: 'other', fields: {}, detail: {} },
    { name: 'shop_has_order', kind: 'purchase', fields: {}, detail: {} },
    { name: 'extension_purchased', kind: 'purchase', fields: { extension_id: 'x1' }, detail: { extension_id: 'x1' } },
  ])('$name is a notice of kind $kind', ({ name, kind, fields, detail }) => {
    const event = readSigned(name, { oa_id: OA_ID, ...fields })
    expect(event).toMatchObject({ type: 'notice', contact: null, kind })
    expect(event.type === 'notice' && event.detail).toEqual({ event: name, ...detail })
  })
})
