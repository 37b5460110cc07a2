using System.Collections.Immutable;

namespace Scanner.Core.Remedies;

/// <summary>
/// A command as data, so that no name is ever part of its syntax. The shell and JSON each get it by one rendering, and there is no other way
/// to write a command.
/// </summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Input">What it reads from standard input; null for nothing.</param>
public sealed record Command(ImmutableArray<Word> Words, string? Input = null)
{
    /// <summary>False where a word holds the character NUL, which no argument of any program can.</summary>
    public bool CanRun => !Words.Any(w => w.Text.Contains('\0', StringComparison.Ordinal));

    public static Command Of(params ReadOnlySpan<Word> words) => new([.. words]);

    /// <summary>One command line of a POSIX shell, to run from left to right until one fails.</summary>
    public static string Shell(IEnumerable<Command> commands) => string.Join(" && ", commands.Select(c => c.ToString()));

    /// <summary>For a POSIX shell.</summary>
    public override string ToString()
    {
        var line = string.Join(' ', Words.Select(w => w.IsPlaceholder ? ShellText.Variable(w.Text) : ShellText.Word(w.Text)));
        return Input is null ? line : $"printf %s {ShellText.Word(Input)} | {line}";
    }

    public bool Equals(Command? other) => other is not null && Input == other.Input && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => HashCode.Combine(Words.Length, Input);
}
