using System.Collections.Immutable;

namespace Scanner.Cli.Completions;

/// <summary>Scripts that ask this program, by its hidden command, what can stand at the end of a line. Where it knows nothing they offer files.</summary>
internal static class CompletionScripts
{
    /// <summary>The hidden command; the words of the line follow it and <c>--</c>.</summary>
    public const string Command = "__complete";

    // Words are compared, never expanded: compgen -W would run what stands in $( ).
    private const string Bash = """
        _scanner() {
            local word="${COMP_WORDS[COMP_CWORD]}" line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            if [[ ${#COMPREPLY[@]} -eq 0 && "$word" != -* ]]; then
                compopt -o default 2>/dev/null
            fi
        }
        complete -F _scanner scanner

        """;

    private const string Zsh = """
        #compdef scanner
        _scanner() {
            local -a found
            found=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            found=("${(@)found:#}")
            if (( ${#found} )); then
                compadd -a found
            else
                _files
            fi
        }
        if [ "$funcstack[1]" = "_scanner" ]; then
            _scanner "$@"
        else
            compdef _scanner scanner
        fi

        """;

    private const string Fish = """
        function __scanner_complete
            set -l words (commandline -opc)
            $words[1] __complete -- $words[2..-1] (commandline -ct) 2>/dev/null
        end
        complete -c scanner -a '(__scanner_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName scanner -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or -not $wordToComplete } |
                Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            $last = if ($wordToComplete) { $wordToComplete } else { '""' }
            & $commandAst.CommandElements[0].ToString() __complete -- @words $last 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    private static readonly ImmutableSortedDictionary<string, string> s_scripts = new Dictionary<string, string>
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Shells => s_scripts.Keys;

    /// <returns>Null for a shell that is not known.</returns>
    public static string? For(string shell) => s_scripts.GetValueOrDefault(shell);
}
