namespace Scanner.Core.Remedies;

/// <summary>One argument of a command: a text, taken as it is, or a placeholder that whoever runs the command fills in.</summary>
public readonly record struct Word
{
    private Word(string text, bool isPlaceholder) => (Text, IsPlaceholder) = (text, isPlaceholder);

    /// <summary>The namespace that the reader must choose.</summary>
    public static Word Namespace { get; } = new("NAMESPACE", true);

    /// <summary>The text, or the name of the shell variable that stands for it.</summary>
    public string Text { get; }

    public bool IsPlaceholder { get; }

    public static implicit operator Word(string text) => new(text, false);

    /// <summary>What <see cref="ToString"/> has written.</summary>
    /// <exception cref="FormatException">A placeholder that is no variable of a shell.</exception>
    public static Word Parse(string text, bool isPlaceholder)
    {
        if (!isPlaceholder)
            return text;
        var name = text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith(":?}", StringComparison.Ordinal) ? text[2..^3] : "";
        return name.Length > 0 && name.All(c => char.IsAsciiLetterUpper(c) || c == '_')
            ? new Word(name, isPlaceholder: true)
            : throw new FormatException("a placeholder is no variable such as ${NAMESPACE:?}");
    }

    /// <param name="ns">Null for one that the reader must choose.</param>
    public static Word InNamespace(string? ns) => ns is null ? Namespace : ns;

    /// <summary>As data: a placeholder is written as a shell would read it, and told apart by <see cref="IsPlaceholder"/> only.</summary>
    public override string ToString() => IsPlaceholder ? $"${{{Text}:?}}" : Text;
}
