namespace Scanner.Decoding;

/// <summary>What the pods of one list share, so that each text and each security context is there once. Not for concurrent use.</summary>
internal sealed class ReadingPools
{
    public StringPool Strings { get; } = new();

    public SecurityContexts SecurityContexts { get; } = new();
}
