import type { ClassLinks } from './class-desk.ts'

/** Where the pages of classes stand on our site. */
export const CLASS_PAGES = '/lop'

/** Addresses under the site's own, which is known only once the server listens. */
export function createClassLinks(publicUrl: () => string): ClassLinks {
  return {
    list: (token) => `${publicUrl()}${CLASS_PAGES}/danh-sach/${token}`,
    poster: (checkInCode) => `${publicUrl()}${CLASS_PAGES}/ap-phich/${checkInCode}.pdf`,
  }
}
