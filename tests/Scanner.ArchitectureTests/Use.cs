namespace Scanner.ArchitectureTests;

/// <summary>A place where a file uses something.</summary>
/// <param name="Namespace">Of what is used.</param>
/// <param name="Type">Null for a using directive.</param>
internal sealed record Use(SourceFile File, int Line, string Namespace, string? Type)
{
    /// <summary>The room of ours that is used; empty for what is not ours.</summary>
    public string Room { get; } = Layout.RoomOf(Namespace);

    public override string ToString() =>
        $"{File.Path}:{Line}: {File.Room} uses {(Type is null ? Namespace : $"{Namespace}.{Type}")}";
}
