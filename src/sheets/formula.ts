/**
 * Before a cell's first sign that a spreadsheet program takes for the beginning of a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection); the last four are the wide forms of East Asian keyboards.
 */
export const BEGINS_FORMULA = /^(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/
