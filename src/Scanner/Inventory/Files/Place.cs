namespace Scanner.Inventory.Files;

/// <summary>Where something stands in the input.</summary>
/// <param name="File">As the user named it, or <c>stdin</c>.</param>
/// <param name="Line">Counted from 1.</param>
internal readonly record struct Place(string File, long Line)
{
    public override string ToString() => $"{File}:{Line}";
}
