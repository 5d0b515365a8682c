#compdef paperlist
# Completion of paperlist in zsh.
_paperlist() {
    local program=${(Q)words[1]/#\~/$HOME} line value text
    local -a answer values shown
    answer=("${(@f)$(
        _PAPERLIST_COMPLETE=complete_zsh _PAPERLIST_WORDS="${(F)${(@Q)words[1,CURRENT-1]}}" \
            _PAPERLIST_WORD="$IPREFIX$QIPREFIX$PREFIX" $program 2>/dev/null
    )}")
    case $answer[1] in
        files) compset -P '--*='; _files ;;
        folders) compset -P '--*='; _files -/ ;;
        values)
            for line in "${(@)answer[2,-1]}"; do
                value=${line%%$'\t'*} text=${line#*$'\t'}
                if [[ $value == *[:=] ]]; then
                    compadd -U -S '' -- "$value"
                    continue
                fi
                values+=("$value")
                shown+=("$value${text:+  -- $text}")
            done
            compadd -U -l -V paperlist -d shown -a values
            ;;
    esac
}
# As a file of $fpath, this is the body of the function, which is called for the first time now.
if [[ $funcstack[1] == _paperlist ]]; then
    _paperlist "$@"
else
    compdef _paperlist paperlist
fi
