/** The part of cosmiconfig that searches, which the package exports no types for. Its version is pinned for that. */
declare module 'cosmiconfig/dist/ExplorerSync.js' {
  interface Options {
    moduleName: string
    searchPlaces: readonly string[]
    searchStrategy: 'none'
    loaders: Record<string, (file: string, text: string) => object>
    transform: (result: unknown) => unknown
    ignoreEmptySearchPlaces: boolean
    cache: boolean
    metaConfigFilePath: null
  }
  export class ExplorerSync {
    constructor(options: Options)
    search(from: string): {filepath: string} | null
  }
}
