# Completion for bash, 3.2 and later. It asks tame at each TAB, so it is never out of date.

_tame_complete() {
  local answer before line
  COMPREPLY=()
  answer=$(command tame complete bash "${COMP_LINE:0:$COMP_POINT}" "$2" 2>/dev/null </dev/null)
  case $answer in
    # The files are bash's own, as `complete` below says, but for those whose path is a part of the word.
    :files) return ;;
    :files*)
      before=${answer#:files?}
      compopt -o filenames -o nospace 2>/dev/null
      answer=$(compgen -f -P "$before" -- "${2#"$before"}")
      ;;
    *) compopt +o bashdefault +o default 2>/dev/null ;;
  esac
  while IFS= read -r line; do
    if [[ -n $line ]]; then COMPREPLY+=("$line"); fi
  done <<<"$answer"
}

complete -o bashdefault -o default -F _tame_complete tame
