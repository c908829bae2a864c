/** Every file under `commands`, by what the user types; the build makes this table from the tree. */
declare module 'tame:commands' {
  import type {Command} from '@oclif/core/command'

  export const commands: Readonly<Record<string, () => Promise<{default: Command.Class}>>>
}
