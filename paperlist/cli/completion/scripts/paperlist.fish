# Completion of paperlist in fish 3.1 or newer.
function __paperlist_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l answer (
        _PAPERLIST_COMPLETE=complete_fish \
        _PAPERLIST_WORDS=(string join \n -- $words | string collect) \
        _PAPERLIST_WORD="$word" $words[1] 2>/dev/null
    )
    # In `--library=DIR`, the name of the option stays before the name of the folder.
    set -l option (string match --regex -- '^--[^=]+=' $word)
    set -l begun (string replace -- "$option" '' $word)
    switch "$answer[1]"
        case files folders
            # The completions of a command without a name are files and folders.
            set -l paths (complete -C"'' $begun")
            test $answer[1] = files; or set paths (string match -- '*/' $paths)
            printf '%s\n' "$option"$paths
        case values
            printf '%s\n' $answer[2..]
    end
end
complete --command paperlist --no-files --keep-order --arguments '(__paperlist_complete)'
