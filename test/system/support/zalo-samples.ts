/**
 * Webhook bodies of Zalo, byte for byte as on the wire; `type` is the kind under which each is kept. The ids are those of
 * the sandbox's OA and app, so that they can be signed for it.
 */
export const ZALO_SAMPLES = [
  {
    name: 'a text',
    type: 'message',
    body: '{"app_id":"1000000000000000001","sender":{"id":"2000000000000000002"},"user_id_by_app":"3000000000000000003","recipient":{"id":"4000000000000000004"},"event_name":"user_send_text","message":{"text":"Xin chào, đăng ký lớp học","msg_id":"aa11bb22cc33dd44ee55"},"timestamp":"1795161600000"}',
  },
  {
    name: 'an image',
    type: 'message',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_image","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d3","text":"Ảnh giấy hẹn","attachments":[{"type":"image","payload":{"thumbnail":"https://t.example.zdn.vn/a.jpg","url":"https://example.zdn.vn/a.jpg"}}]},"timestamp":"1795161660000"}',
  },
  {
    name: 'a location',
    type: 'message',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_location","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d4","text":"","attachments":[{"type":"location","payload":{"coordinates":{"latitude":"18.3428","longitude":"105.9057"}}}]},"timestamp":"1795161670000"}',
  },
  {
    name: 'a file',
    type: 'message',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_file","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d5","attachments":[{"type":"file","payload":{"url":"https://example.zdn.vn/don.pdf","name":"don-dang-ky.pdf","size":"48211","checksum":"0f0e0d0c0b0a09080706050403020100","type":"pdf"}}]},"timestamp":"1795161680000"}',
  },
  {
    name: 'a follow',
    type: 'followed',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","user_id_by_app":"3000000000000000003","event_name":"follow","source":"oa_profile","follower":{"id":"2000000000000000002"},"timestamp":"1795161700000"}',
  },
  {
    name: 'a form',
    type: 'form',
    body: '{"app_id":"1000000000000000001","event_name":"user_submit_info","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"info":{"name":"Trần Thị Mẫu","phone":"84900000001","user_dob":"02/09/1960","gender":"Nữ","full_address":{"user_city":"Tỉnh Mẫu","user_ward":"Xã Mẫu","user_address":"Thôn 3"}},"timestamp":"1795161710000"}',
  },
  {
    name: 'the message button',
    type: 'chat_opened',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","user_id":"2000000000000000002","user_id_by_app":"3000000000000000003","event_name":"user_click_chatnow","timestamp":"1795161720000"}',
  },
  {
    name: 'an answer of staff',
    type: 'staff_wrote',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"oa_send_text","sender":{"id":"4000000000000000004","admin_id":"5000000000000000005"},"recipient":{"id":"2000000000000000002"},"message":{"msg_id":"c4c4c4c4d5d5d5d5e6e6","text":"Cán bộ xã sẽ gọi lại bác ạ"},"timestamp":"1795161730000"}',
  },
  {
    name: 'a seen receipt',
    type: 'seen',
    body: '{"app_id":"1000000000000000001","event_name":"user_seen_message","sender":{"id":"4000000000000000004"},"recipient":{"id":"2000000000000000002"},"message":{"msg_ids":["c4c4c4c4d5d5d5d5e6e6","c4c4c4c4d5d5d5d5e6e7"]},"timestamp":"1795161740000"}',
  },
  {
    name: 'a reaction',
    type: 'reacted',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_reacted_message","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"c4c4c4c4d5d5d5d5e6e6","react_icon":"/-heart"},"timestamp":"1795161750000"}',
  },
  {
    name: 'an anonymous text',
    type: 'message',
    body: '{"app_id":"1000000000000000001","event_name":"anonymous_send_text","sender":{"id":"an0n1111222233334444"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"d7d7d7d7e8e8e8e8f9f9","conversation_id":"cv001122334455667788","text":"Lớp học tối nay ở đâu?"},"timestamp":"1795161760000"}',
  },
  {
    name: 'a group text with a mention',
    type: 'group',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","event_name":"user_send_group_text","sender":{"id":"2000000000000000002"},"recipient":{"id":"gr001122334455667788"},"message":{"msg_id":"e1e1e1e1f2f2f2f2a3a3","text":"[@4000000000000000004] mai học phòng nào?"},"timestamp":"1795161770000"}',
  },
  {
    name: 'a delivery receipt of a template',
    type: 'notice',
    body: '{"app_id":"1000000000000000001","event_name":"user_received_message","sender":{"id":"4000000000000000004"},"recipient":{"id":"84900000001"},"message":{"msg_id":"f4f4f4f4a5a5a5a5b6b6","tracking_id":"lop-0042-nhac-1","delivery_time":"1795161781000"},"timestamp":"1795161782000"}',
  },
  {
    name: 'the answer button of a template',
    type: 'template_answered',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","event_name":"user_click_response_button","msg_id":"f4f4f4f4a5a5a5a5b6b6","message":{"button_type":"response","data":"Tôi sẽ tham gia","tracking_id":"lop-0042-nhac-1","submit_time":"1795161790000"},"timestamp":"1795161790005"}',
  },
] as const
