#compdef integractl
# Completion for zsh. integractl answers itself, by its own table of commands, so this never falls behind.

_integractl() {
	local line
	local -a answer found

	answer=("${(@f)$($words[1] --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
	case $answer[1] in
	'') return 1 ;;
	:files | :folders)
		compset -P '--*='
		[[ $answer[1] == :files ]] && _files || _files -/
		return
		;;
	esac
	for line in "$answer[@]"; do
		found+=("${${line%%$'\t'*}//:/\\:}${${(M)line:#*$'\t'*}:+:${line#*$'\t'}}")
	done
	_describe -t values integractl found
}

_integractl "$@"
