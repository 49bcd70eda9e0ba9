/** Parameters of a statement that is to run once for each row of them: SQLite's alone, and only `cachingStatements` knows it. */
export class ParameterRows extends Array<readonly unknown[]> {}
