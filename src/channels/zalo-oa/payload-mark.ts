/**
 * Zalo sends a pressed button's payload back as an ordinary text, so a mark tells the two apart: people do not begin what
 * they type with it. (It is also what the console's "syntax filter" lets pass.)
 */
export const PAYLOAD_MARK = '#'
