# Completion for zsh. It asks tame at each TAB, so it is never out of date.

_tame_complete() {
  local answer line before
  local -a typed lines candidates
  typed=("${(@Q)words[2,CURRENT]}")
  typed[-1]=${(Q)PREFIX}
  answer=$(command tame complete -- "${(@)typed}" 2>/dev/null </dev/null)
  if [[ $answer == :files* ]]; then
    before=${${answer#:files}#$'\t'}
    [[ -n $before ]] && compset -P "${(b)before}"
    _files
    return
  fi
  lines=("${(@f)answer}")
  for line in "${(@)lines}"; do
    # _describe ends a candidate at the first colon, unless it is escaped.
    [[ -n $line ]] && candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  (( $#candidates )) && _describe -t tame 'tame' candidates
}

if ! (( $+functions[compdef] )); then
  autoload -Uz compinit && compinit -i
fi
compdef _tame_complete tame
