namespace Scanner.Publishing.Terminal;

/// <summary>What a word on a terminal is to be felt as.</summary>
public enum Tone : byte
{
    Plain,
    Bad,
    Good,
    Doubtful,

    /// <summary>The head of something.</summary>
    Strong,
}
