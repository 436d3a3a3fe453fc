# Completion for bash. integractl answers itself, by its own table of commands, so this never falls behind.

_integractl() {
	local word words=() IFS=$'\n'

	# bash takes --kind=rise for three words
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		if [[ ${#words[@]} -gt 0 && ${words[-1]} == --* && ($word == = || ${words[-1]} == *=) ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	word=${words[-1]}
	mapfile -t COMPREPLY < <("$1" --complete "${words[@]}" 2>/dev/null)
	[[ $word == --*=* ]] && COMPREPLY=("${COMPREPLY[@]#--*=}") word=${word#*=}
	case ${COMPREPLY[0]-} in
	:files) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
	:folders) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	*)
		COMPREPLY=("${COMPREPLY[@]%%$'\t'*}") # what it means is for shells that show it
		return
		;;
	esac
	compopt -o filenames 2>/dev/null
}

complete -F _integractl integractl
