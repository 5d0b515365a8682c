# Completion of paperlist in bash 4.4 or newer.
_paperlist() {
    local answer=() program=${1/#\~/$HOME}
    mapfile -t answer < <(
        _PAPERLIST_COMPLETE=complete_bash _PAPERLIST_LINE="${COMP_LINE:0:COMP_POINT}" \
            _PAPERLIST_WORD="$2" "$program" 2>/dev/null
    )
    COMPREPLY=("${answer[@]:1}")
    case ${answer[0]} in
        open) compopt -o nospace ;;
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
    esac
}
complete -o nosort -F _paperlist paperlist
