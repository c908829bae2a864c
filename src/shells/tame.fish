# Completion for fish. It asks tame at each TAB, so it is never out of date.

function __tame_complete
    set -l typed (commandline -opc)
    set -l word (commandline -ct)
    # The cursor may stand within a quote that is still open.
    set -l plain (string unescape -- $word; or string replace -r '^["\']' '' -- $word)
    set -l lines (command tame complete -- $typed[2..-1] "$plain" 2>/dev/null </dev/null)
    if not string match -q ':files*' -- "$lines[1]"
        string join \n -- $lines
        return
    end
    # fish's own files: of a command that has no completion.
    set -l before (string replace -r '^:files\t?' '' -- $lines[1])
    set -l path (string replace -- "$before" '' "$word")
    set -l files (complete -C "__fish_command_without_completions $path")
    string join \n -- "$before"$files
end

complete -c tame -f -a '(__tame_complete)'
