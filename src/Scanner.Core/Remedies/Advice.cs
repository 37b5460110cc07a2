using System.Collections.Immutable;

namespace Scanner.Core.Remedies;

/// <summary>What to do, in words and in commands. The two are never mixed: words hold names as they are, and must not reach a shell.</summary>
/// <param name="Note">What no command can do, or what to know before running one; empty for nothing.</param>
/// <param name="Commands">In order, each only if the one before succeeded; empty where there is none.</param>
public sealed record Advice(string Note, params ImmutableArray<Command> Commands)
{
    /// <summary>The commands in a few words, where they are too long to be read at a glance; empty where they are not.</summary>
    public string Brief { get; init; } = "";

    /// <summary>The commands for a shell, on one line; empty without any.</summary>
    public string Shell => Command.Shell(Commands);

    public static Advice Of(params ImmutableArray<Command> commands) => commands.All(c => c.CanRun)
        ? new("", commands)
        : new("no command can name it: its name holds the character NUL. Mend it through the API");

    /// <summary>The same with more to know before.</summary>
    public Advice Noting(string note) => this with { Note = note.Length == 0 || Note.Length == 0 ? note + Note : $"{note}; {Note}" };

    /// <summary>The commands alone where they say it all, else the note and below it the commands.</summary>
    public override string ToString() => Commands.IsEmpty ? Note : Note.Length == 0 ? Shell : $"{Note}:\n{Shell}";

    public bool Equals(Advice? other) => other is not null && Note == other.Note && Commands.SequenceEqual(other.Commands);

    public override int GetHashCode() => HashCode.Combine(Note, Commands.Length);
}
